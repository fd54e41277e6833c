import { Refused } from '../../../../../kernel/failures.ts'
import { mount, mountRaw } from '../../../../../platform/http/mounted.ts'
import type { Mounted } from '../../../../../platform/http/mounted.ts'
import { listPictures as listing, PICTURE_DOORS, PICTURE_MOST_BYTES, removePicture as removing } from '../../../wire/pictures.ts'
import { findClass } from '../../views.ts'
import type { FileDeps } from '../deps.ts'
import { fileAnswer } from '../file-answer.ts'
import { ADD_LIMIT, FILE_LIMIT, RUNS_THE_ROOM, signedBy } from '../file-doors.ts'
import { etagOf, storedPicture } from '../file-store.ts'
import { addPicture } from './add-picture.ts'
import { listPictures, sightOf } from './list-pictures.ts'
import { removePicture } from './remove-picture.ts'

/** The doors of slides and overlays: the list as JSON, the picture as bytes. */
export function pictureDoors(deps: FileDeps): Mounted[] {
  return [
    mount(listing, ({ params, caller }) => listPictures(deps, params.code, caller.roles)),
    mount(removing, ({ params, caller }) => removePicture(deps, params.code, params.picture, caller.device)),
    mountRaw(
      { name: 'add-picture', method: 'POST', path: PICTURE_DOORS.add, who: RUNS_THE_ROOM, limit: ADD_LIMIT, mostBytes: PICTURE_MOST_BYTES, refusals: ['CLASS_UNKNOWN', 'PICTURE_UNREADABLE', 'PICTURE_TOO_LARGE', 'PICTURES_TOO_MANY'] },
      async (call) => Response.json(await addPicture(deps, call.params['code'] ?? '', { title: call.query.get('title') ?? '', content: call.body }, signedBy(call))),
    ),
    mountRaw(
      { name: 'picture-image', method: 'GET', path: PICTURE_DOORS.image, who: 'device', limit: FILE_LIMIT, refusals: ['CLASS_UNKNOWN', 'PICTURE_UNKNOWN'] },
      async ({ params, headers, caller }) => {
        const found = findClass(deps.journal.query, params['code'] ?? '')
        const picture = storedPicture(deps.journal.query, params['picture'] ?? '')
        if (!picture || !sightOf(deps.journal.query, found, caller.roles)(picture.id)) throw new Refused('PICTURE_UNKNOWN')
        return fileAnswer({ type: picture.type, content: await deps.blobs.get(picture.blob, picture.key), etag: etagOf(picture) }, headers)
      },
    ),
  ]
}
