import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decryptedPages, spellings } from '../../../testkit/decrypted-pages.ts'
import type { ClassId } from '../../kernel/ids.ts'
import { fieldsErased } from './erasure.ts'
import type { EntryDraft, Projector } from './journal.ts'
import { temporaryJournal } from './temporary-journal.ts'
import type { TemporaryJournal } from './temporary-journal.ts'

const CLASS = `cls_${'a'.repeat(16)}` as ClassId
const said = (word: string): EntryDraft => ({ kind: 'live.word-said.1', classId: CLASS, actor: 'box', body: { open: 1 }, private: { word, other: `${word}-other` } })

/** Keeps every private word in a table, as features do, and drops it when it hears that it is gone. */
const words: Projector = {
  feature: 'words', version: 1, tables: 'CREATE TABLE words_said (entry INTEGER PRIMARY KEY, word TEXT NOT NULL, other TEXT NOT NULL) STRICT;',
  project: (sql, entry, fields) => {
    if (entry.kind === 'live.word-said.1') sql.run('INSERT INTO words_said (entry, word, other) VALUES (?, ?, ?)', entry.sequence, String(fields['word'] ?? ''), String(fields['other'] ?? ''))
    if (entry.kind !== fieldsErased.kind) return
    const { entries, fields: names } = fieldsErased.body.parse(entry.body)
    for (const sequence of entries) {
      if (names === null || names.includes('word')) sql.run("UPDATE words_said SET word = '' WHERE entry = ?", sequence)
      if (names === null || names.includes('other')) sql.run("UPDATE words_said SET other = '' WHERE entry = ?", sequence)
    }
  },
}

describe('erasing private fields', () => {
  it('takes the value and leaves the entry, its hash and the sequence; whose decision it was is on record', () => {
    using world = temporaryJournal([words])
    const entry = world.journal.transact((tx) => tx.append(said('Ana')))
    const root = world.journal.node(0, 0)
    expect(world.journal.transact((tx) => tx.erase({ entries: [0, 0, 7], cause: 'withdrawn', classId: CLASS, actor: 'dev_a' }))).toBe(1)
    const [kept, told] = world.journal.read(0, 2)
    expect(kept).toEqual(entry)
    expect(world.journal.node(0, 0)).toEqual(root)
    expect(world.journal.disclosed(entry)).toEqual({})
    expect(world.journal.disclosures(entry)).toEqual([])
    expect(told).toMatchObject({ kind: 'journal.fields-erased.1', actor: 'dev_a', class: { id: CLASS }, body: { entries: [0], fields: null, cause: 'withdrawn' } })
  })

  it('takes only the fields that are named', () => {
    using world = temporaryJournal([words])
    const entry = world.journal.transact((tx) => tx.append(said('Ana')))
    world.journal.transact((tx) => tx.erase({ entries: [0], fields: ['other'], cause: 'withdrawn', actor: 'box' }))
    expect(world.journal.disclosed(entry)).toEqual({ word: 'Ana' })
  })

  it('puts nothing on record when there is nothing to erase, and is undone with its transaction', () => {
    using world = temporaryJournal([words])
    const entry = world.journal.transact((tx) => tx.append(said('Ana')))
    expect(world.journal.transact((tx) => tx.erase({ entries: [5], cause: 'withdrawn', actor: 'box' }))).toBe(0)
    expect(() => world.journal.transact((tx) => {
      tx.erase({ entries: [0], cause: 'withdrawn', actor: 'box' })
      throw new Error('not after all')
    })).toThrow('not after all')
    expect(world.journal.head().size).toBe(1)
    expect(world.journal.disclosed(entry)).toMatchObject({ word: 'Ana' })
  })

  it('splits what one entry could not name', () => {
    using world = temporaryJournal()
    world.journal.transact((tx) => { for (let n = 0; n < 3001; n += 1) tx.append(said(`w${n}`)) })
    world.journal.transact((tx) => tx.erase({ entries: Array.from({ length: 3001 }, (_, n) => n), cause: 'forgotten', classId: CLASS, actor: 'box' }))
    expect(world.journal.head().size).toBe(3003)
  })

  it('leaves nothing in any file of the database once it was scrubbed, read with its key', () => {
    using world = temporaryJournal([words])
    const needle = 'a-needle-nobody-else-writes'
    world.journal.transact((tx) => tx.append(said(needle)))
    expect(holds(world, needle)).toBe(true)
    world.journal.transact((tx) => tx.erase({ entries: [0], cause: 'withdrawn', actor: 'box' }))
    world.journal.scrub()
    expect(readFileSync(`${world.file}-wal`).length).toBe(0)
    expect(holds(world, needle)).toBe(false)
  })

  it('projects the same whether what was erased is replayed or was seen, whatever is erased when', () => {
    fc.assert(fc.property(fc.array(fc.oneof(
      fc.record({ say: fc.string({ maxLength: 5 }) }),
      fc.record({ erase: fc.array(fc.nat(12), { maxLength: 4 }), fields: fc.constantFrom(undefined, ['word'], ['other'], ['word', 'other']) }),
    ), { maxLength: 14 }), (steps) => {
      using world = temporaryJournal([words])
      for (const step of steps) {
        world.journal.transact((tx) => ('say' in step ? tx.append(said(step.say)) : tx.erase({ entries: step.erase, fields: step.fields, cause: 'test', actor: 'box' })))
      }
      const seen = world.journal.query.all('SELECT * FROM words_said ORDER BY entry')
      world.journal.rebuild()
      expect(world.journal.query.all('SELECT * FROM words_said ORDER BY entry')).toEqual(seen)
    }), { numRuns: 40 })
  })
})

/** Whether a text can be read by somebody who has the disk and the key. */
function holds(world: TemporaryJournal, text: string): boolean {
  world.journal.close()
  world.database.close()
  const pages = decryptedPages(world.file, world.key)
  world.reopen()
  return spellings(text).some((one) => pages.includes(one))
}
