import type { LiveDeps } from './deps.ts'
import type { RecordedFact } from './floor/floor-messages.ts'

type RecordDeps = Pick<LiveDeps, 'journal'> & { readonly kept: (fact: number) => void; readonly onFault: (error: unknown) => void }

/** Puts what happened on the floor on record with the next group commit; tells when it is durable. */
export function recordFacts({ journal, kept, onFault }: RecordDeps, facts: readonly RecordedFact[]): void {
  for (const { id, classId, actor, fact } of facts) {
    try {
      journal.defer({ kind: fact.kind, classId, actor, body: fact.body, private: fact.private }, () => kept(id))
    } catch (error) {
      // One fact that cannot be written must not take the others with it; nobody is told it was kept.
      onFault(error)
    }
  }
}
