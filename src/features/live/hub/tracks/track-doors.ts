import { Refused } from '../../../../kernel/failures.ts'
import { mount, mountRaw } from '../../../../platform/http/mounted.ts'
import type { DoorCall, Mounted } from '../../../../platform/http/mounted.ts'
import { beatOf, beatSound } from '../../rules/together/beat-sound.ts'
import type { Beat } from '../../rules/together/beat-sound.ts'
import { listTracks as listing, removeTrack as removing, TRACK_DOORS, TRACK_MOST_BYTES } from '../../wire/routes.ts'
import { findClass } from '../views.ts'
import { addTrack } from './add-track.ts'
import type { TrackDeps } from './deps.ts'
import { listTracks } from './list-tracks.ts'
import { removeTrack } from './remove-track.ts'
import { storedTrack } from './track-store.ts'

const RUNS_THE_ROOM = ['host', 'co-host'] as const
/** A page fetches what it is to play once; a whole class does so at the same moment, each with its own signature. */
const SOUND_LIMIT = { burst: 40, seconds: 60 }
const ADD_LIMIT = { burst: 6, seconds: 60 }
/** Under one name there is always the same sound. */
const KEPT = 'private, max-age=86400, immutable'

/** The doors of the box's music: the list as JSON, the sound as bytes. */
export function trackDoors(deps: TrackDeps): Mounted[] {
  const beats = new Map<Beat, Uint8Array>()
  return [
    mount(listing, ({ params }) => listTracks(deps, params.code)),
    mount(removing, ({ params, caller }) => removeTrack(deps, params.code, params.track, caller.device)),
    mountRaw(
      { name: 'add-track', method: 'POST', path: TRACK_DOORS.add, who: RUNS_THE_ROOM, limit: ADD_LIMIT, mostBytes: TRACK_MOST_BYTES, refusals: ['CLASS_UNKNOWN', 'TRACK_UNREADABLE', 'TRACK_TOO_LARGE', 'TRACKS_TOO_MANY'] },
      async (call) => Response.json(await addTrack(deps, call.params['code'] ?? '', { title: call.query.get('title') ?? '', content: call.body }, signedBy(call))),
    ),
    mountRaw(
      { name: 'track-sound', method: 'GET', path: TRACK_DOORS.sound, who: [...RUNS_THE_ROOM, 'learner'], limit: SOUND_LIMIT, refusals: ['CLASS_UNKNOWN', 'TRACK_UNKNOWN'] },
      async ({ params }) => {
        findClass(deps.journal.query, params['code'] ?? '')
        const { type, content } = await sound(deps, beats, params['track'] ?? '')
        return new Response(new Uint8Array(content), { headers: { 'content-type': type, 'cache-control': KEPT } })
      },
    ),
  ]
}

async function sound(deps: TrackDeps, beats: Map<Beat, Uint8Array>, ref: string): Promise<{ type: string; content: Uint8Array }> {
  const beat = beatOf(ref)
  if (beat !== undefined) {
    const content = beats.get(beat) ?? beatSound(beat)
    beats.set(beat, content)
    return { type: 'audio/wav', content }
  }
  const stored = storedTrack(deps.journal.query, ref)
  if (!stored) throw new Refused('TRACK_UNKNOWN')
  return { type: stored.type, content: await deps.blobs.get(stored.blob, stored.key) }
}

function signedBy({ caller }: DoorCall): NonNullable<DoorCall['caller']['device']> {
  if (caller.device === null) throw new Refused('SIGNATURE_NEEDED')
  return caller.device
}
