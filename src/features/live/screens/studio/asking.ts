import { type Signal, signal } from '@preact/signals'
import { Malformed, Refused, type RefusalDetails } from '../../../../kernel/failures.ts'
import { ToldRefusal, Unreachable } from '../../../../ui/client.ts'
import { pageTimers } from '../../../../ui/timers.ts'
import { m } from '../../../../words/messages.js'
import { refusedWords } from './refused-words.ts'

/** Something that was done and can be taken back, while the toast about it stands. */
export type Undo = { readonly words: string; readonly take: () => void }

/** Long enough to read and reach; whatever can be undone can also be found and done the other way round. */
const UNDO_FOR_MS = 15_000

/** How the studio asks the box for anything, and what stands on the page when the box says no. */
export class Asking {
  readonly busy: Signal<boolean> = signal(false)
  /** The sentence of the last refusal, until it is dismissed. */
  readonly problem: Signal<string | null> = signal(null)
  /** A sentence that is no refusal: another device was quicker. */
  readonly notice: Signal<string | null> = signal(null)
  readonly undo: Signal<Undo | null> = signal(null)
  readonly #itemTitle: (id: string) => string | undefined

  constructor(itemTitle: (id: string) => string | undefined) {
    this.#itemTitle = itemTitle
  }

  /** Answers whether the box did it. */
  async ask(act: () => Promise<unknown>): Promise<boolean> {
    this.busy.value = true
    try {
      await act()
      return true
    } catch (error) {
      this.tell(error)
      return false
    } finally {
      this.busy.value = false
    }
  }

  /** Stands for a while; another one takes its place. */
  offerUndo(undo: Undo): void {
    this.undo.value = undo
    pageTimers.after(UNDO_FOR_MS, () => { if (this.undo.peek() === undo) this.undo.value = null })
  }

  takeBack(): void {
    const undo = this.undo.peek()
    this.undo.value = null
    undo?.take()
  }

  tell(error: unknown): void {
    if (error instanceof Refused && error.code === 'RUN_MOVED_ON') this.notice.value = this.#movedOn(error.details)
    else if (error instanceof ToldRefusal) this.problem.value = error.sentence
    else if (error instanceof Unreachable) this.problem.value = m.studio_unreachable()
    else if (error instanceof Refused) this.problem.value = refusedWords(error.code)
    else if (error instanceof Malformed) this.problem.value = m.studio_unreachable_why()
    else throw error
  }

  #movedOn({ item }: RefusalDetails): string {
    const title = typeof item === 'string' ? this.#itemTitle(item) : undefined
    return title === undefined ? m.studio_moved_on() : m.studio_moved_on_to({ title })
  }
}
