import type { Query } from '../../../../../platform/sqlite/sql.ts'
import { m } from '../../../../../words/messages.js'
import { beatOf, BEATS, loopSeconds } from '../../../rules/together/beat-sound.ts'
import type { Track } from '../../../wire/routes.ts'
import { TRACK_DOORS } from '../../../wire/routes.ts'
import type { LiveDeps } from '../../deps.ts'
import type { FloorTrack } from '../../floor/floor-messages.ts'
import { findClass } from '../../views.ts'
import { plainBytes, storedTrack, storedTracks } from '../file-store.ts'
import type { StoredTrack } from '../file-store.ts'

/** What the box makes itself, then what it was given. */
export function allTracks(query: Query): FloorTrack[] {
  return [...BEATS.map(beatTrack), ...storedTracks(query).map(givenTrack)]
}

export function trackByRef(query: Query, ref: string): FloorTrack | undefined {
  const beat = beatOf(ref)
  if (beat !== undefined) return beatTrack(beat)
  const stored = storedTrack(query, ref)
  return stored && givenTrack(stored)
}

/** With the addresses under which the pages of a class get the sound. */
export function listTracks({ journal }: Pick<LiveDeps, 'journal'>, code: string): { tracks: Track[] } {
  const found = findClass(journal.query, code)
  const path = (track: string): string => TRACK_DOORS.sound.replace(':code', found.code).replace(':track', track)
  return {
    tracks: [
      ...BEATS.map(beatTrack).map((one): Track => ({ ...one, path: path(one.track), bytes: null, sha256: null })),
      ...storedTracks(journal.query).map((one): Track => ({ ...givenTrack(one), path: path(one.id), bytes: plainBytes(one), sha256: one.plain })),
    ],
  }
}

/** The floor must know what there is to play. */
export function tellTracks({ journal, floor }: Pick<LiveDeps, 'journal' | 'floor'>): void {
  floor.tell({ type: 'tracks', tracks: allTracks(journal.query) })
}

function beatTrack(beat: (typeof BEATS)[number]): FloorTrack {
  return { track: `beat-${beat}`, title: m.live_track_beat({ beats: beat }), seconds: loopSeconds(beat), loops: true }
}

function givenTrack({ id, title, ms }: StoredTrack): FloorTrack {
  return { track: id, title, seconds: ms === null ? null : ms / 1000, loops: false }
}
