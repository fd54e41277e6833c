import { base64url, fromBase64url, utf8 } from '../../../kernel/bytes.ts'
import { Malformed } from '../../../kernel/failures.ts'

/**
 * A place, `lectern-place/1`: the one text that carries a person from one device to another, in a
 * link, a QR or a file (docs/protocol/keep-your-place.md). It holds the device's secret key, so it is
 * written into fragments of addresses alone, which no browser sends anywhere.
 *
 *     lectern-place/1:<secret key, 32 bytes>:<first 4 bytes of SHA-256 over all before this colon>
 *
 * Both in unpadded base64url.
 */
export const PLACE_VERSION = 'lectern-place/1'
/** A file or a pasted text beyond this is something else. Characters. */
export const PLACE_MOST_LENGTH = 2048

const SECRET_LENGTH = 32
const CHECK_LENGTH = 4
type Sha256 = (bytes: Uint8Array) => Uint8Array

/** Why a text is no place: something else, written by a newer or older program, cut off or grown, or mistyped. */
export type PlaceFault = 'not-a-place' | 'other-version' | 'too-long' | 'wrong-length' | 'wrong-check'
export type PlaceReading = { readonly ok: true; readonly secretKey: Uint8Array } | { readonly ok: false; readonly fault: PlaceFault }

export function writePlace(secretKey: Uint8Array, sha256: Sha256): string {
  if (secretKey.length !== SECRET_LENGTH) throw new RangeError('a secret key has 32 bytes')
  const body = `${PLACE_VERSION}:${base64url(secretKey)}`
  return `${body}:${checkOf(body, sha256)}`
}

/** The text itself, with space around it, or a whole link with the text in its fragment. */
export function readPlace(text: string, sha256: Sha256): PlaceReading {
  if (text.length > PLACE_MOST_LENGTH) return { ok: false, fault: 'too-long' }
  const plain = text.trim()
  const [version = '', secret = '', check = '', ...more] = plain.slice(plain.indexOf('#') + 1).split(':')
  if (version !== PLACE_VERSION) return { ok: false, fault: /^lectern-place\/\d{1,6}$/.test(version) ? 'other-version' : 'not-a-place' }
  const secretKey = bytesOf(secret)
  if (secretKey?.length !== SECRET_LENGTH || bytesOf(check)?.length !== CHECK_LENGTH || more.length > 0) return { ok: false, fault: 'wrong-length' }
  if (check !== checkOf(`${version}:${secret}`, sha256)) return { ok: false, fault: 'wrong-check' }
  return { ok: true, secretKey }
}

function checkOf(body: string, sha256: Sha256): string {
  return base64url(sha256(utf8(body)).subarray(0, CHECK_LENGTH))
}

function bytesOf(text: string): Uint8Array | undefined {
  try {
    return fromBase64url(text)
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}
