import { describe, expect, it } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { nodeCrypto } from '../crypto-node.ts'
import { MAX_WAITING } from './deferred.ts'
import type { EntryDraft, Loss, Projector } from './journal.ts'
import { entriesLost } from './losses.ts'
import { temporaryJournal } from './temporary-journal.ts'
import type { TemporaryJournal } from './temporary-journal.ts'

const cls = newId('cls', nodeCrypto())
const ROOMY = 1_000_000
const LONG = 'x'.repeat(5000)

function cue(n: number, text = ''): EntryDraft {
  return { kind: 'live.cue-pressed.1', actor: 'dev_host', classId: cls, body: { n, text } }
}

/** No page may be added from here on, as on a full disk. */
function fillDisk(world: TemporaryJournal): void {
  world.database.settle()
  world.database.limitPages(1)
}

function heard(world: TemporaryJournal): Loss[] {
  const all: Loss[] = []
  world.journal.onLoss((loss) => all.push(loss))
  return all
}

describe('when the disk takes nothing', () => {
  it('the class goes on, the lamp hears it, and what waited is kept once there is room, in order', () => {
    using world = temporaryJournal()
    const { journal, timer } = world
    const lamp = heard(world)
    const kept: number[] = []
    fillDisk(world)
    for (let n = 0; n < 5; n += 1) journal.defer(cue(n, LONG), (entry) => kept.push(entry.sequence))
    timer.fire()
    expect(lamp).toMatchObject([{ state: 'failing', waiting: 5, lost: 0, cause: { code: 'DB_FULL' } }])
    expect(journal.head().size).toBe(0)
    expect(kept).toEqual([])

    timer.fire()
    expect(lamp).toHaveLength(2)
    world.database.limitPages(ROOMY)
    journal.defer(cue(5))
    timer.fire()
    expect(kept).toEqual([0, 1, 2, 3, 4])
    expect(lamp.at(-1)).toEqual({ state: 'recovered', lost: 0 })
    expect(journal.read(0, 99).map((entry) => entry.body['n'])).toEqual([0, 1, 2, 3, 4, 5])
    expect(world.faults).toEqual([])
  })

  it('a decision is refused with the failure, and nothing of it or before it is half kept', () => {
    using world = temporaryJournal()
    const { journal, timer } = world
    fillDisk(world)
    journal.defer(cue(0, LONG))
    expect(() => journal.transact((tx) => void tx.append(cue(1, LONG)))).toThrow('DB_FULL')
    expect(journal.head().size).toBe(0)
    world.database.limitPages(ROOMY)
    timer.fire()
    expect(journal.read(0, 9).map((entry) => entry.body['n'])).toEqual([0])
  })

  it('more than can wait is lost, and the next entries say how much of what, without a gap', () => {
    using world = temporaryJournal()
    const { journal, timer } = world
    const lamp = heard(world)
    fillDisk(world)
    for (let n = 0; n < MAX_WAITING; n += 1) journal.defer(cue(n))
    for (let n = 0; n < 3; n += 1) journal.defer(cue(MAX_WAITING + n))
    journal.defer({ kind: 'live.hand-raised.1', actor: 'dev_a', body: { n: 1 } })
    timer.fire()
    expect(lamp).toMatchObject([{ state: 'failing', waiting: MAX_WAITING, lost: 4 }])

    world.database.limitPages(ROOMY)
    timer.fire()
    expect(lamp.at(-1)).toEqual({ state: 'recovered', lost: 4 })
    // The rest follows in further groups.
    expect(journal.head().size).toBeLessThan(MAX_WAITING)
    while (timer.pending.length > 0) timer.fire()
    const [ofClass, ofNone, first] = journal.read(0, 3)
    expect(ofClass).toMatchObject({ kind: entriesLost.kind, class: { id: cls, sequence: 0 }, body: { count: 3, kinds: { 'live.cue-pressed.1': 3 } } })
    expect(ofNone).toMatchObject({ kind: entriesLost.kind, class: null, body: { count: 1, kinds: { 'live.hand-raised.1': 1 } } })
    expect(entriesLost.body.safeParse(ofClass?.body).success).toBe(true)
    expect(first).toMatchObject({ sequence: 2, class: { sequence: 1 }, body: { n: 0 } })
    expect(journal.head().size).toBe(MAX_WAITING + 2)
    expect(world.reopen().head().size).toBe(MAX_WAITING + 2)
  })

  it('a listener that stopped listening, or throws, holds nothing up', () => {
    using world = temporaryJournal()
    const { journal, timer } = world
    const stopped: Loss[] = []
    journal.onLoss((loss) => stopped.push(loss))()
    journal.onLoss(() => {
      throw new Error('a broken lamp')
    })
    const lamp = heard(world)
    fillDisk(world)
    journal.defer(cue(0, LONG))
    timer.fire()
    expect(stopped).toEqual([])
    expect(lamp).toHaveLength(1)
    expect(world.faults).toMatchObject([{ message: 'a broken lamp' }])
  })
})

describe('when a projection cannot take an entry', () => {
  const picky: Projector = {
    feature: 'live', version: 1, tables: 'CREATE TABLE odd (n INTEGER UNIQUE) STRICT',
    project: (sql, entry) => {
      if (entry.kind === 'live.cue-pressed.1') sql.run('INSERT INTO odd VALUES (?)', Number(entry.body['n']))
    },
  }

  it('the deferred ones around it are kept, the defect is told, and the loss is declared', () => {
    using world = temporaryJournal([picky])
    const { journal, timer } = world
    const kept: unknown[] = []
    for (const n of [1, 1, 2]) journal.defer(cue(n), (entry) => kept.push(entry.body['n']))
    timer.fire()
    expect(kept).toEqual([1, 2])
    expect(world.faults).toHaveLength(1)
    timer.fire()
    expect(journal.read(0, 9).map((entry) => entry.kind)).toEqual(['live.cue-pressed.1', 'live.cue-pressed.1', entriesLost.kind])
    expect(journal.query.all('SELECT n FROM odd ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }])
    journal.rebuild()
    expect(journal.query.all('SELECT n FROM odd ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }])
  })
})

describe('what is kept', () => {
  it('is told even when the one who is told breaks', () => {
    using world = temporaryJournal()
    const kept: number[] = []
    world.journal.defer(cue(0), () => {
      throw new Error('a broken hearer')
    })
    world.journal.defer(cue(1), (entry) => kept.push(entry.sequence))
    world.timer.fire()
    expect(kept).toEqual([1])
    expect(world.faults).toMatchObject([{ message: 'a broken hearer' }])
  })
})
