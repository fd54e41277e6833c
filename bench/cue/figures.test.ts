import { describe, expect, it } from 'vitest'
import { cueVerdicts, pairUp, summarySeen, summaryTold } from './figures.ts'

describe('cues as they were seen', () => {
  it('belong to the press before them and to no later one', () => {
    const cues = pairUp([100, 1000], [105, 1004], [[150, 1060], [999, 1050, 1070]])
    expect(cues).toEqual([
      { pressed: 100, sent: 105, outputs: [150, 999] },
      { pressed: 1000, sent: 1004, outputs: [1060, 1050] },
    ])
  })

  it('are missing where a phone showed nothing in time', () => {
    const summary = summarySeen(pairUp([100], [], [[150], [2200], [160]]))
    expect(summary).toMatchObject({ cues: 1, missing: 1, pressToSent: { count: 0 }, pressToPlay: { max: 60, count: 2 }, apart: { max: 10, count: 1 } })
  })

  it('are judged by their limits, and not at all when there were none', () => {
    const limits = { afterMs: 80, apartMs: 20 }
    const judged = cueVerdicts(summarySeen(pairUp([0], [], [[60], [81]])), limits)
    expect(judged.map(({ met }) => met)).toEqual([false, false, true])
    expect(cueVerdicts(summarySeen([]), limits).every(({ met }) => met === undefined)).toBe(true)
  })
})

describe('cues as the studio tells them', () => {
  it('count what was late and what never played', () => {
    const told = { of: 3, played: 2, late: 1, apartMs: 12, afterMs: [50, 62], leadMs: 45 }
    expect(summaryTold([told, { ...told, apartMs: null }])).toMatchObject({ cues: 2, late: 2, missing: 2, apart: { count: 1 }, pressToPlay: { count: 4 } })
  })
})
