import type { ClassCode, SeatId } from '../../../../kernel/ids.ts'
import type { HubTime, WallTime } from '../../../../kernel/time.ts'
import type { z } from 'zod/mini'
import type { visitKept } from '../../wire/kept-entries.ts'
import type { ClassFigures, CueResult, RosterLine, SeatKind } from '../../wire/words.ts'
import { Histogram } from '../histogram.ts'
import type { ClosedPoll } from '../together/poll.ts'
import type { QuestionCounts } from '../together/questions.ts'
import { SeatDeeds } from './seat-deeds.ts'
import { SeatTimes } from './seat-times.ts'
import { addRetention, addRungs } from './sums.ts'

type OfKind = { readonly cueMs: Histogram; readonly videoMs: Histogram; readonly jitterMs: Histogram }
type Attempt = { kind: SeatKind; joined: boolean; ms: number | null }
type BySeat = ClassFigures['bySeat'][number]
/** One seat's visit; `answers` null: not known, after a restart of the box. */
export type SeatVisit = z.infer<typeof visitKept.private> & { readonly seat: SeatId }

const KINDS = ['room', 'venue', 'elsewhere'] as const satisfies readonly SeatKind[]

export type ClassDates = { readonly code: ClassCode; readonly title: string; readonly beganAt: WallTime | null; readonly endedAt: WallTime | null }

/**
 * Collects what a class ends with. All milliseconds are whole; percentiles go by nearest rank.
 *
 * 1. Each seat tries to join once and succeeds at most once, however often its page reconnects:
 *    `joinSucceeded <= joinTried`. It tried when its page entered the class; it succeeded when the
 *    page reported its first picture or sound, or, at a silent seat, a clock good enough for cues; in a
 *    class that has neither picture nor sound, once a cue played on it (with no time of joining).
 * 2. The sums over the kinds of seat are the totals. A seat counts under the kind it had last.
 * 3. Nothing of the class's figures names a person or a seat, and memory does not grow with the length of the class.
 * 4. After a restart of the box in mid-class everything counts from the restart, but for what is on record
 *    (`hub/report/class-report.ts`) or was told again: who was ready, and answers, then not by kind of seat.
 *    What cannot be known any more is null, never nought.
 */
export class FiguresCollector {
  readonly #attempts = new Map<SeatId, Attempt>()
  readonly #came = new Map<SeatId, SeatKind>()
  readonly #kinds: Readonly<Record<SeatKind, OfKind>> = { room: ofKind(), venue: ofKind(), elsewhere: ofKind() }
  readonly #all = { joinMs: new Histogram(), apartMs: new Histogram(), backMs: new Histogram(), startMs: new Histogram(), ...ofKind() }
  readonly #times = new SeatTimes()
  readonly #deeds = new SeatDeeds()
  readonly #ready = new Set<SeatId>()
  #questions: QuestionCounts = { asked: 0, answered: 0, kept: 0, hidden: 0 }
  #polls: readonly ClosedPoll[] = []
  #stayed = 0
  #cues = 0

  /** A seat was taken or changed. */
  seated(seat: SeatId, kind: SeatKind): void {
    this.#came.set(seat, kind)
    const attempt = this.#attempts.get(seat)
    if (attempt) attempt.kind = kind
  }

  /** The class is live since `beganAt`, and has been watched since `watchedFrom`; repeats change nothing. */
  begin(beganAt: HubTime, watchedFrom: HubTime = beganAt): void {
    this.#times.begin(beganAt, watchedFrom)
  }

  /** A line of the roster changed. */
  seen(line: Pick<RosterLine, 'seat' | 'link' | 'rung'>, now: HubTime): void {
    this.#times.seen(line, now)
  }

  /** The seat's page entered the class, for the first time or again. */
  joinTried(seat: SeatId, kind: SeatKind): void {
    if (!this.#attempts.has(seat)) this.#attempts.set(seat, { kind, joined: false, ms: null })
  }

  /** The seat's page reported how long its joining took. */
  joinSucceeded(seat: SeatId, ms: number): void {
    const attempt = this.#attempts.get(seat)
    if (!attempt || attempt.joined) return
    attempt.joined = true
    attempt.ms = Math.round(ms)
    this.#all.joinMs.add(ms)
  }

  /** The seat's page does all it can in a class without picture and sound. */
  joinedWithoutMedia(seat: SeatId): void {
    const attempt = this.#attempts.get(seat)
    if (attempt) attempt.joined = true
  }

  cuePlayed(kind: SeatKind, afterMs: number): void {
    this.#measured('cueMs', kind, afterMs)
  }

  /** A cue settled. */
  cueSettled(result: CueResult): void {
    this.#cues++
    this.plannedSettled(result)
  }

  /** A cue that the box gave by itself settled: nobody pressed it, but devices can be apart. */
  plannedSettled(result: CueResult): void {
    // One device alone is not apart from anything.
    if (result.apartMs !== null && result.played > 1) this.#all.apartMs.add(result.apartMs)
  }

  /** A timer or music began; how far the devices were apart. */
  startSettled(apartMs: number): void {
    this.#all.startMs.add(apartMs)
  }

  /** An answer to a poll or, by its item, to the live check; `backMs` from the press on the phone to the box. */
  answered(seat: SeatId, subject: string, backMs: number): void {
    this.#deeds.answered(seat, subject)
    this.#all.backMs.add(backMs)
  }

  /** Also what is on record of it after a restart. */
  checkAnswered(seat: SeatId, item: string): void {
    this.#ready.add(seat)
    this.#deeds.answered(seat, item)
  }

  /** How the class's questions stand now. */
  questionsAre(counts: QuestionCounts): void {
    this.#questions = counts
  }

  /** All polls that are closed by now, in the order of opening. */
  pollsAre(polls: readonly ClosedPoll[]): void {
    this.#polls = polls
  }

  /** The polls that were closed before a restart of the box: who answered them is not known any more. */
  pollsWere(polls: readonly ClosedPoll[]): void {
    this.pollsAre(polls)
    this.#deeds.answeredBefore(polls.reduce((sum, { answered }) => sum + answered, 0))
  }

  /** How many are still here at the end. */
  stayed(here: number): void {
    this.#stayed = here
  }

  /** Capture to presented frame. */
  videoSeen(kind: SeatKind, ms: readonly number[]): void {
    for (const value of ms) this.#measured('videoMs', kind, value)
  }

  /** Between packets of sound, at the time of one report. */
  jitterSeen(kind: SeatKind, ms: number): void {
    this.#measured('jitterMs', kind, ms)
  }

  /** A hand went up; `backMs` from the press on the phone to the box. */
  handRaised(seat: SeatId, backMs: number): void {
    this.#deeds.handRaised(seat)
    this.#all.backMs.add(backMs)
  }

  /** A rep was confirmed, `count` being the seat's own total; repeats of the same count are not to be told here. */
  repConfirmed(seat: SeatId, count: number, backMs: number): void {
    this.#deeds.repConfirmed(seat, count)
    this.#all.backMs.add(backMs)
  }

  /** `now`: up to when what takes time is counted; left out of a class that was never on this floor. */
  figures(dates: ClassDates, now?: HubTime): ClassFigures {
    const bySeat = KINDS.map((kind) => this.#ofKind(kind, now))
    const sum = (of: (row: BySeat) => number | null): number => bySeat.reduce((total, row) => total + (of(row) ?? 0), 0)
    const { joinMs, cueMs, apartMs, videoMs, backMs, startMs, jitterMs } = this.#all
    return {
      ...dates,
      came: sum(({ came }) => came),
      joinTried: sum(({ joinTried }) => joinTried),
      joinSucceeded: sum(({ joinSucceeded }) => joinSucceeded),
      joinMs: joinMs.percentiles(), cueMs: cueMs.percentiles(), apartMs: apartMs.percentiles(), videoMs: videoMs.percentiles(),
      backMs: backMs.percentiles(), startMs: startMs.percentiles(), jitterMs: jitterMs.percentiles(),
      cues: this.#cues,
      hands: sum(({ hands }) => hands),
      reps: sum(({ reps }) => reps),
      answers: this.#deeds.answers,
      stayed: this.#stayed,
      ready: this.#ready.size,
      questions: { ...this.#questions },
      polls: this.#polls.map(({ counts, answered }) => ({ counts: [...counts], answered })),
      retention: bySeat.map(({ retention }) => retention).reduce(addRetention),
      rungs: bySeat.map(({ rungs }) => rungs).reduce(addRungs),
      causes: now === undefined ? [] : this.#times.causes(this.#came.keys(), now),
      fallbacks: this.#times.fallbacks(),
      bySeat,
      // Others know of these.
      guests: 0, items: [], loudness: null, recorded: null,
    }
  }

  /** What was measured of each seat by itself: for those who agreed to that, and for nobody else to see. */
  visits(now: HubTime): SeatVisit[] {
    return [...this.#came.keys()].map((seat) => {
      const { hands, reps, answers } = this.#deeds.counts([seat])
      const rungs = this.#times.rungs([seat], now).map(({ rung, seconds }) => ({ rung, seconds }))
      return { seat, seconds: this.#times.hereSeconds(seat, now), joinMs: this.#attempts.get(seat)?.ms ?? null, hands, reps, answers, rungs }
    })
  }

  #ofKind(kind: SeatKind, now: HubTime | undefined): BySeat {
    const seats = [...this.#came].flatMap(([seat, seated]) => (seated === kind ? [seat] : []))
    const attempts = [...this.#attempts.values()].filter((attempt) => attempt.kind === kind)
    const { cueMs, videoMs, jitterMs } = this.#kinds[kind]
    return {
      kind,
      came: seats.length,
      joinTried: attempts.length,
      joinSucceeded: attempts.filter(({ joined }) => joined).length,
      cueMs: cueMs.percentiles(), videoMs: videoMs.percentiles(), jitterMs: jitterMs.percentiles(),
      ...this.#deeds.counts(seats),
      retention: now === undefined ? null : this.#times.retention(seats, now),
      rungs: now === undefined ? [] : this.#times.rungs(seats, now),
    }
  }

  #measured(what: keyof OfKind, kind: SeatKind, ms: number): void {
    this.#all[what].add(ms)
    this.#kinds[kind][what].add(ms)
  }
}

function ofKind(): OfKind {
  return { cueMs: new Histogram(), videoMs: new Histogram(), jitterMs: new Histogram() }
}
