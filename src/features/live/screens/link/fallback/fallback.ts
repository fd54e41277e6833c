import type { MediaWay } from '../../../../../kernel/ladder.ts'
import { type Micros, MICROS_PER_SECOND } from '../../../../../kernel/time.ts'
import type { SeenClock } from '../../../rules/clock/seen-clock.ts'
import { type FallbackState, startFallback, stepFallback, tryAnew } from '../../../rules/link/fallback.ts'
import type { SeatBehaviour } from '../../../rules/seat-behaviour.ts'
import type { ClassLink } from '../class-link.ts'
import type { Watch, WatchReading } from '../watch.ts'
import type { StreamSource, StreamWish } from './stream-player.ts'
import { StreamWay } from './stream-way.ts'

/** What the page makes of its wishes, asked at each look. */
export type FallbackWishes = {
  /** Picture or sound is to come: the class sends it, the seat wants it, and the box has not stopped it for the link's sake. */
  readonly wanted: boolean
  readonly does: SeatBehaviour
  readonly programme: { readonly video: boolean; readonly audio: boolean }
  readonly isMuted: boolean
  readonly picture: HTMLVideoElement | undefined
}

export type FallbackDeps = Pick<StreamWish, 'code' | 'client' | 'timers' | 'now'> & {
  /** Undefined in a browser without WebRTC. */
  readonly watch: Watch | undefined
  readonly link: Pick<ClassLink, 'hubNow' | 'phase'>
  readonly source: StreamSource
  readonly seen: SeenClock
  readonly wishes: () => FallbackWishes
  /** Something about the way has changed; several times a second while a stream is the way. */
  readonly onChange: () => void
  /** WebRTC was last as it should be; the device's own clock. */
  readonly goodAt: Micros
}

const LOOK_MS = 250
/** A stream that has not moved for this long stands. */
const STREAM_STANDS: Micros = 1.5 * MICROS_PER_SECOND

/**
 * Looks after the way picture and sound come, from the moment WebRTC was silent or missing on: does what
 * {@link stepFallback} says. Loaded then, since most pages never need it.
 */
export class Fallback {
  readonly #deps: FallbackDeps
  readonly #stream: StreamWay
  #state: FallbackState
  /** Plays the stream of a seat that shows no picture. */
  #unseen: HTMLMediaElement | undefined
  #firstAt: Micros | undefined
  #callOffLook: (() => void) | undefined

  constructor(deps: FallbackDeps) {
    this.#deps = deps
    const { source, seen, code, client, timers, now, link, watch } = deps
    this.#stream = new StreamWay({ source, seen, code, client, timers, now, hubNow: () => link.hubNow(), onChange: () => this.look() })
    // What was there before this was loaded counts.
    const hasCarried = watch?.signs().movedAt !== undefined
    this.#state = { ...startFallback({ can: this.#can }, now()), hasCarried, goodAt: deps.goodAt, likely: true }
    source.prepare()
    this.#plan()
  }

  get way(): MediaWay | null {
    return this.#state.way
  }

  /** WebRTC has never brought anything here, though it should have. */
  get blocked(): boolean {
    return !this.#can.webrtc || (!this.#state.hasCarried && this.#state.likely)
  }

  /** When the stream first brought something; undefined before. */
  get firstAt(): Micros | undefined {
    return this.#firstAt
  }

  /** Of the stream, while it is the way. */
  reading(): WatchReading {
    const { does: { sound, video }, programme, isMuted } = this.#deps.wishes()
    const moved = this.#stream.progressAt
    const moves = moved !== undefined && this.#deps.now() - moved < STREAM_STANDS
    const picture = moves ? 'playing' : moved === undefined ? 'arriving' : 'stalled'
    return {
      small: false, undecodable: false,
      picture: video && programme.video ? picture : 'none',
      sound: !sound || !programme.audio ? 'none' : this.#stream.needsPress && !isMuted ? 'needs-press' : moves ? 'playing' : 'arriving',
    }
  }

  /** Feeds the rule, and does what it says. */
  look(): void {
    const { now, link, watch, wishes } = this.#deps
    const before = this.#state
    const { wanted } = wishes()
    const { movedAt, answeredAt } = watch?.signs() ?? { movedAt: undefined, answeredAt: undefined }
    const state = stepFallback(before, {
      wanted, linked: link.phase.phase === 'entered', can: this.#can,
      webrtcAt: movedAt, answeredAt, hlsAt: this.#stream.progressAt, hlsEnded: this.#stream.hasEnded,
    }, now())
    this.#state = state
    watch?.setOpen(state.webrtc)
    // Both play on one element: whoever leaves it goes first.
    if (!state.hls) this.#stream.close()
    watch?.setOut(state.way === 'hls')
    if (state.hls) this.#play()
    if (this.#stream.progressAt !== undefined) this.#firstAt ??= now()
    if (state.way !== before.way || state.way === 'hls') this.#deps.onChange()
  }

  /** The device is on another network, or woke. */
  tryAnew(): void {
    this.#state = tryAnew(this.#state, this.#deps.now())
    this.look()
  }

  /** In a press's handler. */
  pressed(): void {
    if (this.#state.way === 'hls') this.#stream.pressed(this.#deps.wishes().isMuted)
  }

  end(): void {
    this.#callOffLook?.()
    this.#stream.close()
  }

  get #can(): { readonly webrtc: boolean; readonly hls: boolean } {
    return { webrtc: this.#deps.watch !== undefined, hls: true }
  }

  #plan(): void {
    this.#callOffLook = this.#deps.timers.after(LOOK_MS, () => {
      this.#stream.look()
      this.look()
      this.#plan()
    })
  }

  #play(): void {
    const { does, picture, isMuted } = this.#deps.wishes()
    this.#stream.open(does.video && picture ? picture : (this.#unseen ??= document.createElement('video')))
    this.#stream.mute(isMuted)
  }
}
