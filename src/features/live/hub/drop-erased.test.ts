import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tablesOf } from '../../../../testkit/tables.ts'
import type { ClassCode, ClassId } from '../../../kernel/ids.ts'
import { temporaryJournal } from '../../../platform/journal/temporary-journal.ts'
import type { EntryDraft } from '../../../platform/journal/journal.ts'
import { FiguresCollector } from '../rules/figures/collector.ts'
import { liveProjector } from './store.ts'

const LETTERS = 'abcdefghijklmnop'
const id = (prefix: string, n: number): string => `${prefix}_${(LETTERS[n % 16] ?? 'a').repeat(16)}`
const CLASS = id('cls', 0) as ClassId
const hash = 'A'.repeat(43)
const { title: _, ...figures } = new FiguresCollector().figures({ code: 'ABC234' as ClassCode, title: '', beganAt: null, endedAt: null })
const item = (n: number, word: string) => ({ id: id('item', n), title: word, kind: 'talk', seconds: 60, overrun: 'push', cues: [{ at: 5, word: word.slice(0, 20) }], poll: { question: word, options: [word, 'no'] }, music: null })

/** Entries with private fields, each saying one word that nothing else says, and entries that work on what they made. */
const SAYS: ((word: string, n: number) => Omit<EntryDraft, 'actor'>)[] = [
  (word) => ({ kind: 'live.class-renamed.1', body: {}, private: { title: word } }),
  (word, n) => ({ kind: 'live.plan-set.1', body: { items: 2, seconds: 120, cues: 2 }, private: { plan: { objective: word, items: [item(n, word), item(n + 1, word)] } } }),
  (word, n) => ({ kind: 'live.run-moved.1', body: { type: 'inserted', at: 0, index: 0, id: id('item', n + 2), kind: 'talk', seconds: 60, overrun: 'push' }, private: { item: item(n + 2, word) } }),
  (_, n) => ({ kind: 'live.run-moved.1', body: { type: 'entered', at: 0, item: id('item', n) } }),
  (_, n) => ({ kind: 'live.run-moved.1', body: { type: 'extended', at: 0, item: id('item', n), seconds: 30 } }),
  (word, n) => ({ kind: 'live.timer-started.1', body: { timer: id('tmr', n), at: 0, seconds: 5 }, private: { label: word } }),
  (word, n) => ({ kind: 'live.poll-opened.1', body: { poll: id('poll', n), item: null, options: 2, at: 0 }, private: { question: word, texts: [word, 'b'] } }),
  (word) => ({ kind: 'live.control-taken.1', body: {}, private: { label: word } }),
  (word, n) => ({ kind: 'live.answer-kept.1', body: { seat: id('seat', n), poll: id('poll', n), at: 0 }, private: { option: 0, text: word } }),
  (word, n) => ({ kind: 'live.question-kept.1', body: { seat: id('seat', n), question: id('qst', n), at: 0 }, private: { text: word } }),
  (word, n) => ({ kind: 'live.name-kept.1', body: { seat: id('seat', n) }, private: { name: word } }),
  (_, n) => ({ kind: 'live.visit-kept.1', body: { seat: id('seat', n) }, private: { seconds: 1, joinMs: 1, hands: 1, reps: 1, answers: 1, rungs: [] } }),
  (_, n) => ({ kind: 'live.hand-raised.1', body: { seat: id('seat', n), up: true, at: 0 } }),
  () => ({ kind: 'live.class-begun.1', body: { at: 0 } }),
]
/** Of the box; and seats, whose devices are no words. */
const ONCE: ((word: string, n: number) => Omit<EntryDraft, 'actor'>)[] = [
  (_, n) => ({ kind: 'live.seat-taken.1', body: { seat: id('seat', n), kind: 'room', headphones: false }, private: { device: id('dev', n) } }),
  (word, n) => ({ kind: 'live.track-added.1', body: { track: id('trk', n), type: 'audio/mpeg', ms: 5 }, private: { title: word, sha256: word }, blobs: [{ sha256: hash, bytes: 20 }] }),
  (word, n) => ({ kind: 'live.picture-added.1', body: { picture: id('pic', n), type: 'image/png', width: 1, height: 1 }, private: { title: word, sha256: word }, blobs: [{ sha256: hash, bytes: 20 }] }),
]

const say = fc.record({ say: fc.nat(SAYS.length - 1), n: fc.nat(3) })
const once = fc.record({ once: fc.nat(ONCE.length - 1), n: fc.nat(15) })
const erase = fc.record({
  erase: fc.array(fc.nat(30), { minLength: 1, maxLength: 6 }),
  fields: fc.constantFrom(undefined, undefined, ['title'], ['text'], ['option'], ['texts'], ['device'], ['plan', 'label']),
})

describe('what is erased', () => {
  it('is in no table afterwards, and the tables are as if they were made anew, whatever came before and comes after', { timeout: 60_000 }, () => {
    fc.assert(fc.property(fc.array(fc.oneof(say, say, say, once, erase), { maxLength: 30 }), fc.boolean(), (steps, ends) => {
      using world = temporaryJournal([liveProjector])
      const { journal } = world
      const put = (draft: Omit<EntryDraft, 'actor'>): void => void journal.transact((tx) => tx.append({ ...draft, actor: id('dev', 0), classId: draft.blobs ? undefined : CLASS }))
      put({ kind: 'live.class-made.1', body: { code: 'ABC234' }, private: { title: 'word-0.' } })
      const made = new Set<string>()
      for (const step of steps) {
        const word = `word-${journal.head().size}.`
        if ('say' in step) put(SAYS[step.say]?.(word, step.n) ?? { kind: 'live.lobby-opened.1', body: {} })
        else if ('once' in step) {
          if (made.has(`${step.once} ${step.n}`)) continue
          made.add(`${step.once} ${step.n}`)
          put(ONCE[step.once]?.(word, step.n) ?? { kind: 'live.lobby-opened.1', body: {} })
        } else {
          const size = journal.head().size
          journal.transact((tx) => tx.erase({ entries: step.erase.filter((sequence) => sequence < size), fields: step.fields, cause: 'test', classId: CLASS, actor: 'box' }))
        }
      }
      if (ends) put({ kind: 'live.class-ended.1', body: { at: 0, entries: journal.head().size + 1, figures } })
      const seen = tablesOf(journal.query, 'live_')
      const text = JSON.stringify(seen)
      for (const entry of journal.read(0, journal.head().size)) {
        if (Object.keys(journal.disclosed(entry)).length === 0) expect(text).not.toContain(`word-${entry.sequence}.`)
      }
      journal.rebuild()
      expect(tablesOf(journal.query, 'live_')).toEqual(seen)
      expect(world.faults).toEqual([])
    }), { numRuns: 120 })
  })
})
