import { seatBehaviour } from '../../features/live/rules/seat-behaviour.ts'
import type { ClassView, SeatChoice } from '../../features/live/wire/words.ts'
import { MediaMeter } from '../media/media-meter.ts'
import type { MediaFigures } from '../media/media-meter.ts'
import { monotonicMs } from '../media/stamp.ts'
import { networks, type NetworkName } from '../networks.ts'
import { waitFor } from '../wait-for.ts'
import { Learner } from './learner.ts'
import { OwnLink, type BoxPorts } from './link.ts'
import { RungKeeper } from './rung-keeper.ts'
import { WatchSession } from './watch-session.ts'

const LOOK_MS = 250
const CLOCK_WITHIN_MS = 15_000
const MEDIA_WITHIN_MS = 20_000
const ABILITIES = { vibration: true, audio: true, video: true }

export type SyntheticOptions = {
  readonly ports: BoxPorts
  readonly code: string
  readonly network: NetworkName
  readonly choice: SeatChoice
  readonly seed: number
  readonly figures: MediaFigures
  /** Whether a class that is on surely has sound or picture for this seat, so that joining ends with the first of it (true). */
  readonly waitsForMedia?: boolean
}

/**
 * A learner as the box sees one: seat, link, clock, cues, sound and picture over a bad network of its own.
 * It has no screen, no decoder and no loudspeaker; all else is the page's own code or the same protocol.
 */
export class SyntheticLearner implements AsyncDisposable {
  readonly learner: Learner
  readonly own: OwnLink
  readonly meter: MediaMeter
  readonly rungs = new RungKeeper()
  readonly #watch: WatchSession
  readonly #wants: { readonly sound: boolean; readonly video: boolean }
  #note: { rung: NonNullable<RungKeeper['now']>['rung']; cause: NonNullable<RungKeeper['now']>['cause']; atMs: number } | undefined
  /** When the box was last heard, over whichever way, and when it last let this learner in; milliseconds of the monotonic clock. */
  heardMs = -Infinity
  enteredMs = monotonicMs()
  readyMs = Infinity
  #view: ClassView | undefined
  #joinMs: number | null = null
  #look: NodeJS.Timeout | undefined

  private constructor(learner: Learner, own: OwnLink, options: SyntheticOptions) {
    this.learner = learner
    this.own = own
    this.#view = (learner.page.last('class') ?? learner.page.last('entered'))?.class
    this.meter = new MediaMeter(options.figures)
    const { sound, video } = seatBehaviour(options.choice, ABILITIES)
    this.#wants = { sound, video }
    this.#watch = new WatchSession({
      page: learner.page, code: options.code, relay: own.relay,
      onMedia: (kind, packet) => {
        this.heardMs = packet.atMs
        this.meter.note(kind, packet)
      },
      onChannel: (channel) => learner.link.attachChannel(channel),
    })
    learner.link.on((event) => {
      if (event.type === 'phase') {
        if (event.phase.phase === 'entered') this.enteredMs = monotonicMs()
        return
      }
      // The rest a page's link says of itself.
      if (event.type !== 'news' && event.type !== 'anchor' && event.type !== 'rung') return
      this.heardMs = monotonicMs()
      if (event.type === 'news' && (event.news.type === 'class' || event.news.type === 'entered')) this.#view = event.news.class
      if (event.type === 'rung') this.#note = { rung: event.rung.rung, cause: event.rung.cause, atMs: this.heardMs }
    })
    learner.link.reportWith(() => ({ videoMs: this.meter.takeRecent(), joinMs: this.#joinMs, outputNeedMs: 0 }))
  }

  /** From the first request until the clock is good enough for cues and, in a class that is on, until sound or picture is there. */
  static async join(options: SyntheticOptions): Promise<SyntheticLearner> {
    const startedMs = monotonicMs()
    const own = await OwnLink.open(networks[options.network], options.ports, options.seed)
    let one: SyntheticLearner | undefined
    try {
      one = new SyntheticLearner(await Learner.enter(own.base, options.code, options.choice), own, options)
      await one.#settle(startedMs, options.waitsForMedia ?? true)
      return one
    } catch (error) {
      await (one ?? own)[Symbol.asyncDispose]()
      throw error
    }
  }

  /** From the first request until ready, in milliseconds. */
  get joinMs(): number {
    return this.#joinMs ?? Infinity
  }

  get hasMedia(): boolean {
    return this.meter.lastAudioMs !== undefined || this.meter.lastVideoMs !== undefined
  }

  /** Whether this seat is to get sound or picture at all: a silent one in the room is not. */
  get wantsMedia(): boolean {
    return this.#wants.sound || this.#wants.video
  }

  get wantsPicture(): boolean {
    return this.#wants.video
  }

  counts(): { readonly received: number; readonly lost: number } {
    return this.#watch.counts()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#look)
    this.#watch.stop()
    this.learner.close()
    await this.own[Symbol.asyncDispose]()
  }

  async #settle(startedMs: number, waitsForMedia: boolean): Promise<void> {
    const { link } = this.learner
    this.#watch.start()
    await waitFor('a learner\'s clock to be good enough for cues', () => link.reading().good, { within: CLOCK_WITHIN_MS })
    if (waitsForMedia && this.#isLive() && this.wantsMedia) await waitFor('a learner\'s first sound or picture', () => this.hasMedia, { within: MEDIA_WITHIN_MS })
    this.readyMs = monotonicMs()
    this.#joinMs = this.readyMs - startedMs
    link.report()
    this.learner.page.heard.length = 0 // Nobody looks there any more, and a long class says much.
    this.#look = setInterval(() => this.#lookAtRung(), LOOK_MS)
  }

  #isLive(): boolean {
    return this.#view?.phase === 'live'
  }

  #lookAtRung(): void {
    const view = this.#view
    if (!view || view.phase !== 'live') return
    const now = monotonicMs()
    const socketAgeMs = this.learner.link.ageMs() ?? Infinity
    this.rungs.look({
      boxMs: Math.max(this.heardMs, now - socketAgeMs), audioMs: this.meter.lastAudioMs, videoMs: this.meter.lastVideoMs, note: this.#note,
      programme: view.programme, wants: this.#wants,
    }, now)
    if (!['full', 'low'].includes(this.rungs.now?.rung ?? 'full')) this.meter.pausePicture()
  }
}
