import { base64url, fromBase64url, hex, utf8 } from './bytes.ts'
import type { Crypto } from './crypto.ts'
import { Malformed } from './failures.ts'
import { deviceIdOf } from './ids.ts'
import type { DeviceId } from './ids.ts'

/**
 * Requests signed by a device, over HTTP and over the live socket alike. The format and what it
 * protects from stand in docs/protocol/signed-requests.md.
 */

const SCHEME = 'Lectern'
const HEADER = /^Lectern ([A-Za-z0-9_-]{43})\.([1-9][0-9]{0,15})\.([A-Za-z0-9_-]{86})$/

/** What a signature covers. */
export type SignedParts = {
  /** Of the hub's run, from `GET /api/1/hello`; on a socket, of the connection, from its `hello`. */
  readonly nonce: string
  /** Upper case; `WS` for a command on the live socket. */
  readonly method: string
  /** As sent, with the query; `/api/1/live/<command type>` for a command on the live socket. */
  readonly path: string
  readonly body: Uint8Array
  /** From 1; never used twice by a device under one nonce. */
  readonly counter: number
}

/** What a signed request carries: who signed (32 bytes), its number, and the signature (64 bytes). */
export type Credential = { readonly publicKey: Uint8Array; readonly counter: number; readonly signature: Uint8Array }

type Signing = Pick<Crypto, 'sha256' | 'ed25519'>

/** The bytes that are signed: six lines, the last without a line end. */
export function signedText(parts: SignedParts, crypto: Pick<Crypto, 'sha256'>): Uint8Array {
  const { nonce, method, path, body, counter } = parts
  return utf8(`lectern-request/1\n${nonce}\n${method}\n${path}\n${hex(crypto.sha256(body))}\n${counter}`)
}

export function signRequest(parts: SignedParts, secretKey: Uint8Array, crypto: Signing): Credential {
  const signature = crypto.ed25519.sign(signedText(parts, crypto), secretKey)
  return { publicKey: crypto.ed25519.publicKey(secretKey), counter: parts.counter, signature }
}

/** The device whose key signed exactly these parts; null when nobody's did. */
export function verifySignedRequest(parts: Omit<SignedParts, 'counter'>, credential: Credential, crypto: Signing): DeviceId | null {
  const { publicKey, counter, signature } = credential
  const good = crypto.ed25519.verify(signature, signedText({ ...parts, counter }, crypto), publicKey)
  return good ? deviceIdOf(publicKey, crypto) : null
}

/** The value of the `Authorization` header. */
export function formatAuthorization(credential: Credential): string {
  return `${SCHEME} ${base64url(credential.publicKey)}.${credential.counter}.${base64url(credential.signature)}`
}

/** Whether an `Authorization` header means to be one of ours, well-formed or not. */
export function isSignedAuthorization(header: string): boolean {
  return header === SCHEME || header.startsWith(`${SCHEME} `)
}

/** Reads the `Authorization` header; throws {@link Malformed} unless it has the one form there is. */
export function parseAuthorization(header: string): Credential {
  const [, key, counter, signature] = HEADER.exec(header) ?? []
  if (key === undefined || counter === undefined || signature === undefined) throw new Malformed('signed request')
  return readCredential(key, Number(counter), signature)
}

/** The same three values as a frame of the live socket carries them; throws {@link Malformed}. */
export function readCredential(publicKey: string, counter: number, signature: string): Credential {
  if (!Number.isSafeInteger(counter) || counter < 1) throw new Malformed('request counter')
  return { publicKey: exactly(publicKey, 32), counter, signature: exactly(signature, 64) }
}

/** Bytes in their one spelling: base64url has several for the same bytes when the last bits are not zero. */
function exactly(text: string, length: number): Uint8Array {
  const bytes = fromBase64url(text)
  if (bytes.length !== length || base64url(bytes) !== text) throw new Malformed('signed request')
  return bytes
}
