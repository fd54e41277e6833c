import { Refused } from '../../../../kernel/failures.ts'
import type { DeviceId } from '../../../../kernel/ids.ts'
import { replaySet } from '../../wire/entries.ts'
import type { Replay } from '../../wire/words.ts'
import type { CaptureDeps } from '../deps.ts'
import { hasSegments, storedRecording } from '../store.ts'

/** Says who may watch the recording, and until when; counts at once, for open streams too. Throws `NO_RECORDING` where there is none and none is being made. */
export function setReplay({ journal, findClass }: Pick<CaptureDeps, 'journal' | 'findClass'>, code: string, replay: Replay, actor: DeviceId): { replay: Replay } {
  return journal.transact((tx) => {
    const { id } = findClass(code)
    const before = storedRecording(tx.sql, id)
    if (!before.isOn && !hasSegments(tx.sql, id)) throw new Refused('NO_RECORDING')
    if (before.replay.who !== replay.who || before.replay.until !== replay.until) {
      tx.append({ kind: replaySet.kind, classId: id, actor, body: { who: replay.who, until: replay.until } })
    }
    return { replay: storedRecording(tx.sql, id).replay }
  })
}
