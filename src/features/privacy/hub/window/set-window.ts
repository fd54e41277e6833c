import { Refused } from '../../../../kernel/failures.ts'
import type { DeviceId } from '../../../../kernel/ids.ts'
import { decideWindow } from '../../rules/dispute-window.ts'
import { windowSet } from '../../wire/entries.ts'
import type { DisputeWindow } from '../../wire/words.ts'
import { classStanding } from '../class-window.ts'
import type { PrivacyDeps } from '../deps.ts'

/** Sets until when removal can be asked for. Asking for what is already so changes nothing, and is not put on record again. */
export function setWindow(deps: Pick<PrivacyDeps, 'journal' | 'time' | 'live'>, code: string, hours: number, actor: DeviceId): { window: DisputeWindow } {
  const { id } = deps.live.findClass(code)
  deps.journal.transact((tx) => {
    const { window, afterlife } = classStanding(tx.sql, id, deps)
    const decision = decideWindow(window, hours, afterlife === 'forgotten')
    if (!decision.ok) throw new Refused(decision.refusal)
    if (hours !== window.hours) tx.append({ kind: windowSet.kind, classId: id, actor, body: { hours } })
  })
  return { window: classStanding(deps.journal.query, id, deps).window }
}
