import { hex } from '../../../../kernel/bytes.ts'
import type { Crypto } from '../../../../kernel/crypto.ts'
import { fragment } from '../../../../media/cmaf/fragment.ts'
import { initSegment } from '../../../../media/cmaf/init-segment.ts'
import { sameConfig } from '../../../../media/cmaf/track.ts'
import type { Sample, TrackConfig } from '../../../../media/cmaf/track.ts'
import type { InitSegment, LiveSegment } from '../segments.ts'

export type Part = LiveSegment['parts'][number]

/** Writes each track's share of a segment, after the init segment it needs. */
export class PartWriter {
  readonly #crypto: Pick<Crypto, 'sha256'>
  readonly #inits = new Map<TrackConfig['track'], { readonly config: TrackConfig; readonly init: InitSegment }>()
  #fragments = 0

  constructor(crypto: Pick<Crypto, 'sha256'>) {
    this.#crypto = crypto
  }

  /** `samples` at least one; the last one lasts until `end`, in ticks of the track. */
  write(config: TrackConfig, samples: readonly Sample[], end: number): { readonly part: Part; readonly init: InitSegment } {
    const init = this.#init(config)
    this.#fragments += 1
    const content = new Uint8Array(fragment(samples, end, this.#fragments))
    return { part: { track: config.track, codec: config.codec, bytes: content.length, init: init.sha256, content }, init }
  }

  #init(config: TrackConfig): InitSegment {
    const known = this.#inits.get(config.track)
    if (known && sameConfig(known.config, config)) return known.init
    const bytes = new Uint8Array(initSegment(config))
    const size = config.track === 'video' ? { width: config.width, height: config.height } : null
    const init: InitSegment = { sha256: hex(this.#crypto.sha256(bytes)), track: config.track, codec: config.codec, bytes, size }
    this.#inits.set(config.track, { config, init })
    return init
  }
}
