import type { Rung, RungCause } from '../../kernel/ladder.ts'
import { LinkControl } from '../bwe/link-control.ts'
import type { ProbePlan } from '../bwe/prober.ts'
import { ReportEstimate } from '../bwe/report-estimate.ts'
import type { SentKind } from '../bwe/sent-log.ts'
import type { Wants } from '../engine.ts'
import type { TransportFeedback } from '../rtcp/transport-feedback.ts'
import { MICROS_PER_SECOND } from './clock.ts'
import { FIRST_LAYER, PictureChoice, STILLS } from './picture-choice.ts'
import type { LinkSays, Needs } from './picture-choice.ts'
import type { Source } from './source.ts'

/**
 * What is sent to one subscriber, by what its link carries: the path's estimate (or, where the player sends no
 * transport-wide feedback, its reports), the ladder's decision, and what that means for the picture line.
 *
 * Invariants: sound and cues are never queued, dropped or paced here; what is unknown gets sound alone
 * until a first probe has passed; down is at once and takes back what waits; up is the ladder's.
 */

/** What the picture line is to do. `isFall`: there is no room for what is shown now. */
export type Picture = { readonly source: Source | undefined; readonly stills: boolean; readonly isFall: boolean }
export type Standing = { readonly rung: Rung; readonly cause: RungCause; readonly since: number }

/** After so long without a picture, what was proven of the path is old. */
const STALE_AFTER = 5_000_000
/** Single pictures come at least every four seconds. */
const STILL_INTERVAL_SECONDS = 4
/** So long a page is not told of a rung that only says that nothing is known yet. */
const SPEAKS_AFTER = 1_500_000
const NO_PICTURE: Picture = { source: undefined, stills: false, isFall: false }

export class SendControl {
  readonly #link: LinkControl | undefined
  readonly #reports = new ReportEstimate()
  readonly #choice = new PictureChoice()
  #needs: Needs = { stills: 0, layers: [] }
  #standing: Standing = { rung: 'audio', cause: 'source', since: 0 }
  #height = 0
  #numbers = 0
  #beganAt: number | undefined
  #pausedAt: number | undefined
  /** What was sent of all kinds when the last report came. */
  #sent = { octets: 0, at: 0, rate: 0 }

  /** `hasFeedback`: transport-wide feedback was negotiated and padding can be sent. */
  constructor(hasFeedback: boolean) {
    this.#link = hasFeedback ? new LinkControl() : undefined
  }

  /** The transport-wide number of a packet that leaves now. */
  number(size: number, kind: SentKind, now: number): number {
    if (this.#link) return this.#link.number(size, kind, now)
    // A player that reports but cannot be probed still wants each number once.
    this.#numbers = (this.#numbers + 1) & 0xffff
    return this.#numbers
  }

  /** Returns whether {@link steer} has something new to decide. */
  onFeedback(feedback: TransportFeedback, now: number): boolean {
    return this.#link?.onFeedback(feedback, now) ?? false
  }

  /** A receiver report; `octets` were sent on all lines since the beginning. */
  onReport(lost: number, octets: number, now: number): void {
    const passed = now - this.#sent.at
    if (passed < MICROS_PER_SECOND / 4) return
    this.#sent = { octets, at: now, rate: ((octets - this.#sent.octets) * 8 * MICROS_PER_SECOND) / passed }
    this.#reports.onReport(lost, this.#sent.rate, now)
  }

  onRemb(estimate: number, now: number): void {
    this.#reports.onRemb(estimate, this.#sent.rate, now)
  }

  /** The link's estimate while it has one that can be used. */
  #usable(now: number): LinkControl | undefined {
    return this.#link?.isUsable(now) ? this.#link : undefined
  }

  /**
   * Every 50 ms and after feedback with news. `layers` are the programme's that live, ascending; empty when there is none or
   * this subscriber cannot show it.
   */
  steer(layers: readonly Source[], wants: Wants, now: number): Picture {
    this.#beganAt ??= now
    const shown = wants.video ? layers : []
    this.#pause(shown.length === 0, now)
    this.#needs = needsOf(shown)
    const link = this.#usable(now)
    this.#tick(link, now)
    const before = this.#height
    this.#height = this.#choice.decide(this.#needs, this.#says(link, now), now)
    const height = Math.min(this.#height, FIRST_LAYER + wants.layer)
    this.#stand(height, shown.length, wants, now)
    const source = height >= FIRST_LAYER ? shown[height - FIRST_LAYER] : height === STILLS ? shown[0] : undefined
    return source === undefined ? NO_PICTURE : { source, stills: height === STILLS, isFall: this.#height < before }
  }

  #pause(isPaused: boolean, now: number): void {
    if (isPaused) this.#pausedAt ??= now
    else if (this.#pausedAt !== undefined) {
      if (now - this.#pausedAt > STALE_AFTER) {
        this.#link?.restart()
        this.#choice.restart(now)
      }
      this.#pausedAt = undefined
    }
  }

  #tick(link: LinkControl | undefined, now: number): void {
    if (!link) return
    const wanted = this.#choice.wanted(this.#needs, this.#says(link, now))
    const plan: ProbePlan | undefined = wanted && {
      estimate: link.path.bitsPerSecond, queueDelay: link.path.queueDelay, wanted: wanted.rate, isStart: this.#choice.isStarting && link.hasNotFailed, haste: wanted.haste,
    }
    link.onTick(plan, now)
  }

  #says(link: LinkControl | undefined, now: number): LinkSays {
    if (!link) return { rate: this.#reports.bitsPerSecond, isKnown: true, isRising: false, audio: 0, queueDelay: 0 }
    const { path } = link
    return { rate: path.bitsPerSecond, isKnown: link.isKnown, isRising: link.isRising(now), audio: link.audioRate, queueDelay: path.queueDelay }
  }

  #stand(height: number, layers: number, wants: Wants, now: number): void {
    const { rung, cause } = standingOf(height, layers, wants, this.#usable(now)?.path.cutBy ?? this.#reports.cutBy, this.#height)
    if (rung === this.#standing.rung && cause === this.#standing.cause) return
    this.#standing = { rung, cause, since: rung === this.#standing.rung ? this.#standing.since : now }
  }

  get standing(): Standing {
    return this.#standing
  }

  /** False in the first moment, when no rung says anything yet. */
  speaks(now: number): boolean {
    return this.#height > 0 || this.#needs.layers.length === 0 || now - (this.#beganAt ?? now) > SPEAKS_AFTER
  }

  /** What video may take now and what the path carries, bits per second; undefined where nothing limits it. */
  limits(now: number): { readonly pace: number; readonly estimate: number } | undefined {
    const link = this.#usable(now)
    if (!link) return this.#reportedLimits()
    // A single picture may take its time; sound beside it may not wait for it.
    const pace = this.#height === STILLS ? Math.min(STILLS_PACE * link.path.bitsPerSecond, link.path.pace(now)) : link.path.pace(now)
    return { pace: pace === 0 ? 0 : Math.max(LEAST_PACE, pace - link.audioRate), estimate: link.path.bitsPerSecond }
  }

  #reportedLimits(): { readonly pace: number; readonly estimate: number } | undefined {
    const rate = this.#reports.bitsPerSecond
    return Number.isFinite(rate) ? { pace: REPORTED_PACE * rate, estimate: rate } : undefined
  }

  /** Bytes on the wire that a probe lacks now. */
  paddingDue(now: number): number {
    return this.#link?.paddingDue(now) ?? 0
  }

  get isProbing(): boolean {
    return this.#link?.isProbing ?? false
  }

  /** Bits per second; undefined while nothing is known. */
  estimate(now: number): number | undefined {
    const link = this.#usable(now)
    if (link) return link.isKnown ? Math.round(link.path.bitsPerSecond) : undefined
    const rate = this.#reports.bitsPerSecond
    return Number.isFinite(rate) ? Math.round(rate) : undefined
  }
}

/** Video is not paced below this, or a picture once begun would never end. */
const LEAST_PACE = 20_000
const STILLS_PACE = 0.9
/** What is only guessed from reports is not met so closely. */
const REPORTED_PACE = 1.3

function needsOf(layers: readonly Source[]): Needs {
  const stills = ((layers[0]?.cost.keyframeBytes ?? 0) * 8) / STILL_INTERVAL_SECONDS
  return { stills, layers: layers.map((layer, index) => layer.cost.rate ?? usualRate(index, layers.length)) }
}

/** What a layer takes as browsers and encoders send it, until it is measured. */
function usualRate(index: number, layers: number): number {
  return layers === 1 ? 1_500_000 : 180_000 * 3 ** index
}

function standingOf(height: number, layers: number, wants: Wants, cutBy: RungCause, linkHeight: number): { rung: Rung; cause: RungCause } {
  if (!wants.video) return { rung: wants.audio ? 'audio' : 'cues', cause: 'asked' }
  if (layers === 0) return { rung: 'audio', cause: 'source' }
  if (height >= FIRST_LAYER + layers - 1) return { rung: 'full', cause: 'none' }
  const cause = height < linkHeight ? 'asked' : cutBy
  if (height >= FIRST_LAYER) return { rung: 'low', cause }
  return { rung: height === STILLS ? 'still' : 'audio', cause }
}
