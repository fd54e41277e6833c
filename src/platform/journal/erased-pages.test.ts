import { describe, expect, it } from 'vitest'
import { logPages } from '../../../testkit/disk-search.ts'
import { decryptedPages } from '../../../testkit/decrypted-pages.ts'
import { seededRandom } from '../../../testkit/random.ts'
import type { ClassId } from '../../kernel/ids.ts'
import { temporaryJournal } from './temporary-journal.ts'

const CLASS = `cls_${'a'.repeat(16)}` as ClassId

describe('many erasures', () => {
  it('leave no piece of what was erased in any page, however pages were split, joined and moved meanwhile, and all that was not', { timeout: 60_000 }, () => {
    using world = temporaryJournal()
    const { journal } = world
    const random = seededRandom(5)
    const left = new Map<number, string>()
    const gone: string[] = []
    for (let round = 0; round < 60; round += 1) {
      journal.transact((tx) => {
        for (let n = 0; n < 20; n += 1) {
          const mark = Buffer.from(`needle ${round}.${n} of so many`).toString('base64url')
          // Some are longer than a page.
          const { sequence } = tx.append({ kind: 'live.word-said.1', classId: CLASS, actor: 'box', body: {}, private: { word: mark.repeat(random() < 0.1 ? 200 : 1 + Math.floor(random() * 5)) } })
          left.set(sequence, mark)
        }
      })
      const chosen = [...left.keys()].filter(() => random() < 0.4)
      journal.transact((tx) => tx.erase({ entries: chosen, cause: 'test', classId: CLASS, actor: 'box' }))
      for (const sequence of chosen) {
        gone.push(left.get(sequence) ?? '')
        left.delete(sequence)
      }
      if (round % 20 === 19) journal.scrub()
    }
    expect(logPages(world.file, world.key)).toHaveLength(0)
    journal.close()
    world.database.close()
    const pages = decryptedPages(world.file, world.key).toString('latin1')
    world.reopen()
    // As a disclosure has it: in base64url once more, from the mark's middle, wherever it begins.
    const spelled = (mark: string): string[] => [0, 1, 2].map((shift) => Buffer.from(mark.slice(shift)).toString('base64url').slice(0, 24))
    expect([...left.values()].filter((mark) => !spelled(mark).some((one) => pages.includes(one)))).toEqual([])
    expect(gone.length).toBeGreaterThan(500)
    expect(gone.filter((mark) => spelled(mark).some((one) => pages.includes(one)))).toEqual([])
  })
})
