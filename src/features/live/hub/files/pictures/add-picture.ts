import { Refused } from '../../../../../kernel/failures.ts'
import { newId } from '../../../../../kernel/ids.ts'
import type { DeviceId } from '../../../../../kernel/ids.ts'
import { readPictureFile } from '../../../rules/files/picture-file.ts'
import { PICTURE_MOST_BYTES, PICTURE_MOST_SIDE, pictureAdded } from '../../../wire/pictures.ts'
import type { Picture } from '../../../wire/pictures.ts'
import { findClass } from '../../views.ts'
import type { FileDeps } from '../deps.ts'
import { storedPictures } from '../file-store.ts'
import { fileTitle, keepFile } from '../keep-file.ts'
import type { GivenFile } from '../keep-file.ts'
import { allPictures } from './list-pictures.ts'

/** As many as a plan may have items. */
export const MOST_PICTURES = 60

/** Takes a slide or an overlay. */
export async function addPicture(deps: FileDeps, code: string, given: GivenFile, actor: DeviceId): Promise<{ pictures: Picture[] }> {
  findClass(deps.journal.query, code)
  const title = fileTitle(given.title)
  const { content } = given
  if (content.length > PICTURE_MOST_BYTES) throw new Refused('PICTURE_TOO_LARGE', { most: PICTURE_MOST_BYTES })
  const picture = readPictureFile(content)
  if (!picture) throw new Refused('PICTURE_UNREADABLE')
  if (Math.max(picture.width, picture.height) > PICTURE_MOST_SIDE) throw new Refused('PICTURE_TOO_LARGE', { side: PICTURE_MOST_SIDE })

  const id = newId('pic', deps.crypto)
  await keepFile(deps, { title, content, fact: { id, kind: pictureAdded.kind, body: { picture: id, ...picture } } }, actor, (sql) => {
    if (storedPictures(sql).length >= MOST_PICTURES) throw new Refused('PICTURES_TOO_MANY')
  })
  return allPictures(deps, code)
}
