import type { Crypto } from '../../../../kernel/crypto.ts'
import { Refused } from '../../../../kernel/failures.ts'
import { newId } from '../../../../kernel/ids.ts'
import type { DeviceId, ItemId } from '../../../../kernel/ids.ts'
import { hubTime, later, MICROS_PER_MS, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { HubTime, Micros } from '../../../../kernel/time.ts'
import type { Timers } from '../../../../platform/timers.ts'
import { movedOf } from '../../rules/run/moved.ts'
import { CueGiver, nextCueAt } from '../../rules/run/planned-cues.ts'
import { applyRun, beginRun, currentItem, decideRun, endOf, endRun, hasBegun, runAt } from '../../rules/run/run.ts'
import type { Run, RunItem, RunMove } from '../../wire/run.ts'
import { runMoved } from '../../wire/run-entries.ts'
import type { ClassFigures } from '../../wire/words.ts'
import type { Audience } from './audience.ts'
import type { Connection } from './connection.ts'
import type { FloorFact } from './floor-messages.ts'
import type { GivenCue } from './together/desk.ts'

/** Planned cues leave this long before their instant: enough for every link that can play in time. */
export const CUE_AHEAD: Micros = 400 * MICROS_PER_MS

export type RunDeskDeps = {
  readonly now: () => HubTime
  readonly crypto: Pick<Crypto, 'randomBytes'>
  readonly timers: Timers
  readonly audience: Pick<Audience, 'tellAll'>
  readonly giveCue: (cue: GivenCue) => void
  /** Puts a fact on record; answers its number. */
  readonly record: (actor: DeviceId, fact: FloorFact) => number
  /** The class has come to this item, or past the last one (null). */
  readonly onItem: (item: RunItem | null) => void
  /** After a restart: the item the class was at when the box was last there. What it began is put back by others. */
  readonly onResume: (item: RunItem | null) => void
}

/**
 * The run of show of one class: takes a host's moves, advances what ends by itself, gives the planned
 * cues, and tells everybody.
 *
 * 1. A move is applied and told in the turn in which it comes; the record follows.
 * 2. Everybody is told of a change at the latest when it happens; pages that hear late were right all along.
 */
export class RunDesk {
  readonly #deps: RunDeskDeps
  readonly #cues: CueGiver
  #run: Run | null = null
  /** The item that {@link RunDeskDeps.onItem} was last told. */
  #at: ItemId | null = null
  #callOff: () => void = () => undefined

  constructor(deps: RunDeskDeps) {
    this.#deps = deps
    this.#cues = new CueGiver(deps.now())
  }

  /** The run at this instant; null for a class without a plan. */
  get run(): Run | null {
    return this.#run && runAt(this.#run, this.#deps.now())
  }

  /** What the core says of it: a plan that was set, or the run of a class that goes on. */
  set(run: Run | null, reached: ItemId | null): void {
    this.#run = run
    this.#run = this.run
    this.#at = reached
    if (this.#run && hasBegun(this.#run)) this.#deps.onResume(this.#run.items.find(({ id }) => id === reached) ?? null)
    this.#tell()
    this.#attend()
  }

  /** After {@link set}, once all else is put back: an item that began while the box was away begins what it has to. */
  catchUp(): void {
    if (this.#run && hasBegun(this.#run)) this.#noticeItem(this.#run)
  }

  /** Tells somebody who just came in. */
  entered(connection: Pick<Connection, 'say'>): void {
    connection.say({ type: 'run', run: this.run })
  }

  /** The class began. Does nothing to a run that has begun. */
  begin(at: HubTime): void {
    if (!this.#run || hasBegun(this.#run)) return
    this.#change(beginRun(this.#run, at))
  }

  /** The class is over. */
  end(at: HubTime): void {
    if (this.#run && hasBegun(this.#run)) this.#change(endRun(this.#run, at))
    this.#callOff()
  }

  /** Does what a host pressed; answers the number of its fact, or undefined when nothing was to be done. Throws {@link Refused}. */
  move(actor: DeviceId, command: { readonly revision: number; readonly move: RunMove }): number | undefined {
    const { now, record } = this.#deps
    if (!this.#run) throw new Refused('NO_PLAN')
    const decision = decideRun(this.#run, command, now())
    if (!decision.ok) throw new Refused(decision.refusal, decision.details)
    let fact: number | undefined
    for (const event of decision.events) {
      this.#change(applyRun(this.#run, event))
      const moved = movedOf(event)
      if (moved) fact = record(actor, { kind: runMoved.kind, ...moved })
    }
    return fact
  }

  /** What became of each item, up to now, for the figures. Whole seconds. */
  figures(): ClassFigures['items'] {
    const items = this.#run ? endRun(this.#run, this.#deps.now()).items : []
    return items.map(({ kind, seconds, ran }) => ({ kind, planned: seconds, ran: ran === null ? null : Math.round(ran / MICROS_PER_SECOND) }))
  }

  #change(next: Run): void {
    this.#run = next
    this.#tell()
    this.#noticeItem(next)
    this.#attend()
  }

  #noticeItem(run: Run): void {
    const item = currentItem(run)
    if (this.#at === (item?.id ?? null)) return
    this.#at = item?.id ?? null
    this.#deps.onItem(item)
  }

  /** Does what is due, and comes back when more is. */
  #attend(): void {
    this.#callOff()
    const { now, timers, crypto, giveCue } = this.#deps
    const at = now()
    if (!this.#run || !hasBegun(this.#run)) return
    const next = runAt(this.#run, at)
    if (next.revision !== this.#run.revision) {
      this.#change(next)
      return
    }
    const until = later(at, CUE_AHEAD + 1) // That of this very instant is among them.
    for (const cue of this.#cues.take(next, at, until)) {
      giveCue({ id: newId('cue', crypto), at: cue.at, word: cue.word === '' ? undefined : cue.word })
    }
    const wakeAt = nextDue(next, at, until)
    if (wakeAt !== null) this.#callOff = timers.after(Math.max(1, Math.ceil((wakeAt - at) / MICROS_PER_MS)), () => this.#attend())
  }

  #tell(): void {
    this.#deps.audience.tellAll({ type: 'run', run: this.#run })
  }
}

/** When there is something to do again: a cue to send ahead, an item that ends by itself, the first cues of the one after it. */
function nextDue(run: Run, now: HubTime, until: HubTime): HubTime | null {
  const end = currentItem(run)?.overrun === 'cut' ? endOf(run) : null
  const cue = nextCueAt(run, until)
  const instants = [cue === null ? null : cue - CUE_AHEAD, end, end === null ? null : end - CUE_AHEAD]
  const ahead = instants.filter((instant): instant is number => instant !== null && instant > now)
  return ahead.length === 0 ? null : hubTime(Math.min(...ahead))
}
