import type { ClassCode, SeatId } from '../../../kernel/ids.ts'
import type { WallTime } from '../../../kernel/time.ts'
import type { ClassFigures, CueResult, SeatKind } from '../wire/words.ts'
import { Histogram } from './histogram.ts'
import type { ClosedPoll } from './together/poll.ts'
import type { QuestionCounts } from './together/questions.ts'

type OfKind = { readonly cueMs: Histogram; readonly videoMs: Histogram }
type Attempt = { kind: SeatKind; joined: boolean }

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
 * 3. Nothing here names a person, and memory does not grow with the length of the class.
 */
export class FiguresCollector {
  readonly #attempts = new Map<SeatId, Attempt>()
  readonly #came = new Map<SeatId, SeatKind>()
  readonly #kinds: Readonly<Record<SeatKind, OfKind>> = { room: ofKind(), venue: ofKind(), elsewhere: ofKind() }
  readonly #all = { joinMs: new Histogram(), cueMs: new Histogram(), apartMs: new Histogram(), videoMs: new Histogram(), backMs: new Histogram() }
  readonly #ready = new Set<SeatId>()
  readonly #startMs = new Histogram()
  #questions: QuestionCounts = { asked: 0, answered: 0, kept: 0, hidden: 0 }
  #polls: readonly ClosedPoll[] = []
  #stayed = 0
  #cues = 0
  #hands = 0
  #reps = 0

  /** A seat was taken or changed. */
  seated(seat: SeatId, kind: SeatKind): void {
    this.#came.set(seat, kind)
    const attempt = this.#attempts.get(seat)
    if (attempt) attempt.kind = kind
  }

  /** The seat's page entered the class, for the first time or again. */
  joinTried(seat: SeatId, kind: SeatKind): void {
    if (!this.#attempts.has(seat)) this.#attempts.set(seat, { kind, joined: false })
  }

  /** The seat's page reported how long its joining took. */
  joinSucceeded(seat: SeatId, ms: number): void {
    const attempt = this.#attempts.get(seat)
    if (!attempt || attempt.joined) return
    attempt.joined = true
    this.#all.joinMs.add(ms)
  }

  /** The seat's page does all it can in a class without picture and sound. */
  joinedWithoutMedia(seat: SeatId): void {
    const attempt = this.#attempts.get(seat)
    if (attempt) attempt.joined = true
  }

  cuePlayed(kind: SeatKind, afterMs: number): void {
    this.#all.cueMs.add(afterMs)
    this.#kinds[kind].cueMs.add(afterMs)
  }

  /** A cue settled. */
  cueSettled(result: CueResult): void {
    this.#cues++
    // One device alone is not apart from anything.
    if (result.apartMs !== null && result.played > 1) this.#all.apartMs.add(result.apartMs)
  }

  /** A cue that the box gave by itself settled: nobody pressed it, but devices can be apart. */
  plannedSettled(result: CueResult): void {
    if (result.apartMs !== null && result.played > 1) this.#all.apartMs.add(result.apartMs)
  }

  /** A timer or music began; how far the devices were apart. */
  startSettled(apartMs: number): void {
    this.#startMs.add(apartMs)
  }

  /** An answer to a poll or the live check; `backMs` from the press on the phone to the box. */
  answered(backMs: number): void {
    this.#all.backMs.add(backMs)
  }

  checkAnswered(seat: SeatId): void {
    this.#ready.add(seat)
  }

  /** How the class's questions stand now. */
  questionsAre(counts: QuestionCounts): void {
    this.#questions = counts
  }

  /** All polls that are closed by now, in the order of opening. */
  pollsAre(polls: readonly ClosedPoll[]): void {
    this.#polls = polls
  }

  /** How many are still here at the end. */
  stayed(here: number): void {
    this.#stayed = here
  }

  /** Capture to presented frame. */
  videoSeen(kind: SeatKind, ms: readonly number[]): void {
    for (const value of ms) {
      this.#all.videoMs.add(value)
      this.#kinds[kind].videoMs.add(value)
    }
  }

  /** A hand went up; `backMs` from the press on the phone to the box. */
  handRaised(backMs: number): void {
    this.#hands++
    this.#all.backMs.add(backMs)
  }

  /** A rep was confirmed; repeats of the same count are not to be told here. */
  repConfirmed(backMs: number): void {
    this.#reps++
    this.#all.backMs.add(backMs)
  }

  figures(dates: ClassDates): ClassFigures {
    const attempts = [...this.#attempts.values()]
    const came = [...this.#came.values()]
    return {
      ...dates,
      came: came.length,
      joinTried: attempts.length,
      joinSucceeded: attempts.filter((attempt) => attempt.joined).length,
      joinMs: this.#all.joinMs.percentiles(),
      cues: this.#cues,
      cueMs: this.#all.cueMs.percentiles(),
      apartMs: this.#all.apartMs.percentiles(),
      videoMs: this.#all.videoMs.percentiles(),
      backMs: this.#all.backMs.percentiles(),
      hands: this.#hands,
      reps: this.#reps,
      stayed: this.#stayed,
      ready: this.#ready.size,
      questions: { ...this.#questions },
      polls: this.#polls.map(({ counts, answered }) => ({ counts: [...counts], answered })),
      startMs: this.#startMs.percentiles(),
      guests: 0,
      items: [],
      jitterMs: null, answers: 0, retention: null, rungs: [], fallbacks: 0, loudness: null, recorded: null,
      bySeat: KINDS.map((kind) => ({
        kind,
        came: came.filter((seated) => seated === kind).length,
        joinTried: attempts.filter((attempt) => attempt.kind === kind).length,
        joinSucceeded: attempts.filter((attempt) => attempt.kind === kind && attempt.joined).length,
        cueMs: this.#kinds[kind].cueMs.percentiles(),
        videoMs: this.#kinds[kind].videoMs.percentiles(),
        jitterMs: null, hands: 0, reps: 0, answers: 0, retention: null, rungs: [],
      })),
    }
  }
}

function ofKind(): OfKind {
  return { cueMs: new Histogram(), videoMs: new Histogram() }
}
