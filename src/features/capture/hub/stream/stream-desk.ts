import { base32 } from '../../../../kernel/bytes.ts'
import type { Crypto } from '../../../../kernel/crypto.ts'
import { Refused } from '../../../../kernel/failures.ts'
import { type HubTime, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { Sent, StreamSource } from './source.ts'

/** A stream that somebody opened. */
export type OpenStream = {
  /** Whose it is; null for players that know no more than the code. */
  readonly viewer: string | null
  /** Which class, recording, or stretches of which one: bounds are counted by it, and those of each kind apart from the others'. */
  readonly of: `${'class' | 'replay' | 'span'} ${string}`
  readonly source: StreamSource
  /** What the viewer is sent now; null once their right to it has ended. */
  readonly right: () => Sent | null
}

export type StreamBounds = { readonly all: number; readonly players: number; readonly ofViewer: number }
/** `all`: a class of two hundred with everybody on streams, and as many again who have just opened another; as many of recordings. Players are bounded as over WHEP. */
export const STREAM_BOUNDS: StreamBounds = { all: 500, players: 20, ofViewer: 3 }
/** A stream that nobody asked anything of for so long makes room for another. */
export const IDLE_AFTER = 60 * MICROS_PER_SECOND
/** Longer than the pause of anybody who means to go on. */
const FORGOTTEN_AFTER = 3600 * MICROS_PER_SECOND

type Held = OpenStream & { usedAt: HubTime }

/**
 * The streams that are open; memory of this run.
 *
 * 1. A name has 120 random bits: who has it was given it. It is worth nothing once its viewer's right has ended.
 * 2. There are never more than the bounds say; the idle make room first, and a viewer's own oldest.
 * 3. However many watch again what was, nobody is kept from a class that is live.
 */
export class StreamDesk {
  readonly #crypto: Pick<Crypto, 'randomBytes'>
  readonly #now: () => HubTime
  readonly #bounds: StreamBounds
  readonly #open = new Map<string, Held>()

  constructor(deps: { readonly crypto: Pick<Crypto, 'randomBytes'>; readonly now: () => HubTime }, bounds = STREAM_BOUNDS) {
    this.#crypto = deps.crypto
    this.#now = deps.now
    this.#bounds = bounds
  }

  get size(): number {
    return this.#open.size
  }

  /** The new stream's name. Throws `STREAMS_TOO_MANY`. */
  add(stream: OpenStream): string {
    const { viewer, of } = stream
    if (viewer !== null) this.#keepNewest((one) => one.viewer === viewer && one.of === of, this.#bounds.ofViewer - 1)
    else this.#makeRoom((one) => one.viewer === null && one.of === of, this.#bounds.players)
    const kind = kindOf(stream)
    this.#makeRoom((one) => kindOf(one) === kind, this.#bounds.all)
    const name = base32(this.#crypto.randomBytes(15))
    this.#open.set(name, { ...stream, usedAt: this.#now() })
    return name
  }

  /** The stream, and what its viewer is sent. Throws `STREAM_UNKNOWN` for one that never was, or whose right has ended. */
  use(name: string): { readonly source: StreamSource; readonly sent: Sent } {
    const held = this.#open.get(name)
    const sent = held?.right() ?? null
    if (!held || sent === null) {
      this.#open.delete(name)
      throw new Refused('STREAM_UNKNOWN')
    }
    held.usedAt = this.#now()
    return { source: held.source, sent }
  }

  #makeRoom(counts: (stream: Held) => boolean, most: number): void {
    this.#forgetIdle(FORGOTTEN_AFTER)
    if (this.#count(counts) >= most) this.#forgetIdle(IDLE_AFTER)
    if (this.#count(counts) >= most) throw new Refused('STREAMS_TOO_MANY')
  }

  #forgetIdle(after: number): void {
    const now = this.#now()
    for (const [name, { usedAt }] of this.#open) if (now - usedAt >= after) this.#open.delete(name)
  }

  /** Maps keep the order of insertion: the first is the oldest. */
  #keepNewest(counts: (stream: Held) => boolean, most: number): void {
    const own = [...this.#open].filter(([, stream]) => counts(stream))
    for (const [name] of own.slice(0, Math.max(0, own.length - most))) this.#open.delete(name)
  }

  #count(counts: (stream: Held) => boolean): number {
    let count = 0
    for (const stream of this.#open.values()) if (counts(stream)) count++
    return count
  }
}

function kindOf({ of }: Pick<OpenStream, 'of'>): string {
  return of.slice(0, of.indexOf(' '))
}
