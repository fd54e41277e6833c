import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openCheckpoint } from '../../kernel/checkpoint.ts'
import { encodeEntry } from '../../kernel/entry.ts'
import { Refused } from '../../kernel/failures.ts'
import { addLeaf, EMPTY_FRONTIER, frontierRoot, leafHash } from '../../kernel/tree.ts'
import { nodeCrypto } from '../crypto-node.ts'
import type { EntryDraft } from './journal.ts'
import { totalsProjector, writerClasses } from './journal-writer-shared.ts'
import { temporaryJournal } from './temporary-journal.ts'
import type { TemporaryJournal } from './temporary-journal.ts'

const crypto = nodeCrypto()

type Op =
  | { op: 'transact'; values: readonly number[]; refused: boolean }
  | { op: 'defer'; values: readonly number[] }
  | { op: 'timer' | 'reopen' | 'rebuild' | 'flush' }

const values = fc.array(fc.nat(999), { maxLength: 5 })
const ops = fc.array(fc.oneof(
  fc.record({ op: fc.constant('transact' as const), values, refused: fc.boolean() }),
  fc.record({ op: fc.constant('defer' as const), values }),
  fc.record({ op: fc.constantFrom('timer' as const, 'reopen' as const, 'rebuild' as const, 'flush' as const) }),
), { maxLength: 25 })

function draft(n: number): EntryDraft {
  return { kind: 'live.rep-confirmed.1', actor: 'dev_a', classId: writerClasses[n % 3], body: { n }, ...(n % 4 === 0 && { private: { word: `w${n}` } }) }
}

/** The simplest journal there can be: what is on record, what waits. */
class Model {
  readonly kept: number[] = []
  #waiting: number[] = []

  run(world: TemporaryJournal, step: Op): void {
    switch (step.op) {
      case 'transact':
        this.#transact(world, step)
        break
      case 'defer':
        for (const n of step.values) world.journal.defer(draft(n))
        this.#waiting.push(...step.values)
        break
      case 'rebuild':
        world.journal.rebuild()
        break
      case 'timer':
        world.timer.fire()
        this.#keepWaiting()
        break
      case 'flush':
        world.journal.flush()
        this.#keepWaiting()
        break
      case 'reopen':
        world.reopen()
        this.#keepWaiting()
    }
  }

  #transact(world: TemporaryJournal, { values: all, refused }: Extract<Op, { op: 'transact' }>): void {
    const work = () => world.journal.transact((tx) => {
      for (const n of all) tx.append(draft(n))
      if (refused) throw new Refused('NO')
    })
    if (refused) {
      expect(work).toThrow(Refused)
      return
    }
    work()
    this.#keepWaiting()
    this.kept.push(...all)
  }

  #keepWaiting(): void {
    this.kept.push(...this.#waiting.splice(0))
  }
}

function check({ journal }: TemporaryJournal, model: Model): void {
  const entries = journal.read(0, Number.MAX_SAFE_INTEGER)
  expect(entries.map((entry) => entry.body['n'])).toEqual(model.kept)
  expect(entries.map((entry) => entry.sequence)).toEqual(model.kept.map((_, at) => at))
  let frontier = EMPTY_FRONTIER
  for (const entry of entries) {
    const inClass = entries.filter((other) => other.class?.id === entry.class?.id && other.sequence < entry.sequence)
    if (entry.class) expect(entry.class.sequence).toBe(inClass.length)
    frontier = addLeaf(frontier, leafHash(encodeEntry(entry), crypto), crypto).frontier
    const note = journal.checkpoint(frontier.size)
    if (note) expect(openCheckpoint(note, journal.identity.signer, crypto).root).toEqual(frontierRoot(frontier, crypto))
  }
  expect(journal.head()).toEqual({ size: entries.length, root: frontierRoot(frontier, crypto) })
  if (entries.length > 0) expect(journal.checkpoint(entries.length)).toBeDefined()
  const projected = () => journal.query.all('SELECT * FROM totals ORDER BY class')
  const live = projected()
  journal.rebuild()
  expect(projected()).toEqual(live)
}

describe('the journal', () => {
  it('does what the simplest model does, whatever the order of calls, and rebuilds to the same rows', () => {
    fc.assert(fc.property(ops, (steps) => {
      using world = temporaryJournal([totalsProjector])
      const model = new Model()
      for (const step of steps) model.run(world, step)
      model.run(world, { op: 'flush' })
      check(world, model)
    }), { numRuns: 40 })
  }, 60_000)
})
