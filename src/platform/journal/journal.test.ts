import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openCheckpoint } from '../../kernel/checkpoint.ts'
import { parseDisclosure } from '../../kernel/commitment.ts'
import { Malformed, Refused } from '../../kernel/failures.ts'
import { newId } from '../../kernel/ids.ts'
import { verifyConsistency, verifyInclusion, consistencyProof, inclusionProof, leafHash, sameHash } from '../../kernel/tree.ts'
import { encodeEntry } from '../../kernel/entry.ts'
import { hubTime } from '../../kernel/time.ts'
import type { WallTime } from '../../kernel/time.ts'
import { nodeCrypto } from '../crypto-node.ts'
import { openDatabase } from '../sqlite/database.ts'
import { openJournal } from './journal.ts'
import type { EntryDraft, Journal, Projector, Tx } from './journal.ts'
import { entryStamps } from './stamp.ts'
import { temporaryJournal } from './temporary-journal.ts'

const crypto = nodeCrypto()
const cls = newId('cls', crypto)

function draft(n: number, more: Partial<EntryDraft> = {}): EntryDraft {
  return { kind: 'live.hand-raised.1', actor: 'dev_test', body: { n }, ...more }
}

/** Keeps what a feature would: the last number seen, and the names behind actors. */
const projector: Projector = {
  feature: 'live',
  version: 1,
  tables: 'CREATE TABLE seen (sequence INTEGER PRIMARY KEY, n INTEGER, name TEXT) STRICT; CREATE INDEX seen_n ON seen (n)',
  lasting: 'CREATE TABLE IF NOT EXISTS counters (device TEXT PRIMARY KEY, highest INTEGER) STRICT',
  project(sql, entry, disclosed) {
    sql.run('INSERT INTO seen VALUES (?, ?, ?)', entry.sequence, Number(entry.body['n'] ?? 0), String(disclosed['name'] ?? ''))
  },
}

function seen(journal: Journal) {
  return journal.query.all<{ sequence: number; n: number; name: string }>('SELECT * FROM seen ORDER BY sequence')
}

describe('the time of an entry', () => {
  it('says which of the machine’s runs it was made in, counted in this journal', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lectern-boots-'))
    const key = crypto.randomBytes(32)
    const runIn = (boot: string): readonly (number | undefined)[] => {
      const database = openDatabase(join(folder, 'hub.db'), key)
      const stamp = entryStamps({ boot: boot.repeat(16), now: () => hubTime(1), wall: () => 0 as WallTime })
      const journal = openJournal({ database, crypto, projectors: [], stamp, fault: () => undefined })
      journal.transact((tx) => [tx.append(draft(0)), tx.append(draft(1))].length)
      const counts = journal.read(0, journal.head().size).map(({ time }) => time.bootCount)
      journal.close()
      database.close()
      return counts
    }
    expect(runIn('a')).toEqual([1, 1])
    expect(runIn('a')).toEqual([1, 1, 1, 1])
    expect(runIn('b')).toEqual([1, 1, 1, 1, 2, 2])
    rmSync(folder, { recursive: true, force: true })
  })
})

describe('transact', () => {
  it('numbers entries without gaps, chains those of a class and signs each commit', () => {
    using world = temporaryJournal()
    const { journal } = world
    journal.transact((tx) => void tx.append(draft(0)))
    journal.transact((tx) => {
      tx.append(draft(1, { classId: cls }))
      tx.append(draft(2, { classId: cls }))
    })
    const entries = journal.read(0, 10)
    expect(entries.map((e) => e.sequence)).toEqual([0, 1, 2])
    expect(entries.map((e) => e.class?.sequence)).toEqual([undefined, 0, 1])
    expect(entries[1]?.class?.previous).toBeNull()
    const previous = leafHash(encodeEntry(entries[1]!), crypto) // Three entries were read above.
    expect(entries[2]?.class?.previous).toBe(Buffer.from(previous).toString('base64url'))
    const log = journal.identity.signer
    for (const size of [1, 3]) expect(openCheckpoint(journal.checkpoint(size) ?? '', log, crypto).size).toBe(size)
    expect(journal.checkpoint(2)).toBeUndefined()
    expect(sameHash(openCheckpoint(journal.checkpoint() ?? '', log, crypto).root, journal.head().root)).toBe(true)
  })

  it('leaves nothing behind when the work throws', () => {
    using world = temporaryJournal([projector])
    const { journal } = world
    journal.transact((tx) => void tx.append(draft(0)))
    const before = journal.head()
    expect(() => journal.transact((tx) => {
      tx.append(draft(1, { private: { name: 'Ada' } }))
      tx.outbox('urgent', { n: 1 })
      throw new Refused('NO')
    })).toThrow(Refused)
    expect(journal.head()).toEqual(before)
    expect(seen(journal)).toHaveLength(1)
    expect(journal.query.all('SELECT * FROM outbox')).toEqual([])
    expect(journal.query.all('SELECT * FROM disclosures')).toEqual([])
    journal.transact((tx) => expect(tx.append(draft(2)).sequence).toBe(1))
  })

  it('refuses asynchronous work and undoes it', () => {
    using world = temporaryJournal()
    const { journal } = world
    expect(() => {
      // @ts-expect-error asynchronous work does not type-check either
      journal.transact(async (tx) => tx.append(draft(0)))
    }).toThrow('must not be asynchronous')
    expect(journal.head().size).toBe(0)
  })

  it('gives a Tx that throws when it is kept beyond its transaction', () => {
    using world = temporaryJournal()
    let late: Tx | undefined
    world.journal.transact((tx) => {
      late = tx
    })
    expect(() => late?.append(draft(0))).toThrow('after its end')
    expect(() => late?.sql.run('DELETE FROM entries')).toThrow('after its end')
    expect(() => late?.outbox('urgent', {})).toThrow('after its end')
  })

  it('refuses a transaction inside a transaction', () => {
    using world = temporaryJournal()
    const { journal } = world
    expect(() => journal.transact(() => journal.transact(() => 1))).toThrow('inside a transaction')
    expect(journal.transact(() => 2)).toBe(2)
  })

  it('refuses an entry beyond 65 535 bytes, and one with a malformed kind', () => {
    using world = temporaryJournal()
    const { journal } = world
    expect(() => journal.transact((tx) => tx.append(draft(0, { body: { text: 'x'.repeat(66_000) } })))).toThrow(Malformed)
    expect(() => journal.transact((tx) => tx.append(draft(0, { kind: 'Hand raised' })))).toThrow(Malformed)
    expect(() => journal.defer(draft(0, { body: { half: 0.5 } }))).toThrow(Malformed)
    expect(journal.head().size).toBe(0)
  })

  it('counts the entries of a class, its own included', () => {
    using world = temporaryJournal()
    world.journal.defer(draft(0, { classId: cls }))
    const count = world.journal.transact((tx) => {
      tx.append(draft(1, { classId: cls }))
      return tx.count(cls)
    })
    expect(count).toBe(2)
  })
})

describe('defer', () => {
  it('groups what comes within a moment into one commit, in order, and tells each when it is kept', () => {
    using world = temporaryJournal()
    const { journal, timer } = world
    const kept: number[] = []
    for (const n of [1, 2, 3]) journal.defer(draft(n), (entry) => kept.push(entry.sequence))
    expect(kept).toEqual([])
    expect(timer.pending).toHaveLength(1)
    expect(timer.pending[0]).toBeLessThan(200)
    timer.fire()
    expect(kept).toEqual([0, 1, 2])
    expect(journal.query.all('SELECT size FROM checkpoints')).toEqual([{ size: 3 }])
    expect(timer.pending).toEqual([])
  })

  it('puts what was deferred before a decision on record before it', () => {
    using world = temporaryJournal()
    const { journal } = world
    journal.defer(draft(1))
    journal.transact((tx) => void tx.append(draft(2)))
    expect(journal.read(0, 9).map((e) => e.body['n'])).toEqual([1, 2])
  })

  it('keeps what was deferred when the decision beside it is refused', () => {
    using world = temporaryJournal()
    const { journal, timer } = world
    journal.defer(draft(1))
    expect(() => journal.transact(() => {
      throw new Refused('NO')
    })).toThrow(Refused)
    expect(journal.head().size).toBe(0)
    timer.fire()
    expect(journal.read(0, 9).map((e) => e.body['n'])).toEqual([1])
  })

  it('does not lose what is deferred inside a transaction', () => {
    using world = temporaryJournal()
    const { journal, timer } = world
    journal.defer(draft(1))
    journal.transact(() => journal.defer(draft(2)))
    timer.fire()
    expect(journal.read(0, 9).map((e) => e.body['n'])).toEqual([1, 2])
  })

  it('writes what waits when it closes', () => {
    using world = temporaryJournal()
    world.journal.defer(draft(7))
    expect(world.reopen().read(0, 9).map((e) => e.body['n'])).toEqual([7])
  })
})

describe('private fields', () => {
  it('reach the projection, stand in the entry as digests only, and vanish when the disclosure is erased', () => {
    using world = temporaryJournal([projector])
    const { journal } = world
    const entry = journal.transact((tx) => tx.append(draft(0, { private: { name: 'Ada' } })))
    expect(JSON.stringify(entry)).not.toContain('Ada')
    expect(seen(journal)).toEqual([{ sequence: 0, n: 0, name: 'Ada' }])
    expect(journal.disclosed(entry)).toEqual({ name: 'Ada' })
    const kept = journal.query.get<{ encoded: string }>('SELECT encoded FROM disclosures')
    expect(parseDisclosure(kept?.encoded ?? '', crypto).value).toBe('Ada')

    journal.transact((tx) => void tx.sql.run('DELETE FROM disclosures'))
    journal.rebuild()
    expect(seen(journal)).toEqual([{ sequence: 0, n: 0, name: '' }])
    expect(world.reopen().read(0, 1)).toEqual([entry])
  })
})

describe('projections', () => {
  it('are rebuilt when their version changes, with lasting rows left alone', () => {
    using world = temporaryJournal([projector])
    world.journal.transact((tx) => {
      tx.append(draft(5))
      tx.sql.run('INSERT INTO counters VALUES (?, ?)', 'dev', 3)
    })
    const doubled: Projector = {
      ...projector, version: 2, tables: 'CREATE TABLE twice (n INTEGER) STRICT',
      project: (sql, entry) => void sql.run('INSERT INTO twice VALUES (?)', Number(entry.body['n']) * 2),
    }
    const journal = world.reopen([doubled])
    expect(journal.query.all('SELECT * FROM twice')).toEqual([{ n: 10 }])
    expect(() => journal.query.all('SELECT * FROM seen')).toThrow('no such table')
    expect(journal.query.all('SELECT * FROM counters')).toEqual([{ device: 'dev', highest: 3 }])
  })
})

describe('proofs', () => {
  it('lead from any entry to any later checkpoint, and from any checkpoint to any later one', () => {
    using world = temporaryJournal()
    const { journal } = world
    for (let n = 0; n < 20; n += 1) journal.transact((tx) => void tx.append(draft(n)))
    const rootAt = (size: number) => openCheckpoint(journal.checkpoint(size) ?? '', journal.identity.signer, crypto)
    for (let size = 1; size <= 20; size += 1) {
      const index = size >> 1
      const leaf = journal.node(0, index)
      expect(verifyInclusion({ leaf, index, ...rootAt(size) }, inclusionProof(index, size, journal.node, crypto), crypto)).toBe(true)
      expect(verifyConsistency(rootAt(size), rootAt(20), consistencyProof(size, 20, journal.node, crypto), crypto)).toBe(true)
    }
  })
})
