import { describe, expect, it } from 'vitest'
import type { ClassId } from '../../kernel/ids.ts'
import { temporaryJournal } from './temporary-journal.ts'

const [CLASS, OTHER] = [`cls_${'a'.repeat(16)}` as ClassId, `cls_${'b'.repeat(16)}` as ClassId]

describe('the entries of a class', () => {
  it('are found by kind, by an id they say in the open, and by what is private and left', () => {
    using world = temporaryJournal()
    const { journal } = world
    const put = (classId: ClassId | undefined, kind: string, seat: string, secret?: string): number =>
      journal.transact((tx) => tx.append({ kind, classId, actor: 'box', body: { seat }, private: secret === undefined ? undefined : { secret } })).sequence
    const first = put(CLASS, 'live.word-said.1', 'seat_a', 'seat_b')
    put(OTHER, 'live.word-said.1', 'seat_a', 'x')
    put(undefined, 'live.word-said.1', 'seat_a')
    const second = put(CLASS, 'live.hand-raised.1', 'seat_b')
    const third = put(CLASS, 'live.hand-raised.1', 'seat_a')
    const sequences = (which?: Parameters<typeof journal.ofClass>[1]): number[] => journal.ofClass(CLASS, which).map(({ sequence }) => sequence)
    expect(sequences()).toEqual([first, second, third])
    expect(sequences({ kinds: ['live.hand-raised.1'] })).toEqual([second, third])
    expect(sequences({ naming: ['seat_a'] })).toEqual([first, third])
    expect(sequences({ naming: ['seat_b', 'seat_a'], kinds: ['live.hand-raised.1'] })).toEqual([second, third])
    expect(sequences({ naming: [] })).toEqual([])
    expect(sequences({ withPrivate: true })).toEqual([first])
    expect(journal.countPrivate(CLASS)).toBe(1)
    expect(journal.bytes()).toBeGreaterThan(4096)
    journal.transact((tx) => tx.erase({ entries: [first], cause: 'test', classId: CLASS, actor: 'box' }))
    expect(sequences({ withPrivate: true })).toEqual([])
    expect(journal.countPrivate(CLASS)).toBe(0)
  })
})
