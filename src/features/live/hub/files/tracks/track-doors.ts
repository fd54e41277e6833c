import { Refused } from '../../../../../kernel/failures.ts'
import { mount, mountRaw } from '../../../../../platform/http/mounted.ts'
import type { Mounted } from '../../../../../platform/http/mounted.ts'
import { beatOf, beatSound } from '../../../rules/together/beat-sound.ts'
import type { Beat } from '../../../rules/together/beat-sound.ts'
import { listTracks as listing, removeTrack as removing, TRACK_DOORS, TRACK_MOST_BYTES } from '../../../wire/routes.ts'
import { findClass } from '../../views.ts'
import type { FileDeps } from '../deps.ts'
import { ADD_LIMIT, FILE_LIMIT, RUNS_THE_ROOM, signedBy } from '../file-doors.ts'
import { fileAnswer } from '../file-answer.ts'
import type { ServedFile } from '../file-answer.ts'
import { etagOf, storedTrack } from '../file-store.ts'
import { addTrack } from './add-track.ts'
import { listTracks } from './list-tracks.ts'
import { removeTrack } from './remove-track.ts'

/** The doors of the box's music: the list as JSON, the sound as bytes. */
export function trackDoors(deps: FileDeps): Mounted[] {
  const beats = new Map<Beat, Uint8Array>()
  return [
    mount(listing, ({ params }) => listTracks(deps, params.code)),
    mount(removing, ({ params, caller }) => removeTrack(deps, params.code, params.track, caller.device)),
    mountRaw(
      { name: 'add-track', method: 'POST', path: TRACK_DOORS.add, who: RUNS_THE_ROOM, limit: ADD_LIMIT, mostBytes: TRACK_MOST_BYTES, refusals: ['CLASS_UNKNOWN', 'TRACK_UNREADABLE', 'TRACK_TOO_LARGE', 'TRACKS_TOO_MANY'] },
      async (call) => Response.json(await addTrack(deps, call.params['code'] ?? '', { title: call.query.get('title') ?? '', content: call.body }, signedBy(call))),
    ),
    mountRaw(
      { name: 'track-sound', method: 'GET', path: TRACK_DOORS.sound, who: [...RUNS_THE_ROOM, 'learner'], limit: FILE_LIMIT, refusals: ['CLASS_UNKNOWN', 'TRACK_UNKNOWN'] },
      async ({ params, headers }) => {
        findClass(deps.journal.query, params['code'] ?? '')
        return fileAnswer(await sound(deps, beats, params['track'] ?? ''), headers)
      },
    ),
  ]
}

async function sound(deps: FileDeps, beats: Map<Beat, Uint8Array>, ref: string): Promise<ServedFile> {
  const beat = beatOf(ref)
  if (beat !== undefined) {
    const content = beats.get(beat) ?? beatSound(beat)
    beats.set(beat, content)
    return { type: 'audio/wav', content, etag: null }
  }
  const stored = storedTrack(deps.journal.query, ref)
  if (!stored) throw new Refused('TRACK_UNKNOWN')
  return { type: stored.type, content: await deps.blobs.get(stored.blob, stored.key), etag: etagOf(stored) }
}
