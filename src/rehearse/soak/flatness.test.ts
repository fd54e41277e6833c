import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeSoak, type Sample, type Soaked } from './flatness.ts'

const flat = (count: number): Soaked => ({
  samples: Array.from({ length: count }, (_, index) => ({ megabytes: 300 + (index % 7), handles: 60 + (index % 3) })),
  cues: Array.from({ length: count }, (_, index) => ({ afterMs: 40 + (index % 5), apartMs: 3, missing: 0 })), joinsFailed: 0, faults: 0,
})
const missed = (soaked: Soaked): string[] => judgeSoak(soaked).filter(({ met }) => !met).map(({ figure }) => figure)

describe('a soak', () => {
  it('is flat when nothing grows after it has warmed up', () => {
    const warmingUp: Sample[] = Array.from({ length: 20 }, (_, index) => ({ megabytes: 150 + index * 7, handles: 20 + index * 2 }))
    const { samples, ...rest } = flat(60)
    expect(missed({ ...rest, samples: [...warmingUp, ...samples] })).toEqual([])
  })

  it('finds memory, handles or cues that creep, however slowly, once they are beyond the limit', () => {
    fc.assert(fc.property(fc.double({ min: 1, max: 50, noNaN: true }), (step) => {
      const { samples, cues, ...rest } = flat(90)
      expect(missed({ ...rest, cues, samples: samples.map((one, index) => ({ ...one, megabytes: one.megabytes + index * step })) })).toEqual(['memory'])
      expect(missed({ ...rest, cues, samples: samples.map((one, index) => ({ ...one, handles: one.handles + index * step })) })).toEqual(['handles'])
      expect(missed({ ...rest, samples, cues: cues.map((one, index) => ({ ...one, afterMs: one.afterMs + index * step })) })).toEqual(['cue-drift'])
    }))
  })

  it('is not shaken by one bad moment', () => {
    const { samples, cues, ...rest } = flat(60)
    const [one, another] = [samples.with(50, { megabytes: 900, handles: 900 }), cues.with(50, { afterMs: 2000, apartMs: 4, missing: 0 })]
    expect(missed({ ...rest, samples: one, cues: another })).toEqual([])
  })

  it('forgives no cue that was not played, no learner who did not get in, no fault, and not having looked', () => {
    const good = flat(60)
    expect(missed({ ...good, cues: good.cues.with(3, { afterMs: 40, apartMs: 3, missing: 1 }) })).toEqual(['unplayed'])
    expect(missed({ ...good, joinsFailed: 1, faults: 2 })).toEqual(['joins-failed', 'faults'])
    expect(missed({ samples: [], cues: [], joinsFailed: 0, faults: 0 })).toEqual(['memory', 'handles', 'cue-drift', 'apart', 'unplayed'])
  })
})
