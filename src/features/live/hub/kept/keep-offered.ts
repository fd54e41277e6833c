import type { JsonObject } from '../../../../kernel/canonical.ts'
import type { ClassId, PollId, QuestionId, SeatId } from '../../../../kernel/ids.ts'
import type { LiveDeps } from '../deps.ts'
import type { Offer } from '../floor/floor-messages.ts'
import { lastKept } from './kept-store.ts'

type KeepDeps = Pick<LiveDeps, 'journal' | 'privacy'>

/**
 * Keeps what somebody said, if they agreed to that and still do: asked at this moment, so that what comes after a no is
 * not kept. A page tells its answers and questions again after a restart of the box; what is kept already is not kept twice.
 */
export function keepOffered({ journal, privacy, onFault }: KeepDeps & { readonly onFault: (error: unknown) => void }, offers: readonly Offer[]): void {
  for (const { classId, fact } of offers) {
    try {
      const { seat } = fact.body
      if (!privacy.mayKeep(classId, seat, 'answers') || isKept({ journal }, classId, fact)) continue
      journal.defer({ kind: fact.kind, classId, actor: seat, body: fact.body, private: fact.private })
    } catch (error) {
      onFault(error) // One that cannot be kept must not take the others with it.
    }
  }
}

function isKept(deps: Pick<LiveDeps, 'journal'>, classId: ClassId, fact: Offer['fact']): boolean {
  if (fact.kind === 'live.question-kept.1') return keptFields(deps, classId, fact.body.seat, fact.kind, fact.body.question) !== undefined
  return keptFields(deps, classId, fact.body.seat, fact.kind, fact.body.poll)?.['option'] === fact.private.option
}

/** What is kept last of that kind, about that poll or question; undefined when nothing is. */
export function keptFields({ journal }: Pick<LiveDeps, 'journal'>, classId: ClassId, seat: SeatId, kind: string, subject: PollId | QuestionId | null): JsonObject | undefined {
  const sequence = lastKept(journal.query, classId, seat, kind, subject)
  const entry = sequence === undefined ? undefined : journal.read(sequence, sequence + 1)[0]
  return entry && journal.disclosed(entry)
}
