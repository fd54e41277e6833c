import { Refused } from '../../../../../kernel/failures.ts'
import { newId } from '../../../../../kernel/ids.ts'
import type { DeviceId } from '../../../../../kernel/ids.ts'
import { readSoundFile } from '../../../rules/files/sound-file.ts'
import { TRACK_MOST_BYTES } from '../../../wire/routes.ts'
import type { Track } from '../../../wire/routes.ts'
import { trackAdded } from '../../../wire/together-entries.ts'
import { findClass } from '../../views.ts'
import type { FileDeps } from '../deps.ts'
import { storedTracks } from '../file-store.ts'
import { fileTitle, keepFile } from '../keep-file.ts'
import type { GivenFile } from '../keep-file.ts'
import { listTracks, tellTracks } from './list-tracks.ts'

/** A box of this size has room for so many. */
export const MOST_TRACKS = 20

/** Takes a sound file. */
export async function addTrack(deps: FileDeps, code: string, given: GivenFile, actor: DeviceId): Promise<{ tracks: Track[] }> {
  findClass(deps.journal.query, code)
  const title = fileTitle(given.title)
  const { content } = given
  if (content.length > TRACK_MOST_BYTES) throw new Refused('TRACK_TOO_LARGE', { most: TRACK_MOST_BYTES })
  const sound = readSoundFile(content)
  if (!sound) throw new Refused('TRACK_UNREADABLE')

  const id = newId('trk', deps.crypto)
  await keepFile(deps, { title, content, fact: { id, kind: trackAdded.kind, body: { track: id, ...sound } } }, actor, (sql) => {
    if (storedTracks(sql).length >= MOST_TRACKS) throw new Refused('TRACKS_TOO_MANY')
  })
  tellTracks(deps)
  return listTracks(deps, code)
}
