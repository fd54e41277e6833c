import { base64, concat, exactBase64, hex, utf8 } from './bytes.ts'
import type { Crypto } from './crypto.ts'
import { Malformed } from './failures.ts'

/**
 * Signed notes (C2SP signed-note v1.0.0): text ending in a newline, an empty line, then one
 * signature per line. The text may be used only after {@link openNote}.
 */
export const ED25519 = 0x01
/** A witness's timestamped signature (C2SP tlog-cosignature), see cosignature.ts. */
export const COSIGNATURE = 0x04
const MAX_NOTE_BYTES = 1 << 20
const MAX_SIGNATURES = 64
/** The last second a date can name in JavaScript; hundreds of thousands of years beyond what any witness means. */
const MAX_SECONDS = 8_640_000_000_000n
const SIGNATURE_LINE = /^\u2014 ([^\s+\p{White_Space}]+) (\S+)$/u
const KEY_NAME = /^[^+\p{White_Space}\p{Cc}]+$/u
// Everything below U+0020 but the newline.
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/

/** What a key signs: a note's text as it is, or a text with the time at which a witness saw it. */
export type Algorithm = typeof ED25519 | typeof COSIGNATURE
/** The public half of a key under its name; `id` is 4 bytes. */
export type Verifier = { readonly name: string; readonly id: Uint8Array; readonly publicKey: Uint8Array; readonly algorithm: Algorithm }
export type Signer = Verifier & { sign(text: Uint8Array): Uint8Array }
export type NoteSignature = { readonly name: string; readonly id: Uint8Array; readonly signature: Uint8Array }
export type SignedNote = { readonly text: string; readonly signatures: readonly NoteSignature[] }

/** The 4-byte key id: SHA-256(name, newline, algorithm byte, public key), cut. */
export function keyId(
  name: string, publicKey: Uint8Array, crypto: Pick<Crypto, 'sha256'>, algorithm: number = ED25519,
): Uint8Array {
  return crypto.sha256(concat(utf8(`${name}\n`), Uint8Array.of(algorithm), publicKey)).slice(0, 4)
}

/** A verifier of Ed25519 signatures, unless it is a witness's; {@link Malformed} for a name or key notes cannot carry. */
export function verifierOf(
  name: string, publicKey: Uint8Array, crypto: Pick<Crypto, 'sha256'>, algorithm: Algorithm = ED25519,
): Verifier {
  if (!KEY_NAME.test(name) || !name.isWellFormed()) throw new Malformed('note key name')
  if (publicKey.length !== 32) throw new Malformed('note public key')
  return { name, id: keyId(name, publicKey, crypto, algorithm), publicKey, algorithm }
}

export function signerOf(name: string, secretKey: Uint8Array, crypto: Crypto): Signer {
  const verifier = verifierOf(name, crypto.ed25519.publicKey(secretKey), crypto)
  return { ...verifier, sign: (text) => crypto.ed25519.sign(text, secretKey) }
}

/** `name+hexid+base64(algorithm byte, public key)`: how a key is given to those who verify. */
export function verifierText(verifier: Verifier): string {
  return `${verifier.name}+${hex(verifier.id)}+${base64(concat(Uint8Array.of(verifier.algorithm), verifier.publicKey))}`
}

/** Reads what {@link verifierText} wrote; {@link Malformed} for other algorithms or an id that is not the key's. */
export function parseVerifier(text: string, crypto: Pick<Crypto, 'sha256'>): Verifier {
  const parts = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text)
  const [name, id, encoded] = [parts?.[1], parts?.[2], parts?.[3]]
  if (name === undefined || id === undefined || encoded === undefined) throw new Malformed('verifier key')
  const key = exactBase64(encoded)
  const [algorithm] = key
  if (key.length !== 33 || (algorithm !== ED25519 && algorithm !== COSIGNATURE)) throw new Malformed('verifier key: not Ed25519')
  const verifier = verifierOf(name, key.slice(1), crypto, algorithm)
  if (hex(verifier.id) !== id) throw new Malformed('verifier key: its id is not that of the key')
  return verifier
}

/** The note of `text` signed by each of `signers`. */
export function signNote(text: string, signers: readonly Signer[]): string {
  requireText(text)
  if (signers.length === 0) throw new Malformed('note without a signer')
  const bytes = utf8(text)
  return `${text}\n${signers.map((signer) => signatureLine({ ...signer, signature: signer.sign(bytes) })).join('')}`
}

/** One signature line, newline included; also how a cosignature is added to a note that stands. */
export function signatureLine(by: NoteSignature): string {
  return `\u2014 ${by.name} ${base64(concat(by.id, by.signature))}\n`
}

/** The parts of a note, nothing verified yet; {@link Malformed} when it is none. */
export function parseNote(note: string): SignedNote {
  if (note.length > MAX_NOTE_BYTES) throw new Malformed('note: too long')
  const end = note.lastIndexOf('\n\n')
  if (end < 0 || !note.endsWith('\n')) throw new Malformed('note: no signatures')
  const text = note.slice(0, end + 1)
  requireText(text)
  const lines = note.slice(end + 2).split('\n').slice(0, -1)
  if (lines.length === 0 || lines.length > MAX_SIGNATURES) throw new Malformed('note: number of signatures')
  return { text, signatures: lines.map(parseSignatureLine) }
}

/**
 * The text of a note and who of `known` signed it. Signatures of unknown keys are passed over; one
 * bad signature of a known key, or none by any, makes the note {@link Malformed}.
 */
export function openNote(
  note: string, known: readonly Verifier[], crypto: Crypto,
): { text: string; signedBy: readonly Verifier[] } {
  const { text, signatures } = checkedSignatures(note, known, crypto)
  return { text, signedBy: [...new Set(signatures.map(({ by }) => by))] }
}

/** A known key's good signature, and, of a witness, the time it names in seconds since 1970 (UTC). */
export type CheckedSignature = { readonly by: Verifier; readonly seconds: number | null }

/** As {@link openNote}, for those who also need to know when witnesses signed; in the order of the lines. */
export function checkedSignatures(
  note: string, known: readonly Verifier[], crypto: Crypto,
): { text: string; signatures: readonly CheckedSignature[] } {
  const { text, signatures } = parseNote(note)
  const checked = signatures.flatMap(({ name, id, signature }) => {
    const by = known.find((key) => key.name === name && hex(key.id) === hex(id))
    return by ? [checkSignature(by, text, signature, crypto)] : []
  })
  if (checked.length === 0) throw new Malformed('note: signed by nobody known')
  return { text, signatures: checked }
}

function checkSignature(by: Verifier, text: string, signature: Uint8Array, crypto: Crypto): CheckedSignature {
  const { seconds, bytes, ed25519 } = by.algorithm === COSIGNATURE
    ? readCosignature(text, signature)
    : { seconds: null, bytes: utf8(text), ed25519: signature }
  if (!crypto.ed25519.verify(ed25519, bytes, by.publicKey)) throw new Malformed('note: a bad signature')
  return { by, seconds }
}

function readCosignature(text: string, signature: Uint8Array): { seconds: number; bytes: Uint8Array; ed25519: Uint8Array } {
  const view = new DataView(signature.buffer, signature.byteOffset, signature.length)
  const seconds = signature.length === 72 ? view.getBigUint64(0) : -1n
  if (seconds < 0n || seconds > MAX_SECONDS) throw new Malformed('note: a cosignature\'s length or time')
  return { seconds: Number(seconds), bytes: cosignedBytes(text, Number(seconds)), ed25519: signature.slice(8) }
}

/** What a witness signs of a note's text. `seconds` since 1970 (UTC). */
export function cosignedBytes(text: string, seconds: number): Uint8Array {
  return utf8(`cosignature/v1\ntime ${seconds}\n${text}`)
}

function parseSignatureLine(line: string): NoteSignature {
  const parts = SIGNATURE_LINE.exec(line)
  const [name, encoded] = [parts?.[1], parts?.[2]]
  if (name === undefined || encoded === undefined || CONTROL.test(line)) throw new Malformed('note: signature line')
  const bytes = exactBase64(encoded)
  if (bytes.length < 5) throw new Malformed('note: signature too short')
  return { name, id: bytes.slice(0, 4), signature: bytes.slice(4) }
}

function requireText(text: string): void {
  if (!text.endsWith('\n') || text === '\n') throw new Malformed('note: text must end in a newline')
  if (CONTROL.test(text) || !text.isWellFormed()) throw new Malformed('note: a character notes cannot carry')
}
