import { base64url, fromBase64url, utf8 } from './bytes.ts'
import { canonicalText, parseCanonical } from './canonical.ts'
import type { Json, JsonObject } from './canonical.ts'
import type { Crypto } from './crypto.ts'
import { Malformed } from './failures.ts'

/**
 * Private fields as salted digests, the way SD-JWT does it (RFC 9901 section 4.2). The body keeps
 * the digests under `_sd`, sorted, SHA-256; the disclosure (salt, name, value) is kept elsewhere and
 * can be erased, after which the digest says nothing about what it stood for.
 */
export const DIGESTS = '_sd'
const SALT_BYTES = 16
const RESERVED = new Set([DIGESTS, '_sd_alg', '...'])

/** One opened field. `encoded` is the base64url text whose digest stands in the body. */
export type Disclosure = {
  readonly name: string
  readonly value: Json
  readonly encoded: string
  readonly digest: string
}

/** The body with the private fields as digests, and their disclosures. */
export function commit(
  body: JsonObject, fields: JsonObject, crypto: Pick<Crypto, 'sha256' | 'randomBytes'>,
): { body: JsonObject; disclosures: readonly Disclosure[] } {
  for (const name of Object.keys(body)) requireFree(name)
  const disclosures = Object.entries(fields).map(([name, value]) => {
    if (name in body) throw new Malformed('commitment: a field both open and private')
    return newDisclosure(name, value, crypto)
  })
  if (disclosures.length === 0) return { body, disclosures }
  return { body: { ...body, [DIGESTS]: disclosures.map((one) => one.digest).toSorted() }, disclosures }
}

/** A disclosure from its encoded text; {@link Malformed} unless it is `[salt, name, value]`. */
export function parseDisclosure(encoded: string, crypto: Pick<Crypto, 'sha256'>): Disclosure {
  const parts = parseCanonical(fromBase64url(encoded))
  if (!Array.isArray(parts) || parts.length !== 3) throw new Malformed('disclosure')
  const [salt, name, value] = parts as readonly Json[]
  if (typeof salt !== 'string' || fromBase64url(salt).length < SALT_BYTES) throw new Malformed('disclosure salt')
  if (typeof name !== 'string' || value === undefined) throw new Malformed('disclosure name')
  requireFree(name)
  return { name, value, encoded, digest: disclosureDigest(encoded, crypto) }
}

/** The digests a body commits to; {@link Malformed} when `_sd` is not a list of them. */
export function digestsOf(body: JsonObject): readonly string[] {
  const digests = body[DIGESTS]
  if (digests === undefined) return []
  if (!Array.isArray(digests) || !digests.every(isDigest)) throw new Malformed('commitment digests')
  if (new Set(digests).size !== digests.length) throw new Malformed('commitment digests: doubled')
  return digests
}

/**
 * The private fields that `disclosures` open in `body`. Each must be committed to by it, else
 * {@link Malformed}; fields whose disclosure is gone are simply absent.
 */
export function disclose(body: JsonObject, disclosures: readonly Disclosure[]): JsonObject {
  const digests = digestsOf(body)
  const fields: Record<string, Json> = {}
  for (const { digest, name, value } of disclosures) {
    if (!digests.includes(digest)) throw new Malformed('disclosure that the body does not commit to')
    if (Object.hasOwn(body, name) || Object.hasOwn(fields, name)) throw new Malformed('disclosure of a field twice')
    fields[name] = value
  }
  return fields
}

function newDisclosure(name: string, value: Json, crypto: Pick<Crypto, 'sha256' | 'randomBytes'>): Disclosure {
  requireFree(name)
  const salt = base64url(crypto.randomBytes(SALT_BYTES))
  const encoded = base64url(utf8(canonicalText([salt, name, value])))
  return { name, value, encoded, digest: disclosureDigest(encoded, crypto) }
}

/** The digest of a disclosure: over its encoded text, so its salt and spacing count. */
export function disclosureDigest(encoded: string, crypto: Pick<Crypto, 'sha256'>): string {
  return base64url(crypto.sha256(utf8(encoded)))
}

function isDigest(value: Json): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{43}$/.test(value)
}

/** Names with a meaning of their own, and the one JavaScript would not store as a field. */
function requireFree(name: string): void {
  if (RESERVED.has(name) || name === '__proto__') throw new Malformed('commitment: a reserved name')
}

