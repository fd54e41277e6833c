import { z } from 'zod/mini'
import type { ClassId } from '../../kernel/ids.ts'
import type { EntryDraft, Prepared } from './drafts.ts'

const count = z.number().check(z.int(), z.nonnegative())

/** What could not be kept, told by the first entry after it. Times are microseconds on the hub's clock. */
export const entriesLost = {
  kind: 'journal.entries-lost.1',
  body: z.object({ count, kinds: z.record(z.string(), count), from: count, to: count }),
} as const

export type Loss = { readonly classId: ClassId | null; count: number; kinds: Record<string, number>; from: number; to: number }

/** Counts lost entries per class until their loss is on record. Grows with classes and kinds, not with entries. */
export class Losses {
  #byClass = new Map<ClassId | null, Loss>()

  get total(): number {
    let total = 0
    for (const loss of this.#byClass.values()) total += loss.count
    return total
  }

  add({ classId, fixed: { kind, time } }: Prepared): void {
    const known = this.#byClass.get(classId)
    const loss = known ?? { classId, count: 0, kinds: {}, from: time.monotonic, to: time.monotonic }
    loss.count += 1
    loss.kinds[kind] = (loss.kinds[kind] ?? 0) + 1
    loss.from = Math.min(loss.from, time.monotonic)
    loss.to = Math.max(loss.to, time.monotonic)
    if (!known) this.#byClass.set(classId, loss)
  }

  /** Takes what is counted so far, to be declared; give it back when that fails. */
  take(): readonly Loss[] {
    const taken = [...this.#byClass.values()]
    this.#byClass.clear()
    return taken
  }

  giveBack(taken: readonly Loss[]): void {
    for (const loss of taken) {
      const since = this.#byClass.get(loss.classId)
      this.#byClass.set(loss.classId, since ? together(loss, since) : loss)
    }
  }
}

export function lossDraft({ classId, ...body }: Loss): EntryDraft {
  return { kind: entriesLost.kind, actor: 'journal', body, ...(classId && { classId }) }
}

function together(one: Loss, other: Loss): Loss {
  const kinds = { ...one.kinds }
  for (const [kind, times] of Object.entries(other.kinds)) kinds[kind] = (kinds[kind] ?? 0) + times
  return {
    classId: one.classId, count: one.count + other.count, kinds,
    from: Math.min(one.from, other.from), to: Math.max(one.to, other.to),
  }
}
