import serialize from 'canonicalize'
import { utf8 } from './bytes.ts'
import { Malformed } from './failures.ts'

/**
 * Canonical JSON (RFC 8785), narrowed: numbers are safe integers only, so that no reader in any
 * language can round one, and containers nest at most {@link MAX_DEPTH} deep.
 */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export type JsonObject = { readonly [name: string]: Json }

/** Entries must fit C2SP entry bundles, which give a length in 16 bits. */
export const MAX_CANONICAL_BYTES = 65_535
const MAX_DEPTH = 32

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The canonical UTF-8 bytes of `value`; {@link Malformed} when it has none or they exceed `limit`. */
export function canonicalBytes(value: Json, limit = MAX_CANONICAL_BYTES): Uint8Array {
  const bytes = utf8(canonicalText(value))
  if (bytes.length > limit) throw new Malformed(`canonical JSON: ${bytes.length} bytes, at most ${limit}`)
  return bytes
}

/** The canonical text of `value`; {@link Malformed} when it has none. */
export function canonicalText(value: Json): string {
  requirePlain(value, 0)
  let text: string | undefined
  try {
    text = serialize(value)
  } catch (cause) {
    throw new Malformed('canonical JSON', { cause })
  }
  if (text === undefined) throw new Malformed('canonical JSON: no value')
  return text
}

/**
 * The value of bytes that are already canonical. Anything else that JSON would accept (spaces,
 * doubled names, another order, `1.0`) is {@link Malformed}, so one value has one hash.
 */
export function parseCanonical(bytes: Uint8Array, limit = MAX_CANONICAL_BYTES): Json {
  if (bytes.length > limit) throw new Malformed(`canonical JSON: ${bytes.length} bytes, at most ${limit}`)
  let text: string
  let value: Json
  try {
    text = decoder.decode(bytes)
    value = JSON.parse(text) as Json // Checked next: whatever JSON.parse returns is Json but for its numbers.
  } catch (cause) {
    throw new Malformed('canonical JSON', { cause })
  }
  if (canonicalText(value) !== text) throw new Malformed('canonical JSON: not in canonical form')
  return value
}

/** `isJsonObject` tells an object from an array or null. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function requirePlain(value: unknown, depth: number): void {
  if (depth > MAX_DEPTH) throw new Malformed(`canonical JSON: nested deeper than ${MAX_DEPTH}`)
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Malformed('canonical JSON: a number that is not a safe integer')
    return
  }
  if (typeof value !== 'object') throw new Malformed(`canonical JSON: a ${typeof value}`)
  if (Array.isArray(value)) {
    for (const item of value) requirePlain(item, depth + 1)
    return
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw new Malformed('canonical JSON: not a plain object')
  for (const [name, item] of Object.entries(value)) {
    if (!name.isWellFormed()) throw new Malformed('canonical JSON: a name with a lone surrogate')
    requirePlain(item, depth + 1)
  }
}
