import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CLASS, RedactionWorld } from '../../../../../testkit/redaction-world.ts'
import { Refused } from '../../../../kernel/failures.ts'
import { storedSegments } from '../store.ts'
import type { PreparedRedaction } from './prepare-redaction.ts'

/**
 * Several decisions under way at once, in whatever order, with the process dying in between: of what somebody was told is gone nothing is ever
 * readable again, and nothing else is lost.
 */
const what = { first: fc.nat(1), goes: fc.constantFrom({ sound: true, picture: false }, { sound: false, picture: true }, { sound: true, picture: true }) }
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('prepare' as const), length: fc.nat(1), ...what }) },
  { weight: 8, arbitrary: fc.record({ type: fc.constantFrom(...Array.from({ length: 6 }, () => 'commit' as const), 'done' as const, 'discard' as const), which: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('seal' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('die' as const), at: fc.nat(12), ...what }) },
)

type Open = { readonly prepared: PreparedRedaction; readonly goes: readonly string[]; isCommitted: boolean }

it('whatever is decided, in whatever order, and whenever the process dies: what went stays gone, and all else stays', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 20 }), async (steps) => {
    using world = new RedactionWorld()
    for (let count = 0; count < 3; count += 1) await world.seal()
    const there = new Set(Array.from({ length: 3 }, (_, number) => [`video ${number}`, `audio ${number}`]).flat())
    const gone = (first: number, last: number, { sound, picture }: { sound: boolean; picture: boolean }): string[] =>
      Array.from({ length: last - first + 1 }, (_, index) => [...(picture ? [`video ${first + index}`] : []), ...(sound ? [`audio ${first + index}`] : [])]).flat()
    let open: Open[] = []
    for (const one of steps) {
      if (one.type === 'prepare') {
        const last = one.first + one.length
        open.push({ prepared: await world.prepare(world.span(one.first, last), one.goes), goes: gone(one.first, last, one.goes), isCommitted: false })
      } else if (one.type === 'seal') {
        const number = await world.seal()
        for (const mark of gone(number, number, { sound: true, picture: true })) there.add(mark)
      } else if (one.type === 'restart') {
        await world.restart()
        open = []
      } else if (one.type === 'die') {
        world.killAt(one.at)
        const ended = await world.redact(world.span(one.first), one.goes).catch(() => undefined)
        await world.restart()
        open = []
        const goes = gone(one.first, one.first, one.goes)
        // Either state, as a whole.
        const left = await world.marks(one.first)
        const isNew = goes.every((mark) => !left.has(mark))
        if (ended) expect(isNew).toBe(true)
        if (isNew) for (const mark of goes) there.delete(mark)
      } else {
        const among = one.type === 'commit' ? open.filter(({ isCommitted }) => !isCommitted) : open
        const chosen = among[one.which % Math.max(1, among.length)]
        if (!chosen) continue
        if (one.type === 'commit') {
          try {
            world.commit(chosen.prepared)
            chosen.isCommitted = true
            for (const mark of chosen.goes) there.delete(mark)
          } catch (error) {
            expect(error).toEqual(new Refused('BUSY'))
          }
        } else {
          await (chosen.isCommitted ? chosen.prepared.done() : chosen.prepared.discard())
          open = open.filter((other) => other !== chosen)
        }
      }
      const now = new Set<string>()
      for (const { number } of storedSegments(world.journal.query, CLASS)) for (const mark of await world.marks(number)) now.add(mark)
      expect(now).toEqual(there)
      // With every key that is left, on every file there is.
      expect(world.readable()).toEqual(there)
    }
    await world.restart()
    expect(world.files).toHaveLength(storedSegments(world.journal.query, CLASS).length)
    const stored = storedSegments(world.journal.query, CLASS)
    world.journal.rebuild()
    expect(storedSegments(world.journal.query, CLASS)).toEqual(stored)
  }), { numRuns: 40 })
}, 60_000)
