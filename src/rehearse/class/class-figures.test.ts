import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClassFigures } from '../../features/live/wire/words.ts'
import { disagreements, keptLost, type Witnessed } from './agreement.ts'
import { apartMs, cueFigures, type SeenCue } from './cue-log.ts'

const cue = fc.record({ second: fc.nat(60), of: fc.integer({ min: 1, max: 20 }), afterMs: fc.array(fc.double({ min: 1, max: 500, noNaN: true }), { maxLength: 20 }) })
  .map(({ second, of, afterMs }): SeenCue => ({ second, of: Math.max(of, afterMs.length), afterMs }))

describe('cues as the learners saw them', () => {
  it('count as played only when every learner who was there played every one', () => {
    fc.assert(fc.property(fc.array(cue, { minLength: 1 }), (cues) => {
      const complete = cues.every(({ of, afterMs }) => afterMs.length === of)
      expect(cueFigures(cues).played === 1).toBe(complete)
    }))
  })

  it('are nothing at all when none was given', () => {
    expect(cueFigures([])).toEqual({ played: null, afterMs: null, apartMs: null })
  })

  it('are apart by the first and the last learner, and by nobody when only one played', () => {
    expect(apartMs({ second: 1, of: 3, afterMs: [40, 31, 55] })).toBe(24)
    expect(apartMs({ second: 1, of: 3, afterMs: [40] })).toBeNull()
  })
})

const witnessed: Witnessed = { came: 3, cues: 5, hands: 3, reps: 3, answers: 3, cueMs: 40 }
const box = (over: Partial<ClassFigures> = {}): ClassFigures => ({
  code: 'K7M4QX', title: '', beganAt: null, endedAt: null, came: 3, joinTried: 3, joinSucceeded: 3, joinMs: null, cues: 5,
  cueMs: { p50: 30, p95: 45, p99: 50, count: 15 }, apartMs: null, videoMs: null, backMs: null, hands: 3, reps: 3, bySeat: [],
  polls: [{ counts: [2, 1], answered: 3 }], ...over,
}) as ClassFigures // Figures that were recorded before some of it was counted.

describe("the box's report beside what learners know", () => {
  it('agrees when all counts are equal and the delays nearly', () => {
    expect(disagreements(box(), witnessed)).toEqual([])
  })

  it('differs by what was counted otherwise, once each', () => {
    expect(disagreements(box({ hands: 2, cues: 6, polls: [] }), witnessed)).toEqual([
      { what: 'cues', box: 6, learners: 5 }, { what: 'hands', box: 2, learners: 3 }, { what: 'answers', box: 0, learners: 3 },
    ])
  })

  it('differs when cues were later than told, or not told at all', () => {
    expect(disagreements(box({ cueMs: null }), witnessed).map(({ what }) => what)).toEqual(['cue'])
    expect(disagreements(box(), { ...witnessed, cueMs: 90 }).map(({ what }) => what)).toEqual(['cue'])
  })

  it('has lost what was called kept and does not stand in it, and nothing by having more', () => {
    expect(keptLost({ hands: 3, reps: 10 }, { hands: 3, reps: 10 })).toBe(0)
    expect(keptLost({ hands: 4, reps: 12 }, { hands: 3, reps: 10 })).toBe(0)
    expect(keptLost({ hands: 1, reps: 9 }, { hands: 3, reps: 10 })).toBe(3)
  })
})
