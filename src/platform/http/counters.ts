/**
 * Which counters of which devices were used under one nonce. Invariants:
 * 1. A counter is accepted at most once per device for as long as the nonce lives.
 * 2. Counters may arrive out of order by less than {@link WINDOW}; older ones count as used.
 * 3. At most `devices` windows are held. Nothing is ever forgotten singly, since that would let an
 *    old request in again; when there is no place left, {@link accept} says `full` and the owner
 *    takes a new nonce, under which everything signed before is worthless.
 */
export const WINDOW = 1024
const WORD = 32

export type Counted =
  | { readonly outcome: 'fresh' }
  | { readonly outcome: 'used'; readonly highest: number }
  | { readonly outcome: 'full' }

type Seen = { highest: number; readonly bits: Uint32Array }

export class Counters {
  readonly #devices: number
  readonly #seen = new Map<string, Seen>()

  constructor(devices: number) {
    this.#devices = devices
  }

  /** Uses up `counter` (a safe integer from 1) of `device`, which must have been authenticated before. */
  accept(device: string, counter: number): Counted {
    const seen = this.#seen.get(device) ?? this.#enter(device)
    if (!seen) return { outcome: 'full' }
    const { highest } = seen
    if (counter > highest) {
      advance(seen, counter)
    } else if (highest - counter >= WINDOW || isSet(seen.bits, counter)) {
      return { outcome: 'used', highest }
    }
    set(seen.bits, counter)
    return { outcome: 'fresh' }
  }

  /** For a new nonce: everything signed under the one before is refused by its signature. */
  clear(): void {
    this.#seen.clear()
  }

  #enter(device: string): Seen | undefined {
    if (this.#seen.size >= this.#devices) return undefined
    const seen = { highest: 0, bits: new Uint32Array(WINDOW / WORD) }
    this.#seen.set(device, seen)
    return seen
  }
}

/** Moves the window's end to `counter`; the places of the numbers skipped over become unused. */
function advance(seen: Seen, counter: number): void {
  const from = Math.max(seen.highest + 1, counter - WINDOW + 1)
  for (let skipped = from; skipped <= counter; skipped += 1) unset(seen.bits, skipped)
  seen.highest = counter
}

function isSet(bits: Uint32Array, counter: number): boolean {
  return ((bits[wordOf(counter)] ?? 0) & maskOf(counter)) !== 0
}

function set(bits: Uint32Array, counter: number): void {
  const word = wordOf(counter)
  bits[word] = (bits[word] ?? 0) | maskOf(counter)
}

function unset(bits: Uint32Array, counter: number): void {
  const word = wordOf(counter)
  bits[word] = (bits[word] ?? 0) & ~maskOf(counter)
}

function wordOf(counter: number): number {
  return Math.floor((counter % WINDOW) / WORD)
}

function maskOf(counter: number): number {
  return 1 << (counter % WORD)
}
