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
const step = fc.oneof(
  fc.record({ type: fc.constant('prepare' as const), first: fc.nat(3), length: fc.nat(2), sound: fc.boolean(), picture: fc.boolean() }),
  fc.record({ type: fc.constantFrom('commit' as const, 'done' as const, 'discard' as const), which: fc.nat(3) }),
  fc.record({ type: fc.constant('seal' as const) }),
  fc.record({ type: fc.constant('restart' as const) }),
  fc.record({ type: fc.constant('die' as const), first: fc.nat(3), at: fc.nat(12), sound: fc.boolean(), picture: fc.boolean() }),
)

type Open = { readonly prepared: PreparedRedaction; readonly goes: readonly string[]; isCommitted: boolean }

it('whatever is decided, in whatever order, and whenever the process dies: what went stays gone, and all else stays', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
    using world = new RedactionWorld()
    for (let count = 0; count < 4; count += 1) await world.seal()
    const there = new Set(Array.from({ length: 4 }, (_, number) => [`video ${number}`, `audio ${number}`]).flat())
    const gone = (first: number, last: number, { sound, picture }: { sound: boolean; picture: boolean }): string[] =>
      Array.from({ length: last - first + 1 }, (_, index) => [...(picture ? [`video ${first + index}`] : []), ...(sound ? [`audio ${first + index}`] : [])]).flat()
    let open: Open[] = []
    for (const one of steps) {
      if (one.type === 'prepare') {
        const last = Math.min(3, one.first + one.length)
        open.push({ prepared: await world.prepare(world.span(one.first, last), one), goes: gone(one.first, last, one), isCommitted: false })
      } else if (one.type === 'seal') {
        const number = await world.seal()
        for (const mark of gone(number, number, { sound: true, picture: true })) there.add(mark)
      } else if (one.type === 'restart') {
        await world.restart()
        open = []
      } else if (one.type === 'die') {
        world.killAt(one.at)
        const ended = await world.redact(world.span(one.first), one).catch(() => undefined)
        await world.restart()
        open = []
        const goes = gone(one.first, one.first, one)
        // Either state, as a whole.
        const left = await world.marks(one.first)
        const isNew = goes.length > 0 && goes.every((mark) => !left.has(mark))
        if (ended) expect(isNew || goes.length === 0).toBe(true)
        if (isNew) for (const mark of goes) there.delete(mark)
      } else {
        const chosen = open[one.which % Math.max(1, open.length)]
        if (!chosen) continue
        if (one.type === 'commit' && !chosen.isCommitted) {
          try {
            world.commit(chosen.prepared)
            chosen.isCommitted = true
            for (const mark of chosen.goes) there.delete(mark)
          } catch (error) {
            expect(error).toEqual(new Refused('BUSY'))
          }
        } else if (one.type !== 'commit') {
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
  }), { numRuns: 25 })
}, 60_000)
