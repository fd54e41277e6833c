import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tablesOf } from '../../../../testkit/tables.ts'
import type { ClassId } from '../../../kernel/ids.ts'
import type { EntryDraft } from '../../../platform/journal/journal.ts'
import { temporaryJournal } from '../../../platform/journal/temporary-journal.ts'
import { ALL_REFUSED } from '../wire/words.ts'
import { privacyProjector } from './store.ts'

const id = (prefix: string, n: number): string => `${prefix}_${'abcdefgh'.charAt(n).repeat(16)}`
const CLASS = id('cls', 0) as ClassId
const span = { from: 0, to: 1 }
const remove = { sound: true, picture: false, text: false }
type Says = (word: string, n: number) => Omit<EntryDraft, 'actor' | 'classId'>

/** What this feature puts on record; every private text is one that nothing else says. */
const SAYS: readonly Says[] = [
  (word, n) => ({
    kind: 'privacy.consent-stated.1', body: { person: id('prs', n), by: 'self', choices: ALL_REFUSED, notice: { sha256: 'A'.repeat(43), language: 'en' }, statement: null },
    private: { device: id('dev', n), name: word, contact: word, guardian: word },
  }),
  (word, n) => ({ kind: 'privacy.claim-decided.1', body: { claim: id('clm', n), removed: null, span, means: 'silence', segments: [] }, private: { note: word } }),
  (_, n) => ({ kind: 'privacy.claim-taken-back.1', body: { claim: id('clm', n), statement: null } }),
  (_, n) => ({ kind: 'privacy.window-set.1', body: { hours: n } }),
  () => ({ kind: 'privacy.class-forgotten.1', body: { at: 5 } }),
]
const claims: Says = (word, n) => ({ kind: 'privacy.claim-made.1', body: { claim: id('clm', n), person: id('prs', n), span, remove, statement: null }, private: { reason: word, device: id('dev', n) } })

describe('what is erased', () => {
  it('is in no table of privacy, and the tables are as if they were made anew, whatever came before and comes after', { timeout: 60_000 }, () => {
    const step = fc.oneof(
      fc.record({ say: fc.nat(SAYS.length - 1), n: fc.nat(3) }),
      fc.record({ erase: fc.array(fc.nat(20), { minLength: 1, maxLength: 5 }), fields: fc.constantFrom(undefined, ['device'], ['name', 'contact'], ['reason']) }),
    )
    fc.assert(fc.property(fc.array(step, { maxLength: 20 }), fc.subarray([0, 1, 2, 3]), (steps, made) => {
      using world = temporaryJournal([privacyProjector])
      const { journal } = world
      const put = (draft: ReturnType<Says>): void => void journal.transact((tx) => tx.append({ ...draft, classId: CLASS, actor: 'box' }))
      for (const n of made) put(claims(`word-${journal.head().size}.`, n))
      for (const one of steps) {
        if ('say' in one) put((SAYS[one.say] ?? claims)(`word-${journal.head().size}.`, one.n))
        else journal.transact((tx) => tx.erase({ entries: one.erase, fields: one.fields, cause: 'test', classId: CLASS, actor: 'box' }))
      }
      const seen = tablesOf(journal.query, 'privacy_')
      expect(JSON.stringify(seen)).not.toContain('word-')
      const devices = new Set(journal.read(0, journal.head().size).flatMap((entry) => journal.disclosed(entry)['device'] ?? []))
      for (const n of [0, 1, 2, 3]) if (!devices.has(id('dev', n))) expect(JSON.stringify(seen)).not.toContain(id('dev', n))
      journal.rebuild()
      expect(tablesOf(journal.query, 'privacy_')).toEqual(seen)
    }), { numRuns: 60 })
  })
})
