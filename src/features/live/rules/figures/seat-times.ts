import type { SeatId } from '../../../../kernel/ids.ts'
import { type Rung, type RungCause, RUNGS } from '../../../../kernel/ladder.ts'
import { type HubTime, hubTime, type Micros, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { CauseFigures, LinkState, Retention, RosterLine, RungFigures } from '../../wire/words.ts'

/** A page that went so recently may be on its way back, and counts as here. */
export const RETURN_WITHIN: Micros = 30 * MICROS_PER_SECOND
const MINUTE: Micros = 60 * MICROS_PER_SECOND
/** Whoever is here at some instant of the class's first minute is among those whose staying is measured. */
export const COHORT_MINUTE: Micros = MINUTE

/** A step down for one of these is a fall; that the class has no more to give, or the seat wants no more, is none. */
const FALLS: readonly RungCause[] = ['link', 'loss', 'blocked', 'silent']
/** Why it can be less than the full picture, what a link is to blame for first. */
const CAUSES = ['link', 'loss', 'blocked', 'silent', 'source'] as const satisfies readonly RungCause[]
type Cause = (typeof CAUSES)[number]
/** A page in such a link says how it is itself. */
const AWAKE: readonly LinkState[] = ['good', 'socket']

type Stay = {
  rung: Rung | null
  cause: RungCause
  onHls: boolean
  awake: boolean
  here: boolean
  /** Up to when its time is added up. */
  addedTo: HubTime
  /** Here while the class was live. */
  hereFor: Micros
  readonly times: Record<Rung, Micros>
  readonly falls: Record<Rung, number>
  /** Of the time below `full`. */
  readonly causeTimes: Record<Cause, Micros>
  readonly causeFalls: Record<Cause, number>
  fellBack: boolean
  /** First and last instant here while the class was live; undefined: never. While it is here, `last` lags. */
  first: HubTime | undefined
  last: HubTime
}

/**
 * What each seat's time in a live class was, from the lines of its roster.
 *
 * 1. A seat's time counts on the rung its page told last, from the first it told, while the class is live and
 *    the page is awake (link `good` or `socket`). The rungs of a seat add up to that time. Who is asleep or gone
 *    counts nowhere, so `plan` has only what a page told while it could still tell; nor does a rung that the
 *    seat itself asked for, as a silent phone in the room does: it says nothing of what could reach it. Time below
 *    `full` counts once more for the cause its page told with the rung, and a fall for the one it fell for.
 * 2. Nothing before the class began counts, nor before `watchedFrom`: after a restart of the box in mid-class,
 *    the time from that restart on.
 * 3. A silent page is here until its silence is noticed (`rules/roster.ts`); one that said it sleeps is here for as
 *    long as it is expected back.
 */
export class SeatTimes {
  readonly #stays = new Map<SeatId, Stay>()
  #beganAt: HubTime | undefined
  #watchedFrom: HubTime | undefined

  /** The class is live. Only the first time counts. */
  begin(beganAt: HubTime, watchedFrom: HubTime): void {
    if (this.#beganAt !== undefined) return
    this.#beganAt = beganAt
    this.#watchedFrom = hubTime(Math.max(beganAt, watchedFrom))
    for (const stay of this.#stays.values()) {
      stay.addedTo = this.#watchedFrom
      if (stay.here) stay.first = this.#watchedFrom
      stay.fellBack = stay.onHls && stay.awake
    }
  }

  /** A line of the roster, as it is from now on. */
  seen(line: Pick<RosterLine, 'seat' | 'link' | 'rung'>, now: HubTime): void {
    const stay = this.#stays.get(line.seat) ?? newStay(now)
    this.#stays.set(line.seat, stay)
    this.#add(stay, now)
    const isLive = this.#beganAt !== undefined
    const rung = line.rung
    if (isLive && rung && isFall(stay.rung, rung)) {
      stay.falls[rung.rung]++
      if (isCause(rung.cause)) stay.causeFalls[rung.cause]++
    }
    Object.assign(stay, { rung: rung?.rung ?? null, cause: rung?.cause ?? 'none', onHls: rung?.way === 'hls', awake: AWAKE.includes(line.link), here: line.link !== 'gone' })
    if (!isLive) return
    stay.fellBack ||= stay.onHls && stay.awake
    if (stay.here) stay.first ??= now
  }

  /** Seats that ever watched over HLS. */
  fallbacks(): number {
    return [...this.#stays.values()].filter((stay) => stay.fellBack).length
  }

  /** Of these seats together: whole seconds and falls of the rungs anybody was on, best first. */
  rungs(seats: Iterable<SeatId>, now: HubTime): RungFigures {
    const stays = this.#of(seats)
    for (const stay of stays) this.#add(stay, now)
    return RUNGS.flatMap((rung) => {
      const seconds = Math.round(sum(stays, (stay) => stay.times[rung]) / MICROS_PER_SECOND)
      const falls = sum(stays, (stay) => stay.falls[rung])
      return seconds > 0 || falls > 0 ? [{ rung, seconds, falls }] : []
    })
  }

  /** Whole seconds that the seat was here while the class was live. */
  hereSeconds(seat: SeatId, now: HubTime): number {
    const stays = this.#of([seat])
    for (const stay of stays) this.#add(stay, now)
    return Math.round(sum(stays, ({ hereFor }) => hereFor) / MICROS_PER_SECOND)
  }

  /** Of these seats together: whole seconds below the full picture, and falls, by reason. */
  causes(seats: Iterable<SeatId>, now: HubTime): CauseFigures {
    const stays = this.#of(seats)
    for (const stay of stays) this.#add(stay, now)
    return CAUSES.flatMap((cause) => {
      const seconds = Math.round(sum(stays, (stay) => stay.causeTimes[cause]) / MICROS_PER_SECOND)
      const falls = sum(stays, (stay) => stay.causeFalls[cause])
      return seconds > 0 || falls > 0 ? [{ cause, seconds, falls }] : []
    })
  }

  /**
   * Who stayed, of those who were here at some instant of the class's first minute (`began`). A seat is still
   * here at a minute when it is here then or at any instant after: who drops out and comes back had not left
   * (what product analytics calls unbounded retention), so that a bad link is not taken for a bad class, and the
   * counts never rise from one minute to the next. Who went less than {@link RETURN_WITHIN} ago counts as here.
   * A minute that the class has not reached is null. Null altogether before the class, and where the box was
   * started again after the first minute: whoever left before is not known then.
   */
  retention(seats: Iterable<SeatId>, now: HubTime): Retention | null {
    const [beganAt, watchedFrom] = [this.#beganAt, this.#watchedFrom]
    if (beganAt === undefined || watchedFrom === undefined || watchedFrom > beganAt + COHORT_MINUTE) return null
    const cohort = this.#of(seats).filter(({ first }) => first !== undefined && first <= beganAt + COHORT_MINUTE)
    const at = (minute: number): number | null => {
      const instant = beganAt + minute * MINUTE
      if (now < instant) return null
      return cohort.filter(({ here, last }) => here || now - last <= RETURN_WITHIN || last >= instant).length
    }
    return { began: cohort.length, at1: at(1), at3: at(3), at7: at(7) }
  }

  #of(seats: Iterable<SeatId>): Stay[] {
    return [...seats].flatMap((seat) => this.#stays.get(seat) ?? [])
  }

  #add(stay: Stay, now: HubTime): void {
    if (this.#beganAt === undefined || now < stay.addedTo) return
    if (stay.rung !== null && stay.awake && stay.cause !== 'asked') {
      stay.times[stay.rung] += now - stay.addedTo
      if (stay.rung !== 'full' && isCause(stay.cause)) stay.causeTimes[stay.cause] += now - stay.addedTo
    }
    if (stay.here) {
      stay.hereFor += now - stay.addedTo
      stay.last = now
    }
    stay.addedTo = now
  }
}

function newStay(now: HubTime): Stay {
  return {
    rung: null, cause: 'none', onHls: false, awake: false, here: false, addedTo: now, hereFor: 0, times: noneOfEach(), falls: noneOfEach(),
    causeTimes: noneByCause(), causeFalls: noneByCause(), fellBack: false, first: undefined, last: now,
  }
}

function noneOfEach(): Record<Rung, number> {
  return { full: 0, low: 0, still: 0, audio: 0, cues: 0, plan: 0 }
}

function noneByCause(): Record<Cause, number> {
  return { link: 0, loss: 0, blocked: 0, silent: 0, source: 0 }
}

function isCause(cause: RungCause): cause is Cause {
  return (CAUSES as readonly RungCause[]).includes(cause)
}

function isFall(before: Rung | null, { rung, cause }: { rung: Rung; cause: RungCause }): boolean {
  return before !== null && RUNGS.indexOf(rung) > RUNGS.indexOf(before) && FALLS.includes(cause)
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0)
}
