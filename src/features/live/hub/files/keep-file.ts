import type { JsonObject } from '../../../../kernel/canonical.ts'
import { base64url } from '../../../../kernel/bytes.ts'
import { Refused } from '../../../../kernel/failures.ts'
import type { DeviceId, PictureId, TrackId } from '../../../../kernel/ids.ts'
import type { Query } from '../../../../platform/sqlite/sql.ts'
import type { FileDeps } from './deps.ts'
import { keepFileKey } from './file-store.ts'

export const FILE_TITLE_MOST = 80

/** A file as somebody gives it. */
export type GivenFile = { readonly title: string; readonly content: Uint8Array }

/** What the record says of a file that is kept. */
export type FileFact<Id extends TrackId | PictureId> = { readonly id: Id; readonly kind: string; readonly body: JsonObject }

/** The title without the white space around it. Throws `Refused('BAD_INPUT')` for none, or one that is too long. */
export function fileTitle(given: string): string {
  const title = given.trim()
  if (title.length === 0 || title.length > FILE_TITLE_MOST) throw new Refused('BAD_INPUT', { field: 'title' })
  return title
}

/**
 * Keeps a file. First its ciphertext is on the disk, then key and entry commit together: a crash in
 * between leaves a file nobody can read, which the next start removes. `requireRoom` throws where the
 * box holds as many as it may, and is asked again with the commit.
 */
export async function keepFile<Id extends TrackId | PictureId>(
  deps: FileDeps, given: { readonly title: string; readonly content: Uint8Array; readonly fact: FileFact<Id> }, actor: DeviceId, requireRoom: (sql: Query) => void,
): Promise<void> {
  const { title, content, fact } = given
  requireRoom(deps.journal.query)
  const sha256 = base64url(deps.crypto.sha256(content))
  const { ref, key } = await deps.blobs.put(content)
  try {
    deps.journal.transact((tx) => {
      requireRoom(tx.sql)
      tx.append({ kind: fact.kind, actor, body: fact.body, private: { title, sha256 }, blobs: [ref] })
      keepFileKey(tx.sql, fact.id, key)
    })
  } catch (error) {
    await deps.blobs.remove(ref)
    throw error
  }
}
