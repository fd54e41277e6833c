import { Refused } from '../../../../kernel/failures.ts'
import type { DeviceId } from '../../../../kernel/ids.ts'
import { classForgotten } from '../../wire/entries.ts'
import type { Afterlife } from '../../wire/words.ts'
import { classFacts } from '../store.ts'
import type { HoldingsDeps } from './deps.ts'

/**
 * Destroys the recording of a class that is over and erases everything private of it; its proof stays. A power cut in
 * between leaves a class without its recording, which can be forgotten again.
 */
export function forgetClass(deps: Pick<HoldingsDeps, 'journal' | 'held' | 'live' | 'time'>, code: string, actor: DeviceId): { afterlife: Afterlife } {
  const { id: classId, code: exact, phase } = deps.live.findClass(code)
  if (phase !== 'closed') throw new Refused('CLASS_NOT_OVER')
  if (classFacts(deps.journal.query, classId).isForgotten) throw new Refused('CLASS_FORGOTTEN')
  deps.held.destroyRecording(exact, actor)
  deps.journal.transact((tx) => {
    tx.append({ kind: classForgotten.kind, classId, actor, body: { at: deps.time().wall } })
    const left = deps.journal.ofClass(classId, { withPrivate: true })
    return tx.erase({ entries: left.map(({ sequence }) => sequence), cause: 'class-forgotten', classId, actor })
  })
  deps.journal.scrub()
  return { afterlife: 'forgotten' }
}
