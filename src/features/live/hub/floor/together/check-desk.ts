import { Refused } from '../../../../../kernel/failures.ts'
import type { ItemId, SeatId } from '../../../../../kernel/ids.ts'
import type { HubTime } from '../../../../../kernel/time.ts'
import type { RunItem } from '../../../wire/run.ts'
import type { TogetherDeps } from './desk.ts'

type CheckDeskDeps = Pick<TogetherDeps, 'note' | 'record' | 'figures'>
type Answered = { readonly item: ItemId; readonly fact: number | undefined }

/** Who answered the live check. A second check of a class begins with nobody ready. */
export class CheckDesk {
  readonly #deps: CheckDeskDeps
  readonly #answered = new Map<SeatId, Answered>()
  #item: Pick<RunItem, 'id' | 'kind'> | null = null
  #check: ItemId | null = null

  constructor(deps: CheckDeskDeps) {
    this.#deps = deps
  }

  atItem(item: Pick<RunItem, 'id' | 'kind'> | null): void {
    this.#item = item
    if (item?.kind !== 'check' || item.id === this.#check) return
    this.#check = item.id
    for (const [seat, { item: of }] of this.#answered) this.#deps.note({ type: 'ready', seat, ready: of === item.id })
  }

  /** Answers the fact, also of an answer that is told again. Throws `Refused('NO_CHECK')`. */
  ready(seat: SeatId, item: ItemId, at: HubTime): { readonly fact: number | undefined; readonly isNew: boolean } {
    if (this.#item?.kind !== 'check' || this.#item.id !== item) throw new Refused('NO_CHECK')
    const before = this.#answered.get(seat)
    if (before?.item === item) return { fact: before.fact, isNew: false }
    const { note, record, figures } = this.#deps
    const fact = record(seat, { kind: 'live.check-answered.1', body: { seat, item, at } })
    this.#answered.set(seat, { item, fact })
    figures.checkAnswered(seat, item)
    note({ type: 'ready', seat, ready: true })
    note({ type: 'acted', seat, at })
    return { fact, isNew: true }
  }

  /** What is on record of a seat that comes back with the box. */
  restore(seat: SeatId, item: ItemId): void {
    this.#check ??= item
    this.#answered.set(seat, { item, fact: undefined })
    this.#deps.figures.checkAnswered(seat, item)
    this.#deps.note({ type: 'ready', seat, ready: item === this.#check })
  }
}
