import { Refused } from '../../../../kernel/failures.ts'
import type { ClassId } from '../../../../kernel/ids.ts'
import type { Query } from '../../../../platform/sqlite/sql.ts'
import type { Claim, ReviewedClaim } from '../../wire/words.ts'
import type { PrivacyDeps } from '../deps.ts'
import { statementsOf } from '../store.ts'
import { lastTextOf, textOf } from '../told-texts.ts'
import { claimById } from './claim-store.ts'
import type { StoredClaim } from './claim-store.ts'

/** As whoever made it sees it. */
export function asClaim(deps: Pick<PrivacyDeps, 'journal'>, { id, sequence, span, remove, state, madeAt, decidedAt, decidedIn }: StoredClaim): Claim {
  return { id, span, remove, state, madeAt, decidedAt, reason: textOf(deps, sequence, 'reason') ?? '', note: textOf(deps, decidedIn, 'note') ?? '' }
}

/** As the crew's reviewer sees it. */
export function asReviewed(deps: Pick<PrivacyDeps, 'journal' | 'capture'>, classId: ClassId, claim: StoredClaim): ReviewedClaim {
  const { person, by, span } = claim
  const said = statementsOf(deps.journal.query, classId, person).map(({ sequence }) => sequence)
  return { ...asClaim(deps, claim), person, bySelf: by === 'self', byBox: by === 'box', who: lastTextOf(deps, said, 'name'), playable: deps.capture.hasRecordedSpan(classId, span) }
}

export function findClaim(sql: Query, classId: ClassId, id: string): StoredClaim {
  const claim = claimById(sql, classId, id)
  if (!claim) throw new Refused('CLAIM_UNKNOWN')
  return claim
}
