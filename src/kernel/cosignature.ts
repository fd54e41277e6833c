import { concat } from './bytes.ts'
import { parseCheckpoint } from './checkpoint.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { Crypto } from './crypto.ts'
import { Malformed } from './failures.ts'
import { checkedSignatures, COSIGNATURE, cosignedBytes, parseNote, signatureLine, verifierOf } from './note.ts'
import type { NoteSignature, Verifier } from './note.ts'
import type { WallTime } from './time.ts'

/**
 * Cosignatures (C2SP tlog-cosignature, Ed25519): a witness says that the checkpoint is, at the time it
 * names, the largest it has seen of this log, and that it grew out of every one it saw before.
 * Format: docs/protocol/cosignatures.md.
 */
export type Cosigner = Verifier & {
  /** A signature of its own kind over a checkpoint's text; `seconds` since 1970 (UTC). */
  cosign(text: string, seconds: number): NoteSignature
}

/** By whom and when, by the witness's clock, to the second. */
export type Cosignature = { readonly witness: Verifier; readonly at: WallTime }

/** A checkpoint that its log signed, and who of the known witnesses cosigned it. */
export type CosignedCheckpoint = Checkpoint & { readonly cosignatures: readonly Cosignature[] }

/** A key must cosign under one name only, and sign nothing else: what it signs does not name it. */
export function cosignerOf(name: string, secretKey: Uint8Array, crypto: Crypto): Cosigner {
  const verifier = verifierOf(name, crypto.ed25519.publicKey(secretKey), crypto, COSIGNATURE)
  return {
    ...verifier,
    cosign(text, seconds) {
      if (!Number.isSafeInteger(seconds) || seconds < 0) throw new RangeError('a cosignature without a time')
      const time = new Uint8Array(8)
      new DataView(time.buffer).setBigUint64(0, BigInt(seconds))
      return { name, id: verifier.id, signature: concat(time, crypto.ed25519.sign(cosignedBytes(text, seconds), secretKey)) }
    },
  }
}

/** The line that `cosigner` adds to a checkpoint's note. It signs whatever it is given: checks come first. */
export function cosignatureLine(note: string, cosigner: Cosigner, seconds: number): string {
  return signatureLine(cosigner.cosign(parseNote(note).text, seconds))
}

/**
 * The checkpoint in a note that the log's own key signed, with the cosignatures of `witnesses`. {@link Malformed}
 * when the log did not sign it, when it is another log's, or when a signature of a known key is bad.
 */
export function openCosigned(note: string, log: Verifier, witnesses: readonly Verifier[], crypto: Crypto): CosignedCheckpoint {
  const { text, signatures } = checkedSignatures(note, [log, ...witnesses], crypto)
  if (!signatures.some(({ by }) => by === log)) throw new Malformed('checkpoint its log did not sign')
  const checkpoint = parseCheckpoint(text)
  if (checkpoint.origin !== log.name) throw new Malformed('checkpoint of another log')
  const cosignatures = signatures.flatMap(({ by, seconds }) => (seconds === null ? [] : [{ witness: by, at: seconds * 1000 as WallTime }]))
  return { ...checkpoint, cosignatures }
}

/** Of a witness's answer to `note`, the lines by those of `witnesses`, each checked; the rest is passed over. {@link Malformed} for a bad one. */
export function cosignaturesIn(
  answer: string, note: string, witnesses: readonly Verifier[], crypto: Crypto,
): ReadonlyArray<Cosignature & { readonly line: string }> {
  const { text } = parseNote(note)
  return answer.split(/(?<=\n)/).flatMap((line) => {
    const alone = `${text}\n${line}`
    const isKnown = parseNote(alone).signatures.some(({ name, id }) => witnesses.some((key) => key.name === name && sameBytes(key.id, id)))
    if (!isKnown) return []
    return checkedSignatures(alone, witnesses, crypto).signatures
      .flatMap(({ by, seconds }) => (seconds === null ? [] : [{ witness: by, at: seconds * 1000 as WallTime, line }]))
  })
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at])
}
