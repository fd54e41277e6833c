import { describe, expect, it } from 'vitest'

import { latencies } from '../../src/rehearse/browser/latencies.ts'
import { glassVerdicts, type PathName, type PathResult } from './figures.ts'

const delays = (p95: number): PathResult['video'] => ({ p50: p95, p95, p99: p95, max: p95, count: 9 })
const result = (path: PathName, round: number, video: number): PathResult => ({
  path, round, video: delays(video), displayed: delays(video), audio: delays(50), audioGraph: delays(40), framesPerSecond: 30, freezes: 0, unreadable: 0,
  concealed: 0, sending: { width: 1280, codec: 'video/H264', bitsPerSecond: 1 }, relay: undefined, busy: 0.5,
})

describe('tones', () => {
  it('are paired with the last that began before they were heard', () => {
    expect(latencies([0, 700, 1400], [60, 790])).toEqual([60, 90])
  })

  it('that belong to none are left out', () => {
    expect(latencies([100], [50, 900])).toEqual([])
  })
})

describe('the verdict on glass to glass', () => {
  it('takes the difference to the direct connection within each round', () => {
    const judged = glassVerdicts([result('direct', 0, 50), result('hub', 0, 80), result('direct', 1, 80), result('hub', 1, 90), result('direct', 2, 60), result('hub', 2, 99)])
    expect(judged.find((verdict) => verdict.figure.includes('less direct'))).toMatchObject({ value: 30, met: true })
    expect(judged[0]).toMatchObject({ value: 90, met: true })
  })

  it('calls a path that was not measured neither met nor missed', () => {
    expect(glassVerdicts([result('direct', 0, 50)]).every((verdict) => verdict.met === undefined)).toBe(true)
  })
})
