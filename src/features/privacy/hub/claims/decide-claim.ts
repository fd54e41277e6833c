import type { z } from 'zod/mini'
import { Refused } from '../../../../kernel/failures.ts'
import type { ClassId, DeviceId } from '../../../../kernel/ids.ts'
import type { Tx } from '../../../../platform/journal/journal.ts'
import { removalOf, stepRefusal } from '../../rules/claims.ts'
import { claimDecided } from '../../wire/entries.ts'
import type { decideClaim as route } from '../../wire/routes.ts'
import type { Removal, ReviewedClaim, Span } from '../../wire/words.ts'
import type { PreparedRedaction, PrivacyDeps } from '../deps.ts'
import { deviceOfPerson } from '../device-store.ts'
import type { StoredClaim } from './claim-store.ts'
import { asReviewed, findClaim } from './claim-views.ts'

type Deps = Pick<PrivacyDeps, 'journal' | 'live' | 'capture' | 'onFault'>
type Decision = z.output<typeof route.input>

/**
 * Decides what becomes of a claim, and does it. What is to be destroyed has its replacement on the disk before anything is
 * decided; then one commit holds the decision and all it changes, so that a crash leaves the old state or the new one.
 * Of two who decide at once the second is told that it is decided.
 */
export async function decideClaim(deps: Deps, code: string, claimId: string, decision: Decision, actor: DeviceId): Promise<{ claim: ReviewedClaim }> {
  const { id } = deps.live.findClass(code)
  const { journal, capture, onFault } = deps
  const claim = waitingClaim(journal.query, id, claimId)
  const removal = decision.remove && removalOf(claim.remove, decision.remove)
  if (decision.remove && !removal) throw new Refused('NOTHING_TO_REMOVE')
  const takesMedia = removal !== null && (removal.sound || removal.picture)
  const prepared = takesMedia ? await capture.prepareRedaction(id, claim.span, removal, decision.means) : null
  try {
    journal.transact((tx) => {
      putOnRecord(deps, tx, { classId: id, claim: waitingClaim(tx.sql, id, claimId), removal, decision, prepared, actor })
    })
  } catch (error) {
    await prepared?.discard().catch(onFault) // What failed first is told; without a key the file is noise, and the next start clears it away.
    throw error
  }
  // Committed: without their keys the originals are gone, whatever of what follows fails.
  await prepared?.done().catch(onFault)
  if (removal) journal.scrub()
  return { claim: asReviewed(deps, id, findClaim(journal.query, id, claimId)) }
}

function waitingClaim(sql: Tx['sql'] | PrivacyDeps['journal']['query'], classId: ClassId, claimId: string): StoredClaim {
  const claim = findClaim(sql, classId, claimId)
  const refusal = stepRefusal(claim.state)
  if (refusal) throw new Refused(refusal)
  return claim
}

type Decided = { readonly classId: ClassId; readonly claim: StoredClaim; readonly removal: Removal | null; readonly decision: Decision; readonly prepared: PreparedRedaction | null; readonly actor: DeviceId }

function putOnRecord(deps: Deps, tx: Tx, { classId, claim, removal, decision, prepared, actor }: Decided): void {
  tx.append({
    kind: claimDecided.kind, classId, actor,
    body: { claim: claim.id, removed: removal, span: claim.span, means: decision.means, segments: [...prepared?.segments ?? []] }, private: { note: decision.note },
  })
  prepared?.commit(tx, { cause: claim.id, actor })
  if (removal?.text) tx.erase({ entries: textsWithin(deps, classId, deviceOfPerson(tx.sql, classId, claim.person), claim.span), cause: claim.id, classId, actor })
}

/** Entries that keep what somebody said in that span. */
function textsWithin({ journal, live }: Deps, classId: ClassId, device: DeviceId | null, { from, to }: Span): number[] {
  const seat = device && live.seatOf(classId, device)
  if (!seat) return []
  return live.keptOf(classId, seat, 'answers').filter((sequence) => {
    const [entry] = journal.read(sequence, sequence + 1)
    const at = entry?.body['at']
    if (!entry || typeof at !== 'number') return false // A name is said at no instant.
    const wall = entry.time.wall - (entry.time.monotonic - at) / 1000
    return wall >= from && wall <= to
  })
}
