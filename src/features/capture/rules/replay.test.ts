import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WallTime } from '../../../kernel/time.ts'
import { replayRefusal } from './replay.ts'
import type { ReplayFacts, ReplayViewer } from './replay.ts'

const facts = fc.record({
  replay: fc.record({ who: fc.constantFrom('nobody' as const, 'class' as const, 'code' as const), until: fc.option(fc.integer({ min: 0, max: 1000 }).map((at) => at as WallTime)) }),
  viewer: fc.constantFrom<ReplayViewer>('crew', 'class', 'code'), hasRecording: fc.boolean(), isOver: fc.boolean(), wall: fc.integer({ min: 0, max: 1000 }).map((at) => at as WallTime),
})
const open: ReplayFacts = { replay: { who: 'code', until: null }, viewer: 'code', hasRecording: true, isOver: true, wall: 500 as WallTime }

describe('who may watch a class again', () => {
  it.each<[string, Partial<ReplayFacts>, string | undefined]>([
    ['nobody but the crew, unless the host says so', { replay: { who: 'nobody', until: null } }, 'REPLAY_NOT_ALLOWED'],
    ['nobody either of those who were there', { replay: { who: 'nobody', until: null }, viewer: 'class' }, 'REPLAY_NOT_ALLOWED'],
    ['the crew always', { replay: { who: 'nobody', until: 0 as WallTime }, viewer: 'crew', isOver: false }, undefined],
    ['those who were there, when the host let them', { replay: { who: 'class', until: null }, viewer: 'class' }, undefined],
    ['and then nobody else', { replay: { who: 'class', until: null } }, 'REPLAY_NOT_ALLOWED'],
    ['whoever has the link, when the host let them', {}, undefined],
    ['those who were there too, then', { viewer: 'class' }, undefined],
    ['not before the class is over', { isOver: false }, 'REPLAY_NOT_ALLOWED'],
    ['at the last moment', { replay: { who: 'code', until: 500 as WallTime } }, undefined],
    ['not after it', { replay: { who: 'code', until: 499 as WallTime } }, 'REPLAY_OVER'],
    ['and who was never let in does not hear that it was open', { replay: { who: 'class', until: 499 as WallTime } }, 'REPLAY_NOT_ALLOWED'],
    ['what was never recorded, nobody', { viewer: 'crew', hasRecording: false }, 'NO_RECORDING'],
  ])('%s', (_, change, refusal) => {
    expect(replayRefusal({ ...open, ...change })).toBe(refusal)
  })

  it('is never widened by time, by a class that is not over, or by being less to the class', () => {
    fc.assert(fc.property(facts, (given) => {
      if (replayRefusal(given) !== undefined) return
      expect(replayRefusal({ ...given, viewer: 'crew' })).toBeUndefined()
      if (given.viewer === 'crew') return
      expect(given.isOver && given.replay.who !== 'nobody').toBe(true)
      expect(given.wall).toBeLessThanOrEqual(given.replay.until ?? Infinity)
      expect(given.replay.who === 'code' || given.viewer === 'class').toBe(true)
    }))
  })
})
