import type { Affordable, MediaWay, Rung } from '../../../../../kernel/ladder.ts'
import { type Micros, MICROS_PER_SECOND } from '../../../../../kernel/time.ts'
import { Emitter } from '../../../../../ui/emitter.ts'
import type { SeenClock } from '../../../rules/clock/seen-clock.ts'
import { type FallbackState, startFallback, stepFallback } from '../../../rules/link/fallback.ts'
import type { ClassLink } from '../class-link.ts'
import type { Silenced } from '../guest-place.ts'
import { Watch, type WatchDeps, type WatchReading } from '../watch.ts'
import type { StreamSource } from './stream-player.ts'
import { StreamWay } from './stream-way.ts'

/** What comes, and by which way; null while by none. */
export type WaysReading = WatchReading & {
  readonly way: MediaWay | null
  /** WebRTC has never brought anything here, though it should have. */
  readonly blocked: boolean
  /** No picture and no sound has come to this page yet. */
  readonly isFresh: boolean
  /** The box's word on its own sending, while it is fresh. */
  readonly box: Affordable | undefined
}

export type MediaWaysDeps = Omit<WatchDeps, 'link'> & {
  readonly link: WatchDeps['link'] & Pick<ClassLink, 'hubNow' | 'phase'>
  /** Whether this browser has WebRTC. */
  readonly canWatch: boolean
  readonly stream: StreamSource | null
  readonly seen: SeenClock
}

const LOOK_MS = 250
/** The box tells once a second where its sending stands. */
const BOX_IS_FRESH: Micros = 4 * MICROS_PER_SECOND
/** A stream that has not moved for this long stands. */
const STREAM_STANDS: Micros = 1.5 * MICROS_PER_SECOND

/** Picture and sound of a class, by the one of two ways that carries ({@link stepFallback}). */
export class MediaWays {
  readonly #deps: MediaWaysDeps
  readonly #watch: Watch
  readonly #stream: StreamWay | undefined
  readonly #readings = new Emitter<WaysReading>()
  readonly #stop: readonly (() => void)[]
  readonly #can: { readonly webrtc: boolean; readonly hls: boolean }
  #state: FallbackState | undefined
  #programme = { video: false, audio: false }
  #picture: HTMLVideoElement | undefined
  /** Plays the stream of a seat that shows no picture. */
  #unseen: HTMLMediaElement | undefined
  #isMuted = false
  #silenced: Silenced = 'none'
  #box: { readonly at: Micros; readonly word: Affordable } | undefined
  #beganAt: Micros | undefined
  #firstAt: Micros | undefined
  #callOffLook: (() => void) | undefined

  constructor(deps: MediaWaysDeps) {
    this.#deps = deps
    const { link, stream, canWatch, timers, now, seen, code, client } = deps
    this.#can = { webrtc: canWatch, hls: stream !== null }
    this.#watch = new Watch(deps)
    this.#stream = stream === null ? undefined : new StreamWay({ source: stream, seen, code, client, timers, now, hubNow: () => link.hubNow(), onChange: () => this.#step() })
    this.#stop = [
      this.#watch.on(() => this.#readings.emit(this.reading())),
      link.on((event) => { if (event.type === 'rung') this.#boxSays(event.rung) }),
    ]
  }

  on(listener: (reading: WaysReading) => void): () => void {
    return this.#readings.on(listener)
  }

  start(): void {
    this.#beganAt = this.#deps.now()
    this.#state = startFallback({ can: this.#can }, this.#beganAt)
    if (this.#can.webrtc) this.#watch.start()
    this.#look()
  }

  end(): void {
    this.#callOffLook?.()
    for (const stop of this.#stop) stop()
    this.#stream?.close()
    if (this.#can.webrtc) this.#watch.end()
  }

  /** Whether picture and sound are sent to this class now: it is live and the programme has them. */
  expect(programme: { readonly video: boolean; readonly audio: boolean }): void {
    this.#programme = programme
    this.#watch.expect(programme, this.#sent)
  }

  /** The device woke, or is on another network: what there was is not waited for. */
  renew(): void {
    if (this.#state?.webrtc) this.#watch.renew()
  }

  attachPicture(element: HTMLVideoElement | null): void {
    this.#picture = element ?? undefined
    this.#watch.attachPicture(element)
    this.#step()
  }

  seatChanged(): void {
    this.#watch.seatChanged()
    this.#step()
  }

  /** A press: also lets the browser sound. */
  async setMuted(muted: boolean): Promise<void> {
    this.#isMuted = muted
    this.#hearStream()
    await this.#watch.setMuted(muted)
  }

  /** Lines that this page leaves out: who is on stage must not hear themselves, by whichever way. */
  silence(lines: Silenced): void {
    this.#silenced = lines
    this.#hearStream()
    this.#watch.silence(lines)
  }

  /** Since {@link start} to the first frame or sound; null before. */
  get firstMediaMs(): number | null {
    const ofStream = this.#beganAt === undefined || this.#firstAt === undefined ? null : (this.#firstAt - this.#beganAt) / 1000
    const first = this.#watch.firstMediaMs
    return first === null ? ofStream : ofStream === null ? first : Math.min(first, ofStream)
  }

  /** Delays of the frames since the last call, milliseconds. */
  takeVideoMs(): number[] | null {
    return this.#watch.takeVideoMs()
  }

  get jitterMs(): number | null {
    return this.#watch.signs().jitterMs
  }

  reading(): WaysReading {
    const state = this.#state
    const shared = {
      way: state?.way ?? null,
      blocked: !this.#can.webrtc || (state !== undefined && !state.hasCarried && state.likely),
      isFresh: this.firstMediaMs === null,
      box: this.#boxNow,
    }
    if (state?.way !== 'hls') return { ...this.#watch.reading(), ...shared }
    const { sound, video } = this.#deps.behaviour()
    const moved = this.#stream?.progressAt
    const moves = moved !== undefined && this.#deps.now() - moved < STREAM_STANDS
    const picture = moves ? 'playing' : moved === undefined ? 'arriving' : 'stalled'
    return {
      ...shared, small: false, undecodable: false,
      picture: video && this.#programme.video ? picture : 'none',
      sound: !sound || !this.#programme.audio ? 'none' : this.#stream?.needsPress && !this.#isMuted ? 'needs-press' : moves ? 'playing' : 'arriving',
    }
  }

  get #boxNow(): Affordable | undefined {
    return this.#box !== undefined && this.#deps.now() - this.#box.at < BOX_IS_FRESH ? this.#box.word : undefined
  }

  get #sent(): Rung {
    return this.#boxNow?.rung ?? 'full'
  }

  #boxSays({ rung, cause }: Affordable): void {
    const before = this.#boxNow
    this.#box = { at: this.#deps.now(), word: { rung, cause } }
    this.#watch.expect(this.#programme, rung)
    if (before?.rung !== rung || before.cause !== cause) this.#readings.emit(this.reading())
  }

  #look(): void {
    this.#callOffLook = this.#deps.timers.after(LOOK_MS, () => {
      this.#stream?.look()
      this.#step()
      this.#look()
    })
  }

  /** Feeds the rule, and does what it says. */
  #step(): void {
    const { now, behaviour, link } = this.#deps
    const before = this.#state
    if (before === undefined) return
    const { sound, video } = behaviour()
    const sent = this.#sent
    const { movedAt, answeredAt } = this.#watch.signs()
    const state = stepFallback(before, {
      wanted: ((sound && this.#programme.audio) || (video && this.#programme.video)) && sent !== 'cues' && sent !== 'plan',
      linked: link.phase.phase === 'entered',
      can: this.#can, webrtcAt: movedAt, answeredAt, hlsAt: this.#stream?.progressAt, hlsEnded: this.#stream?.hasEnded ?? false,
    }, now())
    this.#state = state
    if (state.likely && !before.likely) this.#deps.stream?.prepare()
    this.#watch.expect(this.#programme, sent)
    if (this.#can.webrtc) this.#watch.setOpen(state.webrtc)
    // Both play on one element: whoever leaves it goes first.
    if (!state.hls) this.#stream?.close()
    this.#watch.setOut(state.way === 'hls')
    if (state.hls) this.#playStream()
    if (state.hls && this.#stream?.progressAt !== undefined) this.#firstAt ??= now()
    if (state.way !== before.way || state.way === 'hls') this.#readings.emit(this.reading())
  }

  #playStream(): void {
    const media = this.#deps.behaviour().video && this.#picture ? this.#picture : (this.#unseen ??= document.createElement('video'))
    this.#stream?.open(media)
    this.#hearStream()
  }

  #hearStream(): void {
    if (this.#state?.way === 'hls') this.#stream?.hear(this.#isMuted || this.#silenced !== 'none' || !this.#deps.behaviour().sound)
  }
}
