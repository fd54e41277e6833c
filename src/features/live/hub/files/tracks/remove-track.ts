import { Refused } from '../../../../../kernel/failures.ts'
import type { DeviceId } from '../../../../../kernel/ids.ts'
import type { Track } from '../../../wire/routes.ts'
import { trackRemoved } from '../../../wire/together-entries.ts'
import { findClass } from '../../views.ts'
import type { FileDeps } from '../deps.ts'
import { storedTrack } from '../file-store.ts'
import { listTracks, tellTracks } from './list-tracks.ts'

/** Its key is gone with the commit, and the sound with it; the file follows. Where it plays, it stops. */
export async function removeTrack(deps: FileDeps, code: string, track: string, actor: DeviceId): Promise<{ tracks: Track[] }> {
  findClass(deps.journal.query, code)
  const { blob } = deps.journal.transact((tx) => {
    const stored = storedTrack(tx.sql, track)
    if (!stored) throw new Refused('TRACK_UNKNOWN')
    tx.append({ kind: trackRemoved.kind, actor, body: { track: stored.id } })
    return stored
  })
  tellTracks(deps)
  await deps.blobs.remove(blob)
  return listTracks(deps, code)
}
