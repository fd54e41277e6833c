import type { Role } from '../../../../../kernel/roles.ts'
import type { Query } from '../../../../../platform/sqlite/sql.ts'
import { PICTURE_DOORS } from '../../../wire/pictures.ts'
import type { Picture } from '../../../wire/pictures.ts'
import type { LiveDeps } from '../../deps.ts'
import { runOf } from '../../run/run-store.ts'
import type { StoredClass } from '../../store.ts'
import { findClass } from '../../views.ts'
import { plainBytes, storedPictures } from '../file-store.ts'
import type { StoredPicture } from '../file-store.ts'

/** Everything the box has, with the addresses under which the pages of a class get it. */
export function allPictures({ journal }: Pick<LiveDeps, 'journal'>, code: string): { pictures: Picture[] } {
  const found = findClass(journal.query, code)
  return { pictures: storedPictures(journal.query).map((one) => pictureView(found, one)) }
}

/** What this caller may see of it: who runs the room everything, others what the class's plan shows. */
export function listPictures({ journal }: Pick<LiveDeps, 'journal'>, code: string, roles: readonly Role[]): { pictures: Picture[] } {
  const found = findClass(journal.query, code)
  const maySee = sightOf(journal.query, found, roles)
  return { pictures: storedPictures(journal.query).filter(({ id }) => maySee(id)).map((one) => pictureView(found, one)) }
}

/**
 * Which pictures may be fetched. A box keeps those of many classes: whoever only knows this one's code
 * gets no other's, and none before the lobby or after the end.
 */
export function sightOf(query: Query, { id, phase }: Pick<StoredClass, 'id' | 'phase'>, roles: readonly Role[]): (picture: string) => boolean {
  if (roles.includes('host') || roles.includes('co-host')) return () => true
  const isOpen = phase === 'lobby' || phase === 'live'
  const shown = new Set<string>(isOpen ? (runOf(query, id)?.run.items ?? []).flatMap(({ picture }) => picture?.picture ?? []) : [])
  return (picture) => shown.has(picture)
}

function pictureView({ code }: Pick<StoredClass, 'code'>, stored: StoredPicture): Picture {
  const { id, title, type, width, height, plain } = stored
  return {
    picture: id, title, type, width, height, bytes: plainBytes(stored), sha256: plain ?? '',
    path: PICTURE_DOORS.image.replace(':code', code).replace(':picture', id),
  }
}
