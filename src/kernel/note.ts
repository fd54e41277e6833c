import { base64, concat, fromBase64, hex, utf8 } from './bytes.ts'
import type { Crypto } from './crypto.ts'
import { Malformed } from './failures.ts'

/**
 * Signed notes (C2SP signed-note v1.0.0): text ending in a newline, an empty line, then one
 * signature per line. The text may be used only after {@link openNote}.
 */
export const ED25519 = 0x01
const MAX_NOTE_BYTES = 1 << 20
const MAX_SIGNATURES = 64
const SIGNATURE_LINE = /^\u2014 ([^\s+\p{White_Space}]+) (\S+)$/u
const KEY_NAME = /^[^+\p{White_Space}\p{Cc}]+$/u
// Everything below U+0020 but the newline.
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/

/** The public half of a key under its name; `id` is 4 bytes. */
export type Verifier = { readonly name: string; readonly id: Uint8Array; readonly publicKey: Uint8Array }
export type Signer = Verifier & { sign(text: Uint8Array): Uint8Array }
export type NoteSignature = { readonly name: string; readonly id: Uint8Array; readonly signature: Uint8Array }
export type SignedNote = { readonly text: string; readonly signatures: readonly NoteSignature[] }

/** The 4-byte key id: SHA-256(name, newline, algorithm byte, public key), cut. */
export function keyId(
  name: string, publicKey: Uint8Array, crypto: Pick<Crypto, 'sha256'>, algorithm: number = ED25519,
): Uint8Array {
  return crypto.sha256(concat(utf8(`${name}\n`), Uint8Array.of(algorithm), publicKey)).slice(0, 4)
}

/** A verifier of Ed25519 signatures; {@link Malformed} for a name or key notes cannot carry. */
export function verifierOf(name: string, publicKey: Uint8Array, crypto: Pick<Crypto, 'sha256'>): Verifier {
  if (!KEY_NAME.test(name) || !name.isWellFormed()) throw new Malformed('note key name')
  if (publicKey.length !== 32) throw new Malformed('note public key')
  return { name, id: keyId(name, publicKey, crypto), publicKey }
}

export function signerOf(name: string, secretKey: Uint8Array, crypto: Crypto): Signer {
  const verifier = verifierOf(name, crypto.ed25519.publicKey(secretKey), crypto)
  return { ...verifier, sign: (text) => crypto.ed25519.sign(text, secretKey) }
}

/** `name+hexid+base64(algorithm byte, public key)`: how a key is given to those who verify. */
export function verifierText(verifier: Verifier): string {
  return `${verifier.name}+${hex(verifier.id)}+${base64(concat(Uint8Array.of(ED25519), verifier.publicKey))}`
}

/** Reads what {@link verifierText} wrote; {@link Malformed} for other algorithms or an id that is not the key's. */
export function parseVerifier(text: string, crypto: Pick<Crypto, 'sha256'>): Verifier {
  const parts = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text)
  const [name, id, encoded] = [parts?.[1], parts?.[2], parts?.[3]]
  if (name === undefined || id === undefined || encoded === undefined) throw new Malformed('verifier key')
  const key = exactBase64(encoded)
  if (key.length !== 33 || key[0] !== ED25519) throw new Malformed('verifier key: not Ed25519')
  const verifier = verifierOf(name, key.slice(1), crypto)
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
  const { text, signatures } = parseNote(note)
  const bytes = utf8(text)
  const signedBy = new Set<Verifier>()
  for (const { name, id, signature } of signatures) {
    const verifier = known.find((key) => key.name === name && hex(key.id) === hex(id))
    if (!verifier) continue
    if (!crypto.ed25519.verify(signature, bytes, verifier.publicKey)) throw new Malformed('note: a bad signature')
    signedBy.add(verifier)
  }
  if (signedBy.size === 0) throw new Malformed('note: signed by nobody known')
  return { text, signedBy: [...signedBy] }
}

function parseSignatureLine(line: string): NoteSignature {
  const parts = SIGNATURE_LINE.exec(line)
  const [name, encoded] = [parts?.[1], parts?.[2]]
  if (name === undefined || encoded === undefined || CONTROL.test(line)) throw new Malformed('note: signature line')
  const bytes = exactBase64(encoded)
  if (bytes.length < 5) throw new Malformed('note: signature too short')
  return { name, id: bytes.slice(0, 4), signature: bytes.slice(4) }
}

/** One signature, one text: bits that base64 would drop must be zero. */
function exactBase64(text: string): Uint8Array {
  const bytes = fromBase64(text)
  if (base64(bytes) !== text) throw new Malformed('note: base64 with stray bits')
  return bytes
}

function requireText(text: string): void {
  if (!text.endsWith('\n') || text === '\n') throw new Malformed('note: text must end in a newline')
  if (CONTROL.test(text) || !text.isWellFormed()) throw new Malformed('note: a character notes cannot carry')
}
