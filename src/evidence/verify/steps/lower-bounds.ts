import { checkpointCosigned } from '../../../features/fleet/wire/entries.ts'
import { checkpointText } from '../../../kernel/checkpoint.ts'
import type { Crypto } from '../../../kernel/crypto.ts'
import { Malformed } from '../../../kernel/failures.ts'
import { checkedSignatures } from '../../../kernel/note.ts'
import type { Verifier } from '../../../kernel/note.ts'
import { frontierRoot, peakPlaces } from '../../../kernel/tree.ts'
import type { NodeReader } from '../../../kernel/tree.ts'
import { found, MOST_OF_A_KIND } from '../finding.ts'
import type { Finding } from '../finding.ts'
import { bodyOf } from './body-of.ts'
import type { Leaf } from './entries.ts'

/**
 * A witness's signature that stands in an entry: what follows happened after the time it names. Signatures of witnesses
 * that nobody names say nothing; one that does not hold is a forgery.
 */
export function lowerBounds(leaves: readonly Leaf[], log: Verifier, node: NodeReader, witnesses: readonly Verifier[], crypto: Crypto): Finding[] {
  const findings: Finding[] = []
  for (const [index, { entry }] of leaves.entries()) {
    if (entry.kind !== checkpointCosigned.kind) continue
    const { sequence } = entry
    const { size, line } = bodyOf(checkpointCosigned, entry)
    if (size > sequence) return [found('time', 'TIME_FORGED', { sequence })]
    const root = frontierRoot({ size, peaks: peakPlaces(size).map(({ level, index: at }) => node(level, at)) }, crypto)
    const seconds = cosignedAt(`${checkpointText({ origin: log.name, size, root })}\n${line}`, witnesses, crypto)
    if (seconds === 'forged') return [found('time', 'TIME_FORGED', { sequence })]
    if (seconds !== null && leaves.length > index + 1) findings.push(found('time', 'TIME_AFTER', { count: leaves.length - index - 1, at: seconds * 1000 }))
  }
  return findings.slice(0, MOST_OF_A_KIND)
}

/** Null when it is of nobody known. */
function cosignedAt(note: string, witnesses: readonly Verifier[], crypto: Crypto): number | 'forged' | null {
  const known = witnesses.filter(({ name }) => note.includes(` ${name} `))
  if (known.length === 0) return null
  try {
    return checkedSignatures(note, known, crypto).signatures.find(({ seconds }) => seconds !== null)?.seconds ?? null
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return 'forged'
  }
}
