import type { Blobs } from './blobs.ts'

/** Three pieces of music, or a dozen slides. */
const MOST_BYTES = 64 * 1024 * 1024

/**
 * Blobs of which many ask for the same one in the same minutes, each for one stretch after another: what was opened
 * last stays opened, in memory alone and within a bound, instead of being decrypted for each stretch.
 *
 * 1. What was removed is not held, nor is anything that could not be opened.
 * 2. It opens with the key it was opened with, and with no other.
 */
export function rereadBlobs(blobs: Blobs, mostBytes = MOST_BYTES): Blobs {
  const opened = new Map<string, { readonly key: Uint8Array; readonly content: Promise<Uint8Array>; bytes: number }>()
  const trim = (newest: string): void => {
    let held = 0
    for (const { bytes } of opened.values()) held += bytes
    // Maps keep the order of insertion: the first is the one used longest ago.
    for (const [name, { bytes }] of opened) {
      if (held <= mostBytes) return
      if (name === newest) continue
      opened.delete(name)
      held -= bytes
    }
  }

  return {
    ...blobs,
    get: (ref, key) => {
      const known = opened.get(ref.sha256)
      const content = known && isSame(known.key, key) ? known.content : blobs.get(ref, key)
      opened.delete(ref.sha256)
      const one = { key, content, bytes: ref.bytes }
      opened.set(ref.sha256, one)
      content.catch(() => { if (opened.get(ref.sha256) === one) opened.delete(ref.sha256) })
      trim(ref.sha256)
      return content
    },
    remove: (ref) => {
      opened.delete(ref.sha256)
      return blobs.remove(ref)
    },
  }
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index])
}
