import { createHash } from 'node:crypto'
import { Refused } from '../../../../../kernel/failures.ts'
import type { ClassId } from '../../../../../kernel/ids.ts'
import type { HubTime } from '../../../../../kernel/time.ts'
import { fragment } from '../../../../../media/cmaf/fragment.ts'
import { initSegment } from '../../../../../media/cmaf/init-segment.ts'
import { AAC_FRAME_SAMPLES, framesOf } from '../../../rules/playlist/aac-grid.ts'
import { share } from '../source.ts'
import type { SharedBytes } from '../source.ts'
import { EncoderFailed } from '../../run-ffmpeg.ts'
import { AAC_BITS } from './encoder.ts'
import type { AacEncoder } from './encoder.ts'

/** The sound of one segment as it is, and what it continues. */
export type SoundSegment = {
  /** Begins with its class; another sound has another name. */
  readonly name: `${ClassId} ${string}`
  readonly from: HubTime
  readonly to: HubTime
  readonly init: Uint8Array
  readonly content: Uint8Array
  /** Of the segment before, when this one goes on without a break and under the same init segment. */
  readonly before: Uint8Array | null
}

export type AacBounds = { readonly waiting: number; readonly kept: number }
/** Half an hour of a class kept; a queue that is worked off before a player gives up. */
const BOUNDS: AacBounds = { waiting: 24, kept: 900 }
const INIT = share(initSegment({ track: 'audio', codec: 'mp4a.40.2', channels: 2 }))
const INIT_HASH = createHash('sha256').update(INIT).digest('hex')

/**
 * The sound once more, for players without Opus. Made only when somebody asks for it, one segment at a
 * time, once for everybody.
 *
 * 1. Without an encoder, or once it has failed, the rendition is not offered.
 * 2. What waits and what is kept is bounded; who comes when the queue is full asks again.
 */
export class AacDesk {
  readonly #encoder: AacEncoder | null
  readonly #onFailed: (error: EncoderFailed) => void
  readonly #bounds: AacBounds
  readonly #made = new Map<string, Promise<SharedBytes>>()
  #works = false
  #waiting = 0
  #turn: Promise<unknown> = Promise.resolve()

  /** `onFailed` hears why the encoder is asked no more. */
  constructor(encoder: AacEncoder | null, onFailed: (error: EncoderFailed) => void, bounds: AacBounds = BOUNDS) {
    this.#encoder = encoder
    this.#onFailed = onFailed
    this.#bounds = bounds
  }

  /** Looks whether the encoder works. Until then there is no such rendition. */
  async begin(): Promise<void> {
    this.#works = (await this.#encoder?.works()) ?? false
  }

  /** Bits a second of the rendition; null where it cannot be made. */
  get rate(): number | null {
    return this.#works ? AAC_BITS : null
  }

  get init(): { readonly hash: string; readonly bytes: SharedBytes } {
    return { hash: INIT_HASH, bytes: INIT }
  }

  /** The segment's fragment in AAC. Throws `BUSY` when too many wait, `SEGMENT_GONE` when it cannot be made. */
  segment(sound: SoundSegment): Promise<SharedBytes> {
    const known = this.#made.get(sound.name)
    this.#made.delete(sound.name)
    const making = known ?? this.#queue(sound)
    this.#made.set(sound.name, making)
    // A failure is remembered no longer than it takes to tell it.
    if (known === undefined) making.catch(() => this.#made.delete(sound.name))
    const oldest = this.#made.keys().next().value
    if (this.#made.size > this.#bounds.kept && oldest !== undefined) this.#made.delete(oldest)
    return making
  }

  /** Everything of a class. */
  forget(classId: ClassId): void {
    for (const name of [...this.#made.keys()]) if (name.startsWith(classId)) this.#made.delete(name)
  }

  #queue(sound: SoundSegment): Promise<SharedBytes> {
    if (!this.#works) return Promise.reject(new Refused('SEGMENT_GONE'))
    if (this.#waiting >= this.#bounds.waiting) return Promise.reject(new Refused('BUSY'))
    this.#waiting++
    const making = this.#turn.then(() => this.#make(sound)).finally(() => { this.#waiting-- })
    this.#turn = making.catch(() => undefined) // Whoever asked hears of it; the next one has its turn all the same.
    return making
  }

  async #make({ init, before, content, from, to }: SoundSegment): Promise<SharedBytes> {
    const frames = framesOf({ from, to })
    try {
      const made = (await this.#encoder?.encode({ fragments: [init, ...(before ? [before] : []), content], frames })) ?? []
      const samples = made.map((data, index) => ({ data, time: (frames.first + index) * AAC_FRAME_SAMPLES, key: true }))
      return share(fragment(samples, (frames.first + samples.length) * AAC_FRAME_SAMPLES, 1))
    } catch (error) {
      if (!(error instanceof EncoderFailed)) throw error
      this.#works = false
      this.#onFailed(error)
      throw new Refused('SEGMENT_GONE')
    }
  }
}
