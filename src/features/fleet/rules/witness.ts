import { parseCheckpoint } from '../../../kernel/checkpoint.ts'
import type { Crypto } from '../../../kernel/crypto.ts'
import { Malformed } from '../../../kernel/failures.ts'
import { openNote, parseNote } from '../../../kernel/note.ts'
import type { Verifier } from '../../../kernel/note.ts'
import { emptyRoot, sameHash, verifyConsistency } from '../../../kernel/tree.ts'
import type { Hash } from '../../../kernel/tree.ts'
import type { AddCheckpoint } from '../wire/add-checkpoint.ts'
import type { FleetRefusal } from '../wire/refusals.ts'

/**
 * What a witness may cosign (C2SP tlog-witness). Of one log, over all time and restarts:
 * 1. Of two trees it cosigned the smaller is the beginning of the larger; so of one size there is one tree.
 * 2. It never goes back: what it cosigns is at least as large as what it cosigned before.
 */

/** The largest tree of a log that was cosigned. */
export type Seen = { readonly size: number; readonly root: Hash }

export type WitnessDecision =
  | { readonly type: 'cosign'; readonly origin: string; readonly seen: Seen; /** What is signed. */ readonly text: string }
  /** The asker does not know what was seen last, or shows another tree of that size. */
  | { readonly type: 'conflict'; readonly origin: string; readonly size: number; readonly isSplit: boolean }
  | { readonly type: 'refused'; readonly refusal: Extract<FleetRefusal, 'LOG_UNKNOWN' | 'NO_LOG_SIGNATURE' | 'GROWTH_UNPROVEN'>; readonly origin: string }

/** Decides on a request, by the keys of the logs it was told to witness. Throws {@link Malformed} for one that cannot be meant. */
export function decideCosigning(
  asked: AddCheckpoint, logs: readonly Verifier[], seenOf: (origin: string) => Seen | null, crypto: Crypto,
): WitnessDecision {
  const { text } = parseNote(asked.checkpoint)
  const { origin, size, root } = parseCheckpoint(text)
  const keys = logs.filter(({ name }) => name === origin)
  if (keys.length === 0) return { type: 'refused', refusal: 'LOG_UNKNOWN', origin }
  if (!isSigned(asked.checkpoint, keys, crypto)) return { type: 'refused', refusal: 'NO_LOG_SIGNATURE', origin }
  if (asked.oldSize > size) throw new Malformed('add-checkpoint: an old size beyond the new')

  const seen = seenOf(origin) ?? { size: 0, root: emptyRoot(crypto) }
  if (asked.oldSize !== seen.size) return { type: 'conflict', origin, size: seen.size, isSplit: false }
  if (size === seen.size && !sameHash(root, seen.root)) return { type: 'conflict', origin, size: seen.size, isSplit: true }
  const hasGrown = verifyConsistency(seen, { size, root }, asked.proof, crypto)
  return hasGrown ? { type: 'cosign', origin, seen: { size, root }, text } : { type: 'refused', refusal: 'GROWTH_UNPROVEN', origin }
}

function isSigned(note: string, keys: readonly Verifier[], crypto: Crypto): boolean {
  try {
    openNote(note, keys, crypto)
    return true
  } catch (error) {
    if (error instanceof Malformed) return false
    throw error
  }
}
