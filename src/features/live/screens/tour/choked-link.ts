import { type Signal, signal } from '@preact/signals'
import { RUNGS } from '../../../../kernel/ladder.ts'
import type { Rung } from '../../../../kernel/ladder.ts'
import type { SeatId } from '../../../../kernel/ids.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import { elapsedMs } from '../../../../kernel/time.ts'
import type { RosterLine } from '../../wire/words.ts'

/**
 * One learner's link while the tour has it narrow and after: what the page said of itself, and how long
 * each step took, milliseconds. Null: not yet.
 */
export type ChokedLink = {
  readonly seat: SeatId
  readonly name: string
  readonly at: HubTime
  /** The lowest rung it went to, and when it first left the best one. */
  readonly lowest: Rung
  readonly downMs: number | null
  readonly liftedAt: HubTime | null
  readonly upMs: number | null
}

/** What has become of the link, by what its page tells. Pure, but for the signal. */
export class LinkWatch {
  readonly link: Signal<ChokedLink | null> = signal(null)

  began({ seat, name }: RosterLine, at: HubTime): void {
    this.link.value = { seat, name: name ?? '', at, lowest: 'full', downMs: null, liftedAt: null, upMs: null }
  }

  lifted(at: HubTime): void {
    const link = this.link.peek()
    if (link) this.link.value = { ...link, liftedAt: at }
  }

  /** The choked learner's line changed. */
  heard({ seat, rung: told }: RosterLine): void {
    const link = this.link.peek()
    if (link?.seat !== seat || told === null || told.since < link.at) return
    const lowest = RUNGS.indexOf(told.rung) > RUNGS.indexOf(link.lowest) ? told.rung : link.lowest
    const isDown = told.rung !== 'full'
    this.link.value = {
      ...link, lowest,
      downMs: link.downMs ?? (isDown ? elapsedMs(link.at, told.since) : null),
      upMs: link.upMs ?? (!isDown && link.liftedAt !== null && told.since >= link.liftedAt ? elapsedMs(link.liftedAt, told.since) : null),
    }
  }
}

/** Whose link the tour chokes: the first learner elsewhere who has the whole picture. */
export function chokeable(roster: readonly RosterLine[]): RosterLine | undefined {
  return roster.find(({ kind, link, rung }) => kind === 'elsewhere' && link === 'good' && rung?.rung === 'full')
}
