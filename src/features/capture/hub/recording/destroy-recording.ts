import { Refused } from '../../../../kernel/failures.ts'
import type { DeviceId } from '../../../../kernel/ids.ts'
import { recordingDestroyed } from '../../wire/entries.ts'
import type { Recording } from '../../wire/words.ts'
import { storedSegments } from '../store.ts'
import type { RecordingDeps } from './deps.ts'

/**
 * Destroys a recording for good. With its keys, which are in no file of the database either, it is gone when this returns; the files, which are noise by then, go beside
 * what follows, and what a crash leaves of them the next start clears away.
 */
export function destroyRecording(deps: RecordingDeps, code: string, actor: DeviceId): { recording: Recording } {
  const { id, phase } = deps.findClass(code)
  if (phase === 'draft' || phase === 'lobby' || phase === 'live') throw new Refused('CLASS_NOT_OVER')
  const files = deps.journal.transact((tx) => {
    const segments = storedSegments(tx.sql, id)
    if (segments.length === 0) throw new Refused('NO_RECORDING')
    tx.append({ kind: recordingDestroyed.kind, classId: id, actor, body: { segments: segments.length } })
    return segments.map(({ blob }) => blob)
  })
  deps.forget(id)
  deps.journal.scrub()
  removeAll(deps, files).catch(deps.onFault)
  return { recording: deps.recordings.recording(id) }
}

async function removeAll({ blobs }: RecordingDeps, files: readonly { readonly sha256: string }[]): Promise<void> {
  for (const file of files) await blobs.remove(file)
}
