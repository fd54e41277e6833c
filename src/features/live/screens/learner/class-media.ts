import type { Affordable, MediaWay, Rung } from '../../../../kernel/ladder.ts'
import { type HubTime, type Micros, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import { SeenClock } from '../../rules/clock/seen-clock.ts'
import { type PageRung, stepPageRung } from '../../rules/link/page-rung.ts'
import { isAsItShould, LIKELY_AFTER } from '../../rules/link/webrtc-signs.ts'
import type { SeatBehaviour } from '../../rules/seat-behaviour.ts'
import type { LinkRung } from '../../wire/words.ts'
import type { ClassLink } from '../link/class-link.ts'
import type { Fallback, FallbackDeps, FallbackWishes } from '../link/fallback/fallback.ts'
import { SeenLink } from '../link/fallback/seen-link.ts'
import type { StreamSource } from '../link/fallback/stream-player.ts'
import type { Silenced } from '../link/guest-place.ts'
import { Watch, type WatchDeps, type WatchReading } from '../link/watch.ts'
import type { LearnerStore } from './model.ts'
import type { MediaReading } from './state.ts'

export type ClassMediaDeps = Omit<WatchDeps, 'link'> & Pick<FallbackDeps, 'client'> & {
  readonly link: ClassLink
  readonly store: LearnerStore
  /** Whether this browser has WebRTC. */
  readonly canWatch: boolean
  readonly stream: StreamSource | null
  readonly behaviour: () => SeatBehaviour
  /** The page would sound and may not before a press. */
  readonly isSilenced: () => boolean
}

/** The box tells once a second where its sending stands. */
const BOX_IS_FRESH: Micros = 4 * MICROS_PER_SECOND
/** A picture that is sent again waits for a keyframe, and this page for its next look. */
const FIRST_FRAME_WITHIN: Micros = 2.5 * MICROS_PER_SECOND

/**
 * Picture and sound of the class on this page, and what of them the store and the box are told. They come
 * over WebRTC; what looks for another way is loaded when that is missing or silent.
 */
export class ClassMedia {
  /** The link of what goes with what is seen, and how late that is. */
  readonly seenLink: SeenLink
  readonly #seen = new SeenClock()
  readonly #deps: ClassMediaDeps
  readonly #watch: Watch
  readonly #stop: () => void
  #fallback: Fallback | undefined
  #isLoading = false
  #hasEnded = false
  #rung: PageRung | undefined
  #programme = { video: false, audio: false }
  #picture: HTMLVideoElement | undefined
  #isMuted = false
  #silenced: Silenced = 'none'
  #box: { readonly at: Micros; readonly word: Affordable } | undefined
  #pictureAgainAt: Micros = -Infinity
  #beganAt: Micros | undefined
  #goodAt: Micros = 0

  constructor(deps: ClassMediaDeps) {
    this.#deps = deps
    this.#watch = new Watch(deps)
    this.#watch.on(() => this.tell())
    this.seenLink = new SeenLink({ link: deps.link, seen: this.#seen })
    this.#stop = deps.link.on((event) => {
      if (event.type === 'era') this.#seen.startAnew()
      if (event.type === 'rung') this.#boxSays(event.rung)
      if (event.type === 'phase' || event.type === 'channel') this.tell()
    })
  }

  start(): void {
    this.#beganAt = this.#goodAt = this.#deps.now()
    if (this.#deps.canWatch) this.#watch.start()
    this.tell()
  }

  end(): void {
    this.#hasEnded = true
    this.#stop()
    this.seenLink.end()
    this.#fallback?.end()
    if (this.#deps.canWatch) this.#watch.end()
  }

  /** How far what is seen lies behind the class, microseconds. */
  get delay(): Micros {
    return this.#seen.delay
  }

  /** The shared time of what is seen. */
  seenTime(): HubTime | undefined {
    const now = this.#deps.link.hubNow()
    return now === undefined ? undefined : this.#seen.seenAt(now)
  }

  /** The same, as clocks of the page show it. */
  shownTime(): HubTime | undefined {
    const now = this.#deps.link.hubNow()
    return now === undefined ? undefined : this.#seen.shownAt(now)
  }

  /** Where the page stands; undefined before it stands anywhere. */
  get rung(): LinkRung | undefined {
    return this.#deps.store.state.peek().rung ?? undefined
  }

  /** What of it a report takes. Milliseconds. */
  figures(): { readonly videoMs: number[] | null; readonly jitterMs: number | null; readonly rung: LinkRung | undefined } {
    return { videoMs: this.#watch.takeVideoMs(), jitterMs: this.#watch.signs().jitterMs, rung: this.rung }
  }

  /** Since {@link start} to the first frame or sound, by whichever way; null before. */
  get firstMediaMs(): number | null {
    const [began, streamAt] = [this.#beganAt, this.#fallback?.firstAt]
    const firsts = [this.#watch.firstMediaMs, began === undefined || streamAt === undefined ? null : (streamAt - began) / 1000].filter((ms) => ms !== null)
    return firsts.length === 0 ? null : Math.min(...firsts)
  }

  get isHeard(): boolean {
    return this.#reading().sound === 'playing'
  }

  /** Whether picture and sound are sent to this class now: it is live and the programme has them. */
  expect(programme: { readonly video: boolean; readonly audio: boolean }): void {
    this.#programme = programme
    this.#watch.expect(programme, this.#sent)
    this.#fallback?.look()
  }

  /** The device woke, or is on another network: what there was is not waited for. */
  renew(): void {
    if (this.#deps.canWatch) this.#watch.renew()
    this.#fallback?.tryAnew()
  }

  attachPicture(element: HTMLVideoElement | null): void {
    this.#picture = element ?? undefined
    this.#watch.attachPicture(element)
    this.#fallback?.look()
  }

  seatChanged(): void {
    this.#watch.seatChanged()
    this.#fallback?.look()
  }

  /** A press: also lets the browser sound. */
  async setMuted(muted: boolean): Promise<void> {
    this.#isMuted = muted
    this.#fallback?.pressed()
    await this.#watch.setMuted(muted)
  }

  /** Lines that this page leaves out: who is on stage must not hear themselves, by whichever way. */
  silence(lines: Silenced): void {
    this.#silenced = lines
    this.#fallback?.look()
    this.#watch.silence(lines)
  }

  /** Tells how things stand now. Before the first press neither the class nor its cues can sound, whatever the browser says of either. */
  tell(): void {
    const { store, isSilenced } = this.#deps
    if (this.#beganAt === undefined || this.#hasEnded) return
    const { picture, small, sound, undecodable } = this.#reading()
    const media: MediaReading = { picture, small, undecodable, sound: isSilenced() ? 'needs-press' : sound }
    if (!isSame(media, store.state.peek().media)) store.tell({ type: 'media', media })
    this.#stepRung()
    this.#lookForAnotherWay()
  }

  get #way(): MediaWay | null {
    if (this.#fallback) return this.#fallback.way
    return this.#deps.canWatch ? 'webrtc' : null
  }

  #reading(): WatchReading {
    return this.#fallback?.way === 'hls' ? this.#fallback.reading() : this.#watch.reading()
  }

  get #boxNow(): Affordable | undefined {
    return this.#box !== undefined && this.#deps.now() - this.#box.at < BOX_IS_FRESH ? this.#box.word : undefined
  }

  get #sent(): Rung {
    return this.#boxNow?.rung ?? 'full'
  }

  #boxSays({ rung, cause }: Affordable): void {
    const before = this.#boxNow
    if (before !== undefined && !hasPicture(before.rung) && hasPicture(rung)) this.#pictureAgainAt = this.#deps.now()
    this.#box = { at: this.#deps.now(), word: { rung, cause } }
    this.#watch.expect(this.#programme, rung)
    if (before?.rung !== rung || before.cause !== cause) this.tell()
  }

  #stepRung(): void {
    const { store, link, behaviour, now } = this.#deps
    const { class: view, link: { state }, media, together, rung: before } = store.state.peek()
    const at = link.hubNow()
    if (view === null || state === 'arriving' || at === undefined) return
    const { video, sound } = behaviour()
    const way = this.#way
    this.#rung = stepPageRung(this.#rung, {
      ...media, way, linked: state !== 'lost' && together.now.staleSeconds === null,
      wants: { sound, video }, programme: view.phase === 'live' ? view.programme : { video: false, audio: false },
      blocked: this.#fallback?.blocked ?? !this.#deps.canWatch, isFresh: this.firstMediaMs === null,
      pictureIsSoon: now() - this.#pictureAgainAt < FIRST_FRAME_WITHIN, box: this.#boxNow,
    }, now())
    const { rung, cause } = this.#rung.ladder
    if (before?.rung === rung && before.cause === cause && before.way === way) return
    store.tell({ type: 'rung', rung: { rung, cause, way, since: before?.rung === rung ? before.since : at } })
    link.report()
  }

  #wishes(): FallbackWishes {
    const does = this.#deps.behaviour()
    const sent = this.#sent
    const wanted = (does.sound && this.#programme.audio) || (does.video && this.#programme.video)
    return {
      wanted: wanted && sent !== 'cues' && sent !== 'plan', does, programme: this.#programme, picture: this.#picture,
      isMuted: this.#isMuted || this.#silenced !== 'none' || !does.sound,
    }
  }

  #lookForAnotherWay(): void {
    const { stream, canWatch, now, link, behaviour } = this.#deps
    const does = behaviour()
    if (stream === null || this.#isLoading || (!does.sound && !does.video)) return
    const { movedAt, answeredAt } = this.#watch.signs()
    const at = now()
    if (canWatch && isAsItShould({ wanted: this.#wishes().wanted, linked: link.phase.phase === 'entered', webrtcAt: movedAt, answeredAt }, at)) this.#goodAt = at
    if (!canWatch || at - this.#goodAt >= LIKELY_AFTER) void this.#loadFallback(stream)
  }

  async #loadFallback(source: StreamSource): Promise<void> {
    this.#isLoading = true
    const { canWatch, code, client, link, timers, now } = this.#deps
    try {
      const { Fallback, HeldBack } = await import('../link/fallback/parts.ts')
      if (this.#hasEnded) return
      this.seenLink.holds = new HeldBack({ seen: this.#seen, hubNow: () => link.hubNow(), timers }, this.seenLink.known)
      this.#fallback = new Fallback({
        source, code, client, link, timers, now, seen: this.#seen, watch: canWatch ? this.#watch : undefined,
        wishes: () => this.#wishes(), goodAt: this.#goodAt, onChange: () => this.tell(),
      })
    } catch (error) {
      // The script comes over the link that is failing: asked for again with the next look.
      if (!(error instanceof TypeError)) throw error
      this.#isLoading = false
    }
  }
}

function hasPicture(rung: Rung): boolean {
  return rung === 'full' || rung === 'low' || rung === 'still'
}

function isSame<T extends object>(one: T, other: T): boolean {
  return (Object.keys(one) as (keyof T)[]).every((key) => one[key] === other[key])
}
