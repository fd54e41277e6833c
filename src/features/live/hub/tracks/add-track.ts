import { Refused } from '../../../../kernel/failures.ts'
import { newId } from '../../../../kernel/ids.ts'
import type { DeviceId } from '../../../../kernel/ids.ts'
import { readSoundFile } from '../../rules/together/sound-file.ts'
import { TRACK_MOST_BYTES } from '../../wire/routes.ts'
import type { Track } from '../../wire/routes.ts'
import { trackAdded } from '../../wire/together-entries.ts'
import { findClass } from '../views.ts'
import type { TrackDeps } from './deps.ts'
import { listTracks, tellTracks } from './list-tracks.ts'
import { keepTrackKey, storedTracks } from './track-store.ts'

/** A box of this size has room for so many. */
export const MOST_TRACKS = 20
export const TRACK_TITLE_MOST = 80

export type GivenTrack = { readonly title: string; readonly content: Uint8Array }

/**
 * Takes a sound file. First its ciphertext is on the disk, then key and entry commit together: a
 * crash in between leaves a file nobody can read, which the next start removes.
 */
export async function addTrack(deps: TrackDeps, code: string, given: GivenTrack, actor: DeviceId): Promise<{ tracks: Track[] }> {
  findClass(deps.journal.query, code)
  const title = given.title.trim()
  if (title.length === 0 || title.length > TRACK_TITLE_MOST) throw new Refused('BAD_INPUT', { field: 'title' })
  if (given.content.length > TRACK_MOST_BYTES) throw new Refused('TRACK_TOO_LARGE', { most: TRACK_MOST_BYTES })
  const sound = readSoundFile(given.content)
  if (!sound) throw new Refused('TRACK_UNREADABLE')
  requireRoom(deps)

  const { ref, key } = await deps.blobs.put(given.content)
  try {
    deps.journal.transact((tx) => {
      requireRoom({ journal: { ...deps.journal, query: tx.sql } })
      const track = newId('trk', deps.crypto)
      tx.append({ kind: trackAdded.kind, actor, body: { track, ...sound }, private: { title }, blobs: [ref] })
      keepTrackKey(tx.sql, track, key)
    })
  } catch (error) {
    await deps.blobs.remove(ref)
    throw error
  }
  tellTracks(deps)
  return listTracks(deps, code)
}

function requireRoom({ journal }: Pick<TrackDeps, 'journal'>): void {
  if (storedTracks(journal.query).length >= MOST_TRACKS) throw new Refused('TRACKS_TOO_MANY')
}
