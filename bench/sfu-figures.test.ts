import { describe, expect, it } from 'vitest'

import { median, table } from './report.ts'
import type { ContenderName } from './sfu-contenders.ts'
import { verdicts, type Sample } from './sfu-figures.ts'

const NO_DELAY = { p50: 1, p95: 1, p99: 1, max: 1, count: 1 }
const sample = (contender: ContenderName, round: number, microsPerPacket: number, more: Partial<Sample> = {}): Sample => ({
  contender, round, microsPerPacket, subscribers: 50, cores: 0.1, packetsPerSecond: 1, loss: 0, residentMegabytes: 100,
  video: NO_DELAY, plainVideo: NO_DELAY, audio: NO_DELAY, busy: 0.5, ...more,
})

describe('the verdict on the SFU', () => {
  it('takes the middle of the ratios within rounds, not the ratio of middles', () => {
    const samples = [5, 6, 7].flatMap((ours, round) => [sample('lectern', round, ours), sample('janus', round, [10, 30, 10][round] ?? 0)])
    expect(verdicts(samples)[0]).toMatchObject({ value: 0.5, met: true })
  })

  it('calls a figure missed when it is above its limit, a single lost packet included', () => {
    const found = verdicts([sample('lectern', 0, 6, { loss: 0.0001 }), sample('janus', 0, 10)])
    expect(found[0]).toMatchObject({ met: false })
    expect(found.find((verdict) => verdict.figure === 'loss')).toMatchObject({ met: false })
  })

  it('claims nothing where the peer or the promised audience was not measured', () => {
    expect(verdicts([sample('lectern', 0, 6)])[0]).toMatchObject({ value: undefined, met: undefined })
    expect(verdicts([sample('lectern', 0, 6, { subscribers: 10 })]).every((verdict) => verdict.met === undefined)).toBe(true)
  })
})

describe('a printed report', () => {
  it('finds the middle of odd and even counts', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, NaN])
  })

  it('aligns its columns and shows what is missing as a dash', () => {
    expect(table(['name', 'ms'], [['a', 1.5], ['long name', undefined]])).toBe('name         ms\na          1.50\nlong name     –')
  })
})
