import { Refused } from '../../../../kernel/failures.ts'
import { PublisherId } from '../../../../kernel/ids.ts'
import type { DeviceId } from '../../../../kernel/ids.ts'
import { isOver } from '../../rules/class.ts'
import type { LiveDeps } from '../deps.ts'
import { findClass } from '../views.ts'

type Whose = { readonly code: string; readonly publisher: string; readonly device: DeviceId }

/** Takes a publisher's own word about its clock, from the device that publishes. `offset` in microseconds. */
export function setPublisherClock(deps: Pick<LiveDeps, 'journal' | 'stages'>, { code, publisher, device }: Whose, offset: number): PublisherId {
  const stored = findClass(deps.journal.query, code)
  const found = deps.stages.find(stored.id, publisher)
  if (found?.owner === device) {
    deps.stages.setClock(found.id, offset)
    return found.id
  }
  // With its class every publisher ended; a page that tells its clock a moment later has made no mistake.
  const named = PublisherId.safeParse(publisher)
  if (!isOver(stored.phase) || !named.success) throw new Refused('PUBLISHER_UNKNOWN')
  return named.data
}
