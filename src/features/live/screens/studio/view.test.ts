import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SeatId } from '../../../../kernel/ids.ts'
import { hubTime } from '../../../../kernel/time.ts'
import type { CueResult, RosterLine } from '../../wire/words.ts'
import { cameraDoor, groupsOf, handsOf, needOf, typicalAfterMs } from './view.ts'

const line = (over: Partial<RosterLine>): RosterLine => ({
  seat: 'seat_aaaaaaaaaaaaaaaa' as SeatId, name: null, kind: 'elsewhere', headphones: false, link: 'good',
  linkMs: 4, cueMs: 40, videoMs: 90, handSince: null, reps: 0, ready: false, standing: 'welcome', actedAt: null, ...over,
})

describe('the host’s reading of the roster', () => {
  it('lists hands in the order they went up', () => {
    const lines = [line({ name: 'b', handSince: hubTime(20) }), line({ name: 'a', handSince: hubTime(10) }), line({ name: 'c' })]
    expect(handsOf(lines).map((hand) => hand.name)).toEqual(['a', 'b'])
  })

  it('puts who needs somebody before who is well, and leaves out kinds nobody chose', () => {
    const groups = groupsOf([line({ name: 'Ana' }), line({ name: 'Zoe', link: 'gone' }), line({ kind: 'room', name: 'Ida' })])
    expect(groups.map((group) => [group.kind, group.lines.map((one) => one.name), group.here])).toEqual([
      ['room', ['Ida'], 1],
      ['elsewhere', ['Zoe', 'Ana'], 1],
    ])
  })

  it('says a cue came late only beyond the limit', () => {
    expect(needOf(line({ cueMs: 150 }))).toBeUndefined()
    expect(needOf(line({ cueMs: 151 }))).toBe('cue-late')
    expect(needOf(line({ link: 'gone', cueMs: 500 }))).toBe('gone')
  })

  it('never loses or doubles a learner when grouping', () => {
    const kinds = fc.constantFrom<RosterLine['kind']>('room', 'venue', 'elsewhere')
    const links = fc.constantFrom<RosterLine['link']>('arriving', 'good', 'socket', 'asleep', 'gone')
    const lines = fc.array(fc.record({ kind: kinds, link: links, name: fc.option(fc.string(), { nil: null }) }).map(line))
    fc.assert(fc.property(lines, (all) => {
      const grouped = groupsOf(all).flatMap((group) => group.lines)
      expect(grouped).toHaveLength(all.length)
      expect(new Set(grouped)).toEqual(new Set(all))
    }))
  })
})

describe('figures under the Cue key', () => {
  const result = (afterMs: number[]): CueResult => ({
    cue: 'cue_aaaaaaaaaaaaaaaa' as CueResult['cue'], pressedAt: hubTime(0), at: hubTime(1), of: 3, played: afterMs.length, late: 0, apartMs: 0, afterMs, settled: true,
  })

  it('gives the middle instant, and nothing when nobody played', () => {
    expect(typicalAfterMs(result([90, 41, 43]))).toBe(43)
    expect(typicalAfterMs(result([44, 40]))).toBe(40)
    expect(typicalAfterMs(result([]))).toBeNull()
  })
})

describe('the camera’s door', () => {
  it('is open in a secure context, else names the way that exists', () => {
    expect(cameraDoor(true, null)).toBe('open')
    expect(cameraDoor(false, null)).toBe('needs-own-screen')
    expect(cameraDoor(false, 'https://lectern.example:8443')).toBe('needs-trusted-address')
  })
})
