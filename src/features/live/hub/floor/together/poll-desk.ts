import { Refused } from '../../../../../kernel/failures.ts'
import { newId } from '../../../../../kernel/ids.ts'
import type { ItemId, PollId, SeatId } from '../../../../../kernel/ids.ts'
import type { HubTime } from '../../../../../kernel/time.ts'
import { PollBox } from '../../../rules/together/poll.ts'
import type { ClosedPoll } from '../../../rules/together/poll.ts'
import type { PollDraft } from '../../../wire/run.ts'
import type { Poll } from '../../../wire/together.ts'
import { Coalesced } from '../coalesced.ts'
import type { Connection } from '../connection.ts'
import type { FloorPoll } from '../floor-messages.ts'
import { BOX } from './desk.ts'
import type { TogetherDeps } from './desk.ts'

/** Counts change with every answer: studios get them this often, everybody else less often. */
const STUDIO_EVERY_MS = 100
const OTHERS_EVERY_MS = 1000

type PollDeskDeps = Pick<TogetherDeps, 'now' | 'crypto' | 'timers' | 'audience' | 'here' | 'record' | 'offer' | 'figures'>

/**
 * The poll of a class.
 *
 * 1. At most one is on the screens; opening another closes it first.
 * 2. Who answered what is told to nobody but the seat itself, and is in memory alone unless they agreed that it is kept.
 * 3. What an item of the plan opened closes with that item.
 */
export class PollDesk {
  readonly #deps: PollDeskDeps
  readonly #forStudios: Coalesced<'poll', true>
  readonly #forOthers: Coalesced<'poll', true>
  readonly #ended = new Map<PollId, ClosedPoll>()
  #box: PollBox | null = null
  /** That of the last closing, so that a repeated command hears `kept` with the fact it repeats. */
  #closing: number | undefined

  constructor(deps: PollDeskDeps) {
    this.#deps = deps
    this.#forStudios = new Coalesced(deps.timers, STUDIO_EVERY_MS, () => { if (this.#box) this.#tellStudios() })
    this.#forOthers = new Coalesced(deps.timers, OTHERS_EVERY_MS, () => { if (this.#box) this.#tellOthers() })
  }

  open(actor: string, draft: PollDraft, item: ItemId | null): number {
    const { now, crypto, record } = this.#deps
    this.end()
    const opened = { id: newId('poll', crypto), draft, since: now(), item }
    this.#box = new PollBox(opened)
    this.#tell()
    return record(actor, {
      kind: 'live.poll-opened.1', body: { poll: opened.id, item, options: draft.options.length, at: opened.since },
      private: { question: draft.question, texts: [...draft.options] },
    })
  }

  /** Answers the fact that says so, also when it is closed already. */
  close(actor: string, poll: PollId): number | undefined {
    return this.#close(actor, this.#require(poll))
  }

  show(poll: PollId, shown: boolean): void {
    this.#require(poll).show(shown)
    this.#tell()
  }

  /** Takes it off every screen; closes it first. */
  clear(actor: string, poll: PollId): number {
    this.#close(actor, this.#require(poll))
    this.#box = null
    this.#tell()
    return this.#deps.record(actor, { kind: 'live.poll-cleared.1', body: { poll } })
  }

  answer(seat: SeatId, poll: PollId, option: number, at: HubTime): void {
    const box = this.#box
    // Another may be on the screens by now: the one that was answered is closed in any case.
    if (box?.opened.id !== poll) throw new Refused(this.#ended.has(poll) ? 'POLL_CLOSED' : 'POLL_UNKNOWN')
    const refusal = box.answer(seat, option)
    if (refusal) throw new Refused(refusal)
    this.#deps.offer({ kind: 'live.answer-kept.1', body: { seat, poll, at }, private: { option, text: box.opened.draft.options[option] ?? '' } })
    this.#forStudios.put('poll', true)
    this.#forOthers.put('poll', true)
    for (const connection of this.#deps.audience.ofSeat(seat)) connection.say({ type: 'my-answer', poll, option })
  }

  /** The class has gone on from this item; null, of what a host opened, closes nothing. */
  endedWith(item: ItemId | null): void {
    if (item !== null && this.#box?.opened.item === item) this.end()
  }

  /** Closes the one that is open, if any. */
  end(actor: string = BOX): void {
    if (this.#box) this.#close(actor, this.#box)
  }

  /** The class is over: what was asked and answered is forgotten. */
  forget(): void {
    this.#box = null
    this.#tell()
  }

  /** Answers that were given before this process ran are not here; pages tell them again. */
  restore({ poll, closed, ended }: FloorPoll): void {
    for (const one of ended) this.#ended.set(one.poll, one)
    this.#deps.figures.pollsWere([...this.#ended.values()])
    this.#box = poll && new PollBox(poll, closed)
    this.#tell()
  }

  /** Also when there is none: a page that was away may still show one. */
  entered(connection: Connection): void {
    const as = connection.place?.as
    connection.say({ type: 'poll', poll: this.#view(as === 'studio' ? 'studio' : 'others') })
    if (this.#box && connection.place?.as === 'seat') {
      connection.say({ type: 'my-answer', poll: this.#box.opened.id, option: this.#box.answerOf(connection.place.seat) })
    }
  }

  #require(poll: PollId): PollBox {
    if (this.#box?.opened.id !== poll) throw new Refused('POLL_UNKNOWN')
    return this.#box
  }

  #close(actor: string, box: PollBox): number | undefined {
    if (!box.isOpen) return this.#closing
    const closed = box.close()
    const poll = box.opened.id
    this.#ended.set(poll, closed)
    this.#deps.figures.pollsAre([...this.#ended.values()])
    this.#tell()
    return (this.#closing = this.#deps.record(actor, { kind: 'live.poll-closed.1', body: { poll, counts: [...closed.counts], answered: closed.answered } }))
  }

  #view(who: 'studio' | 'others'): Poll | null {
    return this.#box?.view(who, this.#deps.here()) ?? null
  }

  #tell(): void {
    this.#tellStudios()
    this.#tellOthers()
  }

  #tellStudios(): void {
    this.#deps.audience.tellStudios({ type: 'poll', poll: this.#view('studio') })
  }

  #tellOthers(): void {
    this.#deps.audience.tellOthers({ type: 'poll', poll: this.#view('others') })
  }
}
