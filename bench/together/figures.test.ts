import { describe, expect, it } from 'vitest'
import type { StartResult } from '../../src/features/live/wire/together.ts'
import { hubTime } from '../../src/kernel/time.ts'
import { backVerdicts, startSummary, startVerdicts } from './figures.ts'

const result = (what: StartResult['what'], played: number, apartMs: number | null): StartResult =>
  ({ what, id: `tmr_${'a'.repeat(16)}` as StartResult['id'], at: hubTime(0), of: 4, played, apartMs })

describe('the verdict on starts', () => {
  it('is by the 95th percentile of how far devices were apart, each kind of start for itself', () => {
    const results = [...Array.from({ length: 19 }, () => result('timer', 4, 3)), result('timer', 4, 90), result('music', 4, 30)]
    expect(startVerdicts([startSummary('timer', results), startSummary('music', results)]).map(({ value, met }) => [value, met])).toEqual([[3, true], [30, false]])
  })

  it('is none where nothing was measured; one device alone is not apart from anything', () => {
    expect(startVerdicts([startSummary('timer', [result('timer', 1, 0), result('timer', 0, null)])])[0]).toMatchObject({ value: undefined, met: undefined })
    expect(startSummary('timer', [result('timer', 1, 0)])).toMatchObject({ starts: 1, measured: 0, untold: 3 })
  })
})

describe('the verdict on answers back', () => {
  it('counts what the studio never heard of against it', () => {
    expect(backVerdicts([{ way: 'hand', ms: [100, 120], missing: 1 }]).map(({ met }) => met)).toEqual([true, false])
    expect(backVerdicts([{ way: 'rep', ms: [500], missing: 0 }]).map(({ met }) => met)).toEqual([false, true])
  })
})
