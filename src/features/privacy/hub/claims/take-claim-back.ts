import { Refused } from '../../../../kernel/failures.ts'
import type { DeviceId } from '../../../../kernel/ids.ts'
import type { Role } from '../../../../kernel/roles.ts'
import { stepRefusal } from '../../rules/claims.ts'
import { claimTakenBack } from '../../wire/entries.ts'
import type { Claim } from '../../wire/words.ts'
import { writesDown } from '../crew.ts'
import type { PrivacyDeps } from '../deps.ts'
import { personOfDevice } from '../device-store.ts'
import { asClaim, findClaim } from './claim-views.ts'

/** Whoever a claim is of lets it be; one that was written down for somebody, also the crew. Doing it again changes nothing. */
export function takeClaimBack(deps: Pick<PrivacyDeps, 'journal' | 'live'>, code: string, claimId: string, { device, roles }: { readonly device: DeviceId; readonly roles: readonly Role[] }): { claim: Claim } {
  const { id } = deps.live.findClass(code)
  deps.journal.transact((tx) => {
    const claim = findClaim(tx.sql, id, claimId)
    const isTheirs = personOfDevice(tx.sql, id, device) === claim.person
    if (!isTheirs && (claim.by !== 'crew' || !writesDown(roles))) throw new Refused('CLAIM_UNKNOWN')
    if (claim.state === 'taken-back') return
    const refusal = stepRefusal(claim.state)
    if (refusal) throw new Refused(refusal)
    tx.append({ kind: claimTakenBack.kind, classId: id, actor: isTheirs ? claim.person : device, body: { claim: claim.id, statement: null } })
  })
  return { claim: asClaim(deps, findClaim(deps.journal.query, id, claimId)) }
}
