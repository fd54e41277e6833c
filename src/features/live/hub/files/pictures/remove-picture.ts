import { Refused } from '../../../../../kernel/failures.ts'
import type { DeviceId } from '../../../../../kernel/ids.ts'
import { pictureRemoved } from '../../../wire/pictures.ts'
import type { Picture } from '../../../wire/pictures.ts'
import { findClass } from '../../views.ts'
import type { FileDeps } from '../deps.ts'
import { storedPicture } from '../file-store.ts'
import { allPictures } from './list-pictures.ts'

/** Its key is gone with the commit; the file follows. Items that name it go on without; pages that have it show it to the end of the class. */
export async function removePicture(deps: FileDeps, code: string, picture: string, actor: DeviceId): Promise<{ pictures: Picture[] }> {
  findClass(deps.journal.query, code)
  const { blob } = deps.journal.transact((tx) => {
    const stored = storedPicture(tx.sql, picture)
    if (!stored) throw new Refused('PICTURE_UNKNOWN')
    tx.append({ kind: pictureRemoved.kind, actor, body: { picture: stored.id } })
    return stored
  })
  await deps.blobs.remove(blob)
  return allPictures(deps, code)
}
