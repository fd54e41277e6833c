import type { SeatId } from '../../../kernel/ids.ts'
import { type HubTime, type Micros, MICROS_PER_SECOND } from '../../../kernel/time.ts'
import type { LinkRung, LinkState, Prepared, RosterLine, SeatChoice, Standing } from '../wire/words.ts'
import { mayBeHeard, maySit } from './standing.ts'

/** A page reports every second or two; after this much silence it is not there. */
export const SILENCE: Micros = 5 * MICROS_PER_SECOND
/** A phone that said it sleeps is expected back for this long. */
export const SLEEP_REMEMBERED: Micros = 180 * MICROS_PER_SECOND

export type RosterEvent =
  | { readonly type: 'seated'; readonly seat: SeatId; readonly choice: SeatChoice; readonly name: string | null }
  | { readonly type: 'standing'; readonly seat: SeatId; readonly standing: Standing }
  | { readonly type: 'entered'; readonly seat: SeatId }
  | { readonly type: 'left'; readonly seat: SeatId }
  | { readonly type: 'reported'; readonly seat: SeatId; readonly report: SeatReport }
  | { readonly type: 'cue-played'; readonly seat: SeatId; readonly afterMs: number }
  | { readonly type: 'hand'; readonly seat: SeatId; readonly up: boolean; readonly at: HubTime }
  | { readonly type: 'reps'; readonly seat: SeatId; readonly count: number }
  /** The live check. */
  | { readonly type: 'ready'; readonly seat: SeatId; readonly ready: boolean }
  | { readonly type: 'named'; readonly seat: SeatId; readonly name: string | null }
  /** Did something that the host may know of. */
  | { readonly type: 'acted'; readonly seat: SeatId; readonly at: HubTime }

/** What the roster takes from a device's report. `videoMs`: frames since the last report. What is left out the page does not know yet. */
export type SeatReport = {
  readonly roundTripMs: number | null
  readonly videoMs: readonly number[] | null
  readonly channel: boolean
  readonly asleep: boolean
  readonly rung?: LinkRung | undefined
  readonly jitterMs?: number | null | undefined
  readonly prepared?: Prepared | undefined
}

type Presence = {
  line: RosterLine
  /** Open sockets of this seat; a page that reconnects has two for a moment. */
  sockets: number
  heardAt: HubTime
  reported: boolean
  channel: boolean
  asleep: boolean
}

/**
 * Who is here and how well, from what happens to each seat.
 *
 * 1. A seat stays on the roster once taken; only its link says whether somebody is there.
 * 2. Link: `gone` without a socket or after {@link SILENCE}, `asleep` instead if it said so within
 *    {@link SLEEP_REMEMBERED}; `arriving` until its first report; then `good` with a data channel,
 *    `socket` without.
 * 3. A hand keeps the time of its first raising until it goes down. Reps only grow.
 * 4. A line is handed out only when something a host can see has changed.
 * 5. Who is not to be heard has no hand up; who was sent out has no name either, and whoever was removed
 *    is not on the roster until they come again. A blocked one stays on it, to be let in again.
 * 6. The rung is the page's own word and stands until the page tells another, also while it is gone.
 *    `since` is the instant it first told of that rung: an estimate that moves a little is no news.
 */
export class Roster {
  readonly #seats = new Map<SeatId, Presence>()

  /** Returns the line if it changed. Events of unknown seats change nothing. */
  apply(event: RosterEvent, now: HubTime): RosterLine | undefined {
    if (event.type === 'seated' && !this.#seats.has(event.seat)) return this.#add(event, now)
    const presence = this.#seats.get(event.seat)
    if (!presence) return undefined
    const next = { ...presence.line, ...take(presence, event, now) }
    return this.#show(presence, next, now)
  }

  /** Lets time pass: returns the lines that changed by silence alone. */
  tick(now: HubTime): RosterLine[] {
    const changed: RosterLine[] = []
    for (const presence of this.#seats.values()) {
      const line = this.#show(presence, presence.line, now)
      if (line) changed.push(line)
    }
    return changed
  }

  lines(): RosterLine[] {
    return [...this.#seats.values()].map((presence) => presence.line).filter((line) => line.standing !== 'removed')
  }

  line(seat: SeatId): RosterLine | undefined {
    return this.#seats.get(seat)?.line
  }

  /** The class is over, and nobody's name is needed any more. */
  forgetNames(): void {
    for (const presence of this.#seats.values()) presence.line = { ...presence.line, name: null }
  }

  /** Seats with somebody awake at them. */
  here(): SeatId[] {
    return this.lines().filter(isHere).map((line) => line.seat)
  }

  /** Of these a cue expects an answer: whoever sees the class over a stream plays it when its instant is seen. */
  inStep(): SeatId[] {
    return this.lines().filter((line) => isHere(line) && line.rung?.way !== 'hls').map((line) => line.seat)
  }

  #add(event: Extract<RosterEvent, { type: 'seated' }>, now: HubTime): RosterLine {
    const line: RosterLine = {
      seat: event.seat, name: event.name, kind: event.choice.kind, headphones: event.choice.headphones,
      link: 'gone', linkMs: null, cueMs: null, videoMs: null, handSince: null, reps: 0, ready: false, standing: 'welcome', actedAt: null,
      rung: null, jitterMs: null, prepared: null,
    }
    this.#seats.set(event.seat, { line, sockets: 0, heardAt: now, reported: false, channel: false, asleep: false })
    return line
  }

  #show(presence: Presence, next: RosterLine, now: HubTime): RosterLine | undefined {
    const line = { ...next, link: linkOf(presence, now) }
    if (sameLine(line, presence.line)) return undefined
    presence.line = line
    return line
  }
}

/** Takes in what happened and returns what it changes on the line, its link apart. */
function take(presence: Presence, event: RosterEvent, now: HubTime): Partial<RosterLine> {
  const { line } = presence
  switch (event.type) {
    case 'seated':
      return { kind: event.choice.kind, headphones: event.choice.headphones, name: event.name ?? line.name }
    case 'standing':
      return {
        standing: event.standing,
        handSince: mayBeHeard(event.standing) ? line.handSince : null,
        name: maySit(event.standing) ? line.name : null,
      }
    case 'entered':
      Object.assign(presence, { sockets: presence.sockets + 1, heardAt: now, asleep: false })
      if (presence.sockets === 1) presence.reported = false
      return {}
    case 'left':
      presence.sockets = Math.max(0, presence.sockets - 1)
      return {}
    case 'reported': {
      const { roundTripMs, videoMs, channel, asleep, rung, jitterMs, prepared } = event.report
      Object.assign(presence, { heardAt: now, reported: true, channel, asleep })
      return {
        linkMs: roundTripMs === null ? line.linkMs : Math.round(roundTripMs / 2),
        videoMs: videoMs === null ? line.videoMs : middle(videoMs) ?? line.videoMs,
        rung: changed(line.rung, rung, ['rung', 'cause', 'way']),
        jitterMs: jitterMs === undefined || jitterMs === null ? line.jitterMs : Math.round(jitterMs),
        prepared: changed(line.prepared, prepared, ['have', 'of']),
      }
    }
    case 'cue-played':
      presence.heardAt = now
      return { cueMs: Math.round(event.afterMs) }
    case 'hand':
      presence.heardAt = now
      return { handSince: event.up ? line.handSince ?? event.at : null }
    case 'reps':
      presence.heardAt = now
      return { reps: Math.max(line.reps, event.count) }
    case 'ready':
      return { ready: event.ready }
    case 'named':
      return { name: event.name }
    case 'acted':
      presence.heardAt = now
      return { actedAt: line.actedAt === null || event.at > line.actedAt ? event.at : line.actedAt }
  }
}

function linkOf(presence: Presence, now: HubTime): LinkState {
  const silence = now - presence.heardAt
  if (presence.sockets === 0 || silence > SILENCE) return presence.asleep && silence <= SLEEP_REMEMBERED ? 'asleep' : 'gone'
  if (presence.asleep) return 'asleep'
  if (!presence.reported) return 'arriving'
  return presence.channel ? 'good' : 'socket'
}

/** What was held when nothing was told, or the same in all that is seen of it: lines are compared by reference. */
function changed<T extends object>(held: T | null, told: T | undefined, seen: readonly (keyof T)[]): T | null {
  if (told === undefined) return held
  return held !== null && seen.every((key) => held[key] === told[key]) ? held : told
}

function isHere({ link }: RosterLine): boolean {
  return link !== 'gone' && link !== 'asleep'
}

function sameLine(a: RosterLine, b: RosterLine): boolean {
  return (Object.keys(a) as (keyof RosterLine)[]).every((key) => a[key] === b[key])
}

function middle(values: readonly number[]): number | undefined {
  const value = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
  return value === undefined ? undefined : Math.round(value)
}
