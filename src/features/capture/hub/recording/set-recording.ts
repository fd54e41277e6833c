import { Refused } from '../../../../kernel/failures.ts'
import type { DeviceId } from '../../../../kernel/ids.ts'
import { recordingSet } from '../../wire/entries.ts'
import type { Recording } from '../../wire/words.ts'
import type { CapturedClass } from '../deps.ts'
import { storedRecording } from '../store.ts'
import type { RecordingDeps } from './deps.ts'

/** Puts a class on the record or takes it off. Asking for what is already so changes nothing, and is not put on record again. */
export function setRecording(deps: RecordingDeps, code: string, on: boolean, actor: DeviceId): { recording: Recording } {
  const { id, phase } = deps.findClass(code)
  requireOpen(phase)
  deps.journal.transact((tx) => {
    if (storedRecording(tx.sql, id).isOn === on) return
    tx.append({ kind: recordingSet.kind, classId: id, actor, body: { on, at: deps.clock.now() } })
  })
  // Committed. Who is told what is not decided any more.
  deps.recordings.switched(id)
  deps.tellClass(id)
  return { recording: deps.recordings.recording(id) }
}

function requireOpen(phase: CapturedClass['phase']): void {
  if (phase === 'draft') throw new Refused('CLASS_NOT_OPEN')
  if (phase !== 'lobby' && phase !== 'live') throw new Refused('CLASS_OVER')
}
