import type { ClassId } from '../../../../kernel/ids.ts'
import type { Timers } from '../../../../platform/timers.ts'
import type { FloorFact, FloorToCore, Offer, RecordedFact } from './floor-messages.ts'

/** Facts wait this long for company before they cross to the core, which groups its commits anyway. */
const GATHER_MS = 20
/** Beyond this many unkept facts the oldest are given up: the disk has been gone for long. */
const MOST_UNKEPT = 100_000

/**
 * Hands what happened on the floor to the core and remembers who waits to hear that it is durable.
 *
 * 1. It never waits itself: with the core held by its disk, facts pile up in the port, in order.
 * 2. Nobody is told `kept` before the core said so; a fact that was lost is never called kept.
 */
export class Recorder {
  readonly #tell: (message: FloorToCore) => void
  readonly #timers: Timers
  readonly #unkept = new Map<number, (() => void)[]>()
  #gathered: RecordedFact[] = []
  #offered: Offer[] = []
  #isWaiting = false
  #next = 1
  #givenUp = 0

  constructor(deps: { readonly tell: (message: FloorToCore) => void; readonly timers: Timers }) {
    this.#tell = deps.tell
    this.#timers = deps.timers
  }

  /** Answers the fact's number, by which to ask {@link whenKept}. */
  record(classId: ClassId, actor: string, fact: FloorFact): number {
    const id = this.#next++
    this.#unkept.set(id, [])
    const oldest = this.#unkept.keys().next().value
    if (this.#unkept.size > MOST_UNKEPT && oldest !== undefined) {
      this.#unkept.delete(oldest)
      this.#givenUp = oldest
    }
    this.#gathered.push({ id, classId, actor, fact })
    this.#flushSoon()
    return id
  }

  /** For the core to keep or to forget. */
  offer(offer: Offer): void {
    this.#offered.push(offer)
    this.#flushSoon()
  }

  /** Calls back once the fact is durable; at once when it is already. */
  whenKept(id: number, kept: () => void): void {
    const waiting = this.#unkept.get(id)
    if (waiting) waiting.push(kept)
    else if (id > this.#givenUp) kept()
  }

  /** Sends what has gathered now. */
  flush(): void {
    this.#isWaiting = false
    if (this.#gathered.length > 0) this.#tell({ type: 'record', facts: this.#gathered })
    if (this.#offered.length > 0) this.#tell({ type: 'offer', offers: this.#offered })
    this.#gathered = []
    this.#offered = []
  }

  #flushSoon(): void {
    if (this.#isWaiting) return
    this.#isWaiting = true
    this.#timers.after(GATHER_MS, () => this.flush())
  }

  kept(facts: readonly number[]): void {
    for (const id of facts) {
      const waiting = this.#unkept.get(id) ?? []
      this.#unkept.delete(id)
      for (const kept of waiting) kept()
    }
  }
}
