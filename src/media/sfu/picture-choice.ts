import { startClimb, stepClimb } from '../../kernel/ladder.ts'
import type { Climb } from '../../kernel/ladder.ts'

/**
 * Which picture a link is given. *Heights*: 0 none, 1 single pictures (keyframes of the smallest layer), 2 and up
 * the layers, the smallest first. The rungs of the ladder are read off the height; that up is slow and down is
 * fast is the ladder's own decision (`kernel/ladder.ts`).
 */
export const STILLS = 1
export const FIRST_LAYER = 2

/** What pictures cost, bits per second on the wire. */
export type Needs = {
  /** Single pictures at their slowest. */
  readonly stills: number
  /** Ascending; empty when there is no picture. */
  readonly layers: readonly number[]
}

/** What the link says of itself. Rates in bits per second, delay in microseconds. */
export type LinkSays = {
  readonly rate: number
  /** False before anything was proven: then there is no picture. */
  readonly isKnown: boolean
  /** Try after try passes: more may be proven in a moment. */
  readonly isRising: boolean
  /** Of all sound, which comes first. */
  readonly audio: number
  readonly queueDelay: number
}

/** Beside sound and picture: reports, cues, the time. */
const BESIDE = 15_000
/** A layer is taken when it fills no more than this of the estimate; the smallest may fill it. */
const FIT = 0.85
const LEAST_FIT = 0.95
/** Room that is worth looking for beyond the best layer: publishers raise their rates. */
const SPARE = 1.5
/** The smallest layer is held through a short dip: a new keyframe costs more than a late frame. */
const PATIENCE = { ratio: 0.8, deepRatio: 0.45, long: 2_000_000, deep: 800_000, queued: 250_000, queue: 120_000 } as const
/** A smallest layer larger than this is no last resort (a publisher with one layer). */
const SMALL = 400_000
const STILLS_HELD = 0.9

export class PictureChoice {
  #climb: Climb = startClimb(0, 0, 0)
  #shortSince: number | undefined

  /** The height to be shown now. */
  decide(needs: Needs, link: LinkSays, now: number): number {
    if (needs.layers.length === 0) return 0
    this.#climb = stepClimb(this.#climb, this.#affordable(needs, link, now), now)
    return this.#climb.height
  }

  #affordable(needs: Needs, link: LinkSays, now: number): number {
    if (!link.isKnown) return 0
    const fitting = this.#fitting(needs, link, now)
    const isBest = fitting === FIRST_LAYER + needs.layers.length - 1
    // The best is a few tries away: one keyframe of it serves better than one of each layer.
    return fitting > this.#climb.height && link.isRising && !isBest ? this.#climb.height : fitting
  }

  #fitting(needs: Needs, link: LinkSays, now: number): number {
    for (let layer = needs.layers.length - 1; layer >= 0; layer -= 1) {
      if (this.#fits(needs, layer, link, now)) return FIRST_LAYER + layer
    }
    const room = link.rate - link.audio - BESIDE
    const held = this.#climb.height >= STILLS ? STILLS_HELD : 1
    return room >= needs.stills * held ? STILLS : 0
  }

  #fits(needs: Needs, layer: number, link: LinkSays, now: number): boolean {
    const total = totalOf(needs.layers[layer] ?? 0, link)
    const isShown = this.#climb.height === FIRST_LAYER + layer
    if (layer > 0) return link.rate * (isShown ? 1 : FIT) >= total
    if (!isShown || link.rate >= total * PATIENCE.ratio) {
      this.#shortSince = undefined
      return link.rate >= total * (isShown ? PATIENCE.ratio : LEAST_FIT)
    }
    this.#shortSince ??= now
    return now - this.#shortSince < patience(link.rate / total, total, link.queueDelay)
  }

  /** The rate that would gain the next better picture, or room to spare above the best; undefined when there is that already. */
  wanted(needs: Needs, link: LinkSays): { readonly rate: number; readonly haste: 'urgent' | 'usual' | 'idle' } | undefined {
    const { layers } = needs
    const best = layers.at(-1)
    if (best === undefined) return undefined
    for (const [layer, need] of layers.entries()) {
      // At first the best is what is looked for: nobody waits with a picture for it to pass every step.
      if (this.isStarting && layer < layers.length - 1) continue
      const rate = totalOf(need, link) / (layer === 0 ? 1 : FIT)
      if (rate > link.rate) return { rate, haste: layer === 0 || this.isStarting ? 'urgent' : 'usual' }
    }
    const rate = totalOf(best, link) * SPARE
    return rate > link.rate ? { rate, haste: 'idle' } : undefined
  }

  /** Before anything was shown. */
  get isStarting(): boolean {
    return this.#climb.climbedAt === undefined && this.#climb.wait === 0
  }

  /** Begins anew, with nothing shown. */
  restart(now: number): void {
    this.#climb = startClimb(0, now, 0)
    this.#shortSince = undefined
  }
}

function totalOf(need: number, link: LinkSays): number {
  return need + link.audio + BESIDE
}

function patience(ratio: number, total: number, queueDelay: number): number {
  if (ratio < PATIENCE.deepRatio && total > SMALL) return 0
  if (queueDelay > PATIENCE.queue) return PATIENCE.queued
  return ratio < PATIENCE.deepRatio ? PATIENCE.deep : PATIENCE.long
}
