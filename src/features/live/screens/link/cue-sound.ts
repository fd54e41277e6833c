import type { Micros } from '../../../../kernel/time.ts'
import type { Timers } from '../../../../ui/timers.ts'
import { cueTone } from './cue-tone.ts'
import { latencySeconds, outputMapping } from './output-time.ts'

export type CueSoundDeps = { readonly timers: Timers; readonly now: () => Micros }

/** No sound is scheduled closer to the context's present than this: its next block is being made. */
const BLOCK_SECONDS = 0.006
/** The output of a wireless loudspeaker must not set the pace of a class; its delay is excluded from figures. */
const LARGEST_NEED_MS = 60
/** After the sound began, until its output stamp is looked at. */
const LOOK_AFTER_MS = 80

/**
 * Sounds a cue at an exact instant. Browsers let a page sound only after a press: {@link unlock}
 * belongs into a press's handler.
 */
export class CueSound {
  readonly #deps: CueSoundDeps
  #context: AudioContext | undefined
  #tone: AudioBuffer | undefined

  constructor(deps: CueSoundDeps) {
    this.#deps = deps
  }

  /** True once the browser lets this page sound. */
  async unlock(): Promise<boolean> {
    // As short as the device can: what plays here is a short tone, so a crack under load is the lesser harm.
    // Chromium's "interactive" puts 37 ms between schedule and output where this puts 10.
    const context = (this.#context ??= new AudioContext({ latencyHint: 0 }))
    if (!this.#tone) {
      const samples = cueTone(context.sampleRate)
      this.#tone = context.createBuffer(1, samples.length, context.sampleRate)
      this.#tone.copyToChannel(samples, 0)
    }
    try {
      await context.resume()
    } catch (error) {
      if (!(error instanceof DOMException)) throw error
    }
    return this.ready
  }

  get ready(): boolean {
    return this.#context?.state === 'running'
  }

  /** The page's one way to sound, once it may; music goes the same way. */
  get context(): AudioContext | undefined {
    return this.ready ? this.#context : undefined
  }

  /** The least time this needs between hearing of an instant and sounding at it. */
  get needMs(): number {
    const context = this.#context
    return context ? Math.min(LARGEST_NEED_MS, (latencySeconds(context) + BLOCK_SECONDS) * 1000) : 0
  }

  /**
   * Sounds at `at` (local), or as soon as may be. Resolves with the local time at which the first
   * sample was output, by the device's own output stamp; undefined when the page may not sound.
   */
  async play(at: Micros): Promise<Micros | undefined> {
    const { now, timers } = this.#deps
    const context = this.#context
    if (!context || !this.#tone) return undefined
    if (!this.ready) {
      // A call or a locked screen took the sound away: asked back for the next cue.
      void this.unlock()
      return undefined
    }
    const wanted = outputMapping(context, now()).toContext(at)
    const start = Math.max(wanted, context.currentTime + BLOCK_SECONDS)
    const source = context.createBufferSource()
    source.buffer = this.#tone
    source.connect(context.destination)
    source.start(start)
    await new Promise<void>((resolve) => void timers.after((start - context.currentTime) * 1000 + LOOK_AFTER_MS, resolve))
    // Looked at afterwards, the mapping is of the very samples that went out.
    return this.ready ? outputMapping(context, now()).toLocal(start) : undefined
  }

  async close(): Promise<void> {
    await this.#context?.close()
  }
}
