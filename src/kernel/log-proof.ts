import { base64, exactBase64 } from './bytes.ts'
import { openCosigned } from './cosignature.ts'
import type { CosignedCheckpoint } from './cosignature.ts'
import type { Crypto } from './crypto.ts'
import { encodeEntry, parseEntry } from './entry.ts'
import type { Entry } from './entry.ts'
import { Malformed } from './failures.ts'
import type { Verifier } from './note.ts'
import { leafHash, verifyInclusion } from './tree.ts'
import type { Hash } from './tree.ts'

/**
 * A proof in one text that a log holds an entry (C2SP tlog-proof v1): the entry's index, the way from it up to
 * the root, and the checkpoint with all its signatures, word by word. Format: docs/protocol/log-proof.md.
 */
export type LogProof = {
  /** What the application adds. Nothing vouches for it. */
  readonly extra: Uint8Array | null
  readonly index: number
  readonly hashes: readonly Hash[]
  /** A signed note. */
  readonly checkpoint: string
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1'
const MAX_PROOF_CHARACTERS = 1 << 21
/** As many as a path can have to a leaf in a tree of 2^63. */
const MAX_HASHES = 63

export function logProofText({ extra, index, hashes, checkpoint }: LogProof): string {
  const lines = [FIRST_LINE, ...(extra ? [`extra ${base64(extra)}`] : []), `index ${index}`, ...hashes.map(base64)]
  return `${lines.join('\n')}\n\n${checkpoint}`
}

/** The parts of a proof, nothing verified yet; {@link Malformed} when it is none. */
export function parseLogProof(text: string): LogProof {
  if (text.length > MAX_PROOF_CHARACTERS) throw new Malformed('log proof: too long')
  const end = text.indexOf('\n\n')
  if (end < 0) throw new Malformed('log proof: no checkpoint')
  const [first, ...lines] = text.slice(0, end).split('\n')
  if (first !== FIRST_LINE) throw new Malformed('log proof: another format')
  const extra = lines[0]?.startsWith('extra ') ? exactBase64(lines.shift()?.slice('extra '.length) ?? '') : null
  const [, index] = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '') ?? []
  if (index === undefined || !Number.isSafeInteger(Number(index))) throw new Malformed('log proof: index')
  return { extra, index: Number(index), hashes: proofHashes(lines), checkpoint: text.slice(end + 2) }
}

/** Hashes of 32 bytes, one in base64 per line, as proofs in texts have them; {@link Malformed} otherwise. */
export function proofHashes(lines: readonly string[]): Hash[] {
  if (lines.length > MAX_HASHES) throw new Malformed('proof: too many hashes')
  return lines.map((line) => {
    const hash = exactBase64(line)
    if (hash.length !== 32) throw new Malformed('proof: a hash of another length')
    return hash
  })
}

/**
 * What the proof shows to somebody who trusts `log`: that `leaf` stands at its index in the tree of this
 * checkpoint. {@link Malformed} when it shows no such thing.
 */
export function openLogProof(
  proof: LogProof, leaf: Uint8Array, log: Verifier, witnesses: readonly Verifier[], crypto: Crypto,
): CosignedCheckpoint {
  const checkpoint = openCosigned(proof.checkpoint, log, witnesses, crypto)
  const { size, root } = checkpoint
  const isIn = verifyInclusion({ leaf: leafHash(leaf, crypto), index: proof.index, size, root }, proof.hashes, crypto)
  if (!isIn) throw new Malformed('log proof: it does not lead to the root')
  return checkpoint
}

/**
 * A receipt is a log proof of an entry that brings the entry along, its canonical bytes as `extra`
 * (docs/protocol/receipts.md). Whoever holds one can show later that the log was rewritten.
 */
export function receiptText(entry: Entry, hashes: readonly Hash[], checkpoint: string): string {
  return logProofText({ extra: encodeEntry(entry), index: entry.sequence, hashes, checkpoint })
}

/** The entry a receipt is about and the checkpoint it stands under, both verified; {@link Malformed} otherwise. */
export function openReceipt(
  text: string, log: Verifier, witnesses: readonly Verifier[], crypto: Crypto,
): { readonly entry: Entry; readonly checkpoint: CosignedCheckpoint } {
  const proof = parseLogProof(text)
  if (!proof.extra) throw new Malformed('receipt without its entry')
  const checkpoint = openLogProof(proof, proof.extra, log, witnesses, crypto)
  const entry = parseEntry(proof.extra)
  if (entry.sequence !== proof.index) throw new Malformed('receipt: the entry has another place')
  return { entry, checkpoint }
}
