import { claimMade, claimTakenBack, consentStated } from '../../../features/privacy/wire/entries.ts'
import type { Crypto } from '../../../kernel/crypto.ts'
import type { Entry } from '../../../kernel/entry.ts'
import type { ClassId } from '../../../kernel/ids.ts'
import { verifyStatement } from '../../../kernel/statement.ts'
import type { SignedStatement, Statement } from '../../../kernel/statement.ts'
import { found, MOST_OF_A_KIND } from '../finding.ts'
import type { Finding } from '../finding.ts'
import { bodyOf } from './body-of.ts'
import type { Leaf } from './entries.ts'

/** What people said is signed by the key that it is put down to. */
export function checkStatements(leaves: readonly Leaf[], classId: ClassId, crypto: Crypto): Finding[] {
  const notTheirs: Finding[] = []
  let [signed, byCrew] = [0, 0]
  const claimants = new Map<string, string>()
  for (const { entry } of leaves) {
    const said = sayingOf(entry, claimants)
    if (!said) continue
    if (said.statement === null) byCrew += 1
    else if (verifyStatement({ kind: said.kind, class: classId, said: said.said }, said.statement, crypto) === said.person) signed += 1
    else notTheirs.push(found('statements', 'STATEMENT_FALSE', { sequence: entry.sequence }))
  }
  const findings = notTheirs.slice(0, MOST_OF_A_KIND)
  if (signed > 0) findings.push(found('statements', 'STATEMENTS_GOOD', { count: signed }))
  if (byCrew > 0) findings.push(found('statements', 'STATEMENTS_BY_CREW', { count: byCrew }))
  return findings
}

type Saying = Pick<Statement, 'kind' | 'said'> & { readonly person: string; readonly statement: SignedStatement | null }

/** `claimants`: who made which claim, as the entries before said it; a claim is taken back by whoever made it. */
function sayingOf(entry: Entry, claimants: Map<string, string>): Saying | undefined {
  switch (entry.kind) {
    case consentStated.kind: {
      const { person, choices, notice, statement } = bodyOf(consentStated, entry)
      return { kind: 'consent', said: { choices, notice }, person, statement }
    }
    case claimMade.kind: {
      const { claim, person, span, remove, statement } = bodyOf(claimMade, entry)
      claimants.set(claim, person)
      return { kind: 'claim', said: { claim, span, remove }, person, statement }
    }
    case claimTakenBack.kind: {
      const { claim, statement } = bodyOf(claimTakenBack, entry)
      return { kind: 'claim-withdrawal', said: { claim }, person: claimants.get(claim) ?? '', statement }
    }
    default: return undefined
  }
}
