import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { Unreachable } from '../../../../../ui/client.ts'
import type { Crypto } from '../../../../../kernel/crypto.ts'
import { type ItemId, newId } from '../../../../../kernel/ids.ts'
import { pageTimers } from '../../../../../ui/timers.ts'
import { m } from '../../../../../words/messages.js'
import { renewed } from '../../../rules/run/plan.ts'
import { EMPTY_PLAN, type ItemKind, type Plan, type PlanItem } from '../../../wire/run.ts'
import * as routes from '../../../wire/routes.ts'
import type { ClassView } from '../../../wire/words.ts'
import type { StudioRoom } from '../room.ts'
import { Autosave, type SaveState } from './autosave.ts'
import { type Draft, type Missing, missingOf } from './draft.ts'
import { kindWords } from './plan-words.ts'
import { PictureDesk } from './picture-desk.ts'
import { changed, type ItemPart, moved, withItem, withoutItem } from './plan-edit.ts'
import { recall, remember } from './unsent-plan.ts'

const NEW_ITEM_SECONDS = 180
const EMPTY: Draft = { title: '', plan: EMPTY_PLAN }

/** The plan while it is being written. Saved by itself; what is not saved yet outlives a reload. */
export class PlanDesk {
  readonly draft: Signal<Draft> = signal(EMPTY)
  readonly missing: ReadonlySignal<Missing | null> = computed(() => missingOf(this.draft.value))
  /** Whether the plan of the class at hand is here. */
  readonly loaded: Signal<boolean> = signal(false)
  readonly pictures: PictureDesk
  readonly #room: StudioRoom
  readonly #crypto: Crypto
  #kept: Draft = EMPTY
  #code = ''
  #autosave: Autosave<Draft>

  constructor(room: StudioRoom, crypto: Crypto) {
    this.#room = room
    this.pictures = new PictureDesk(room)
    this.#crypto = crypto
    this.#autosave = this.#newAutosave()
  }

  get saved(): ReadonlySignal<SaveState> { return this.#autosave.state }
  readonly newId = (): ItemId => newId('item', this.#crypto)

  /** Loads the plan of a class that may still be written. */
  async show(view: ClassView): Promise<void> {
    this.#autosave.stop()
    this.#autosave = this.#newAutosave()
    this.#code = view.code
    this.loaded.value = false
    if (view.phase !== 'draft' && view.phase !== 'lobby') return
    const kept = await this.#room.client.call(routes.classPlan, { params: { code: view.code } })
    if (this.#code !== view.code) return
    this.#kept = kept
    const unsent = recall(view.code)
    this.draft.value = unsent ?? kept
    this.loaded.value = true
    if (unsent !== null) this.#changed()
  }

  setTitle(title: string): void { this.#set({ title }) }
  setObjective(objective: string): void { this.#set({ plan: { ...this.draft.peek().plan, objective } }) }
  setPlan(plan: Plan): void { this.#set({ plan }) }
  change(id: ItemId, part: ItemPart): void { this.setPlan(changed(this.draft.peek().plan, id, part)) }
  move(id: ItemId, by: number): void { this.setPlan(moved(this.draft.peek().plan, id, by)) }

  /** Another plan in place of this one, as from a file; the toast about it brings the old one back. Pictures that this box does not have are left out, and it is said. */
  async replace({ title, plan: given }: Draft): Promise<void> {
    const { plan, dropped } = await this.pictures.withoutMissing(given)
    if (dropped > 0) this.#room.asking.notice.value = m.studio_pictures_dropped({ count: dropped })
    const before = this.draft.peek()
    const objective = plan.objective === '' ? before.plan.objective : plan.objective // A table has none.
    this.#set({ title: title.trim() === '' ? before.title : title, plan: { ...plan, objective } })
    if (before.plan.items.length > 0) this.#room.asking.offerUndo({ words: m.studio_plan_replaced(), take: () => this.#set(before) })
  }

  /** Title and plan of a class that was, with ids of its own. */
  async again(code: string): Promise<void> {
    await this.#room.asking.ask(async () => {
      const { title, plan } = await this.#room.client.call(routes.classPlan, { params: { code } })
      await this.replace({ title, plan: renewed(plan, this.newId) })
    })
  }

  /** Takes an item out; the toast about it puts it back. */
  remove(item: PlanItem, words: string): void {
    const before = this.draft.peek().plan
    this.setPlan(withoutItem(before, item.id))
    this.#room.asking.offerUndo({ words, take: () => this.setPlan(before) })
  }

  /** Answers the id of the new item, at the end or behind another one. */
  add(kind: ItemKind, after: ItemId | null = null): ItemId {
    const item = this.newItem(kind)
    this.setPlan(withItem(this.draft.peek().plan, item, after))
    return item.id
  }

  newItem(kind: ItemKind): PlanItem {
    return { id: this.newId(), title: kindWords(kind), kind, seconds: NEW_ITEM_SECONDS, overrun: 'push', cues: [], poll: kind === 'poll' ? { question: '', options: ['', ''] } : null, music: null }
  }

  /** Everything written is with the box when this answers true. */
  async flush(): Promise<boolean> {
    if (!this.loaded.peek()) return true
    if (this.missing.peek() !== null) return false
    await this.#autosave.flush()
    if (this.saved.peek() === 'kept') return true
    if (this.saved.peek() !== 'refused') this.#room.asking.tell(new Unreachable())
    return false
  }

  #set(part: Partial<Draft>): void {
    this.draft.value = { ...this.draft.peek(), ...part }
    this.#changed()
  }

  #changed(): void {
    const draft = this.draft.peek()
    remember(this.#code, draft)
    if (this.missing.peek() === null) this.#autosave.change(draft)
  }

  #newAutosave(): Autosave<Draft> {
    return new Autosave<Draft>({
      timers: pageTimers,
      remember: (draft) => remember(this.#code, draft),
      onRefused: (error) => this.#room.asking.tell(error),
      save: (draft) => this.#save(draft),
    })
  }

  async #save(draft: Draft): Promise<void> {
    const [{ client }, params] = [this.#room, { code: this.#code }]
    if (draft.title.trim() !== this.#kept.title) await client.call(routes.renameClass, { params, input: { title: draft.title } })
    if (draft.plan !== this.#kept.plan) await client.call(routes.setPlan, { params, input: { plan: draft.plan } })
    this.#kept = { ...draft, title: draft.title.trim() }
  }
}
