import type { Checkpoint } from '../../../kernel/checkpoint.ts'
import { openCosigned } from '../../../kernel/cosignature.ts'
import type { CosignedCheckpoint } from '../../../kernel/cosignature.ts'
import type { Crypto } from '../../../kernel/crypto.ts'
import { Malformed } from '../../../kernel/failures.ts'
import { parseVerifier, verifierText } from '../../../kernel/note.ts'
import type { Verifier } from '../../../kernel/note.ts'
import type { WallTime } from '../../../kernel/time.ts'
import { consistencyProof, sameHash, verifyConsistency } from '../../../kernel/tree.ts'
import type { NodeReader } from '../../../kernel/tree.ts'
import type { BundleFiles } from '../../bundle/bundle-files.ts'
import { CHECKPOINT, WITNESSED, witnessedName } from '../../bundle/format.ts'
import type { Manifest } from '../../bundle/format.ts'
import { broken, found } from '../finding.ts'
import type { Finding } from '../finding.ts'
import { readText } from './open-log.ts'

/** A witness saw the log with so many leaves by then. */
export type WitnessedAt = { readonly size: number; readonly at: WallTime }
export type Witnessed = { readonly isTrusted: boolean; readonly at: readonly WitnessedAt[]; readonly findings: readonly Finding[] }
/** What the steps before have shown. */
export type Shown = { readonly manifest: Manifest; readonly log: Verifier; readonly head: Checkpoint; readonly node: NodeReader }

/**
 * Who saw this log, and when by their clock: as it stands under the checkpoint, and as it stood earlier. What was
 * cosigned earlier must have grown into what is here. Only whom the asker brought along makes anything trusted.
 */
export async function openWitnesses(files: BundleFiles, { manifest, log, head, node }: Shown, trusted: readonly Verifier[], crypto: Crypto): Promise<Witnessed> {
  const witnesses = knownWitnesses(manifest, trusted, crypto).filter((key) => verifierText(key) !== verifierText(log))
  const isTrusted = (witness: Verifier): boolean => trusted.some((key) => verifierText(key) === verifierText(witness))
  const names = [CHECKPOINT, ...files.list().filter((path) => path.startsWith(WITNESSED))]
  const findings: Finding[] = []
  const at: WitnessedAt[] = []
  let vouched = false
  for (const name of names) {
    const cosigned = openNote(await readText(files, name), { log, witnesses, name }, crypto)
    if (name !== CHECKPOINT && name !== witnessedName(cosigned.size)) throw broken('witnesses', 'WITNESS_FORGED', { witness: name })
    if (!grewInto(cosigned, head, node, crypto)) throw broken('witnesses', 'WITNESS_FORKED', { size: cosigned.size })
    for (const { witness, at: when } of cosigned.cosignatures) {
      vouched ||= isTrusted(witness)
      at.push({ size: cosigned.size, at: when })
      findings.push(found('witnesses', isTrusted(witness) ? 'WITNESSED_TRUSTED' : 'WITNESSED', { witness: witness.name, size: cosigned.size, at: when, key: verifierText(witness) }))
    }
  }
  return { isTrusted: vouched, at, findings: findings.length > 0 ? findings : [found('witnesses', 'WITNESS_NONE')] }
}

/** Those that the box says it asks, and those that the asker knows. */
export function knownWitnesses(manifest: Manifest, trusted: readonly Verifier[], crypto: Crypto): Verifier[] {
  const known = new Map<string, Verifier>()
  for (const text of manifest.witnesses) {
    try {
      known.set(text, parseVerifier(text, crypto))
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      throw broken('witnesses', 'WITNESS_FORGED', { witness: text.slice(0, 80) })
    }
  }
  for (const key of trusted) known.set(verifierText(key), key)
  return [...known.values()]
}

function openNote(note: string, { log, witnesses, name }: { readonly log: Verifier; readonly witnesses: readonly Verifier[]; readonly name: string }, crypto: Crypto): CosignedCheckpoint {
  try {
    return openCosigned(note, log, witnesses, crypto)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    throw broken('witnesses', 'WITNESS_FORGED', { witness: name })
  }
}

function grewInto(earlier: Checkpoint, head: Checkpoint, node: NodeReader, crypto: Crypto): boolean {
  if (earlier.size > head.size) return false
  if (earlier.size === head.size) return sameHash(earlier.root, head.root)
  return verifyConsistency(earlier, head, consistencyProof(earlier.size, head.size, node, crypto), crypto)
}
