import { Malformed } from '../../kernel/failures.ts'

/** Deeper than any message of ours, and shallow enough for every recursive reader behind this one. */
const DEEPEST = 16
/** Keys that reach an object's prototype in careless code. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * A JSON value from UTF-8 bytes. Throws {@link Malformed} for anything else, for nesting deeper than
 * 16, and for keys that name a prototype.
 */
export function readJson(bytes: Uint8Array): unknown {
  const value = parse(bytes)
  refuseHostile(value)
  return value
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new Malformed('JSON', { cause })
  }
}

/** Walks with a list of its own: nested brackets must not be able to exhaust the stack. */
function refuseHostile(value: unknown): void {
  const open: Array<{ value: unknown; depth: number }> = [{ value, depth: 0 }]
  for (let item = open.pop(); item; item = open.pop()) {
    if (typeof item.value !== 'object' || item.value === null) continue
    if (item.depth >= DEEPEST) throw new Malformed('JSON: nested too deep')
    for (const key of Object.keys(item.value)) {
      if (FORBIDDEN_KEYS.has(key)) throw new Malformed('JSON: forbidden key')
    }
    for (const child of Object.values(item.value)) open.push({ value: child, depth: item.depth + 1 })
  }
}
