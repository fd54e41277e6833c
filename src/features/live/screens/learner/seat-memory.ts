import { z } from 'zod/mini'
import { ItemId, PollId, QuestionId } from '../../../../kernel/ids.ts'
import { HubTime } from '../../../../kernel/time.ts'
import { NAME_LENGTH } from '../../wire/together.ts'
import { SeatChoice } from '../../wire/words.ts'
import { allowed } from '../../../../ui/storage.ts'

/** What of `Storage` is used; it throws where the browser forbids storing. */
export type MemoryStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** What a reload of the page must not lose: the seat and what was done there. */
const Count = z.number().check(z.int(), z.nonnegative())
const Remembered = z.object({
  choice: SeatChoice,
  hand: z.boolean(),
  reps: Count,
  cues: z.object({ felt: Count, late: Count }),
  since: z.nullable(HubTime),
  name: z.string().check(z.maxLength(NAME_LENGTH)),
  felt: z.nullable(z.object({ item: ItemId, told: z.boolean() })),
  answer: z.nullable(z.object({ poll: PollId, option: Count, told: z.boolean() })),
  asked: z.array(z.object({ id: QuestionId, text: z.string(), named: z.boolean(), told: z.boolean() })),
})
export type Remembered = z.infer<typeof Remembered>

/** Remembers one tab's seat in one class until the class is over. Where storing is forbidden, nothing is remembered. */
export class SeatMemory {
  readonly #storage: MemoryStorage
  readonly #name: string

  constructor(storage: MemoryStorage, code: string) {
    this.#storage = storage
    this.#name = `lectern.seat.${code}`
  }

  read(): Remembered | null {
    const text = allowed(() => this.#storage.getItem(this.#name)) ?? null
    if (text === null) return null
    try {
      return Remembered.parse(JSON.parse(text))
    } catch {
      // Another version of this page, or somebody's hand: then the learner is asked again.
      return null
    }
  }

  write(remembered: Remembered): void {
    allowed(() => this.#storage.setItem(this.#name, JSON.stringify(remembered)))
  }

  forget(): void {
    allowed(() => this.#storage.removeItem(this.#name))
  }
}
