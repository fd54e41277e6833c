import { recordingDestroyed, segmentReplaced } from '../../../features/capture/wire/entries.ts'
import { claimDecided, claimMade, claimTakenBack, classForgotten, consentStated } from '../../../features/privacy/wire/entries.ts'
import type { Crypto } from '../../../kernel/crypto.ts'
import type { Entry } from '../../../kernel/entry.ts'
import type { ClassId } from '../../../kernel/ids.ts'
import { verifyStatement } from '../../../kernel/statement.ts'
import type { SignedStatement, Statement } from '../../../kernel/statement.ts'
import { found, MOST_OF_A_KIND } from '../finding.ts'
import type { Finding } from '../finding.ts'
import type { Leaf } from './entries.ts'

/** Whatever is not as it was sealed has somebody's decision on record: who, when, and on whose wish. */
export function checkDecisions(leaves: readonly Leaf[]): Finding[] {
  const decided = new Map<string, { readonly segments: ReadonlySet<number>; readonly entry: Entry }>()
  const replaced = new Map<string | null, number>()
  const findings: Finding[] = []
  for (const { entry } of leaves) {
    const { kind, body, time, actor } = entry
    if (kind === claimDecided.kind) {
      const { claim, removed, segments } = claimDecided.body.parse(body)
      if (removed) decided.set(claim, { segments: new Set(segments), entry })
    } else if (kind === recordingDestroyed.kind) findings.push(found('decisions', 'RECORDING_DESTROYED', { at: time.wall, actor }))
    else if (kind === classForgotten.kind) findings.push(found('decisions', 'CLASS_FORGOTTEN', { at: time.wall, actor }))
  }
  for (const { entry: { kind, body } } of leaves) {
    if (kind !== segmentReplaced.kind) continue
    const { number, cause } = segmentReplaced.body.parse(body)
    if (cause !== null && !decided.get(cause)?.segments.has(number)) findings.push(found('decisions', 'DECISION_MISSING', { number }))
    else replaced.set(cause, (replaced.get(cause) ?? 0) + 1)
  }
  for (const [cause, count] of replaced) {
    const entry = cause === null ? undefined : decided.get(cause)?.entry
    findings.push(entry ? found('decisions', 'DECISION_GOOD', { count, claim: cause ?? '', at: entry.time.wall, actor: entry.actor }) : found('decisions', 'DECISION_CREW', { count }))
  }
  return findings.slice(0, 5 * MOST_OF_A_KIND)
}

/** What people said is signed by the key that it is put down to. */
export function checkStatements(leaves: readonly Leaf[], classId: ClassId, crypto: Crypto): Finding[] {
  const false_: Finding[] = []
  let [signed, byCrew] = [0, 0]
  for (const { entry } of leaves) {
    const said = sayingOf(entry)
    if (!said) continue
    if (said.statement === null) byCrew += 1
    else if (verifyStatement({ kind: said.kind, class: classId, said: said.said }, said.statement, crypto) === said.person) signed += 1
    else false_.push(found('statements', 'STATEMENT_FALSE', { sequence: entry.sequence }))
  }
  const findings = false_.slice(0, MOST_OF_A_KIND)
  if (signed > 0) findings.push(found('statements', 'STATEMENTS_GOOD', { count: signed }))
  if (byCrew > 0) findings.push(found('statements', 'STATEMENTS_BY_CREW', { count: byCrew }))
  return findings
}

type Saying = Pick<Statement, 'kind' | 'said'> & { readonly person: string; readonly statement: SignedStatement | null }

function sayingOf({ kind, body, actor }: Entry): Saying | undefined {
  switch (kind) {
    case consentStated.kind: {
      const { person, choices, notice, statement } = consentStated.body.parse(body)
      return { kind: 'consent', said: { choices, notice }, person, statement }
    }
    case claimMade.kind: {
      const { claim, person, span, remove, statement } = claimMade.body.parse(body)
      return { kind: 'claim', said: { claim, span, remove }, person, statement }
    }
    case claimTakenBack.kind: {
      const { claim, statement } = claimTakenBack.body.parse(body)
      return { kind: 'claim-withdrawal', said: { claim }, person: actor, statement }
    }
    default: return undefined
  }
}
