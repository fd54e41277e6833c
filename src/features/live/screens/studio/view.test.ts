import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SeatId } from '../../../../kernel/ids.ts'
import { hubTime } from '../../../../kernel/time.ts'
import { beginRun, plannedRun } from '../../rules/run/run.ts'
import type { PlanItem } from '../../wire/run.ts'
import type { CueResult, RosterLine } from '../../wire/words.ts'
import { cameraDoor, contextOf, groupsOf, handsOf, isHere, isRunning, scheduleNow, typicalAfterMs } from './view.ts'

const line = (over: Partial<RosterLine>): RosterLine => ({
  seat: 'seat_aaaaaaaaaaaaaaaa' as SeatId, name: null, kind: 'elsewhere', headphones: false, link: 'good',
  linkMs: 4, cueMs: 40, videoMs: 90, handSince: null, reps: 0, ready: false, standing: 'welcome', actedAt: null, rung: null, jitterMs: null, prepared: null, ...over,
})

describe('the host’s reading of the roster', () => {
  it('lists hands in the order they went up', () => {
    const lines = [line({ name: 'b', handSince: hubTime(20) }), line({ name: 'a', handSince: hubTime(10) }), line({ name: 'c' })]
    expect(handsOf(lines).map((hand) => hand.name)).toEqual(['a', 'b'])
  })

  it('puts who needs somebody before who is well, and leaves out kinds nobody chose', () => {
    const groups = groupsOf([line({ name: 'Ana' }), line({ name: 'Zoe', link: 'gone' }), line({ kind: 'room', name: 'Ida' })], ({ link }) => link === 'gone')
    expect(groups.map((group) => [group.kind, group.lines.map((one) => one.name), group.here])).toEqual([
      ['room', ['Ida'], 1],
      ['elsewhere', ['Zoe', 'Ana'], 1],
    ])
  })

  it('shows neither the hand of who is muted nor anybody who was sent away', () => {
    const up = hubTime(10)
    expect(handsOf([line({ name: 'muted', handSince: up, standing: 'muted' }), line({ name: 'well', handSince: up })]).map(({ name }) => name)).toEqual(['well'])
    const lines = [line({ standing: 'removed' }), line({ standing: 'blocked' }), line({ standing: 'muted' }), line({})]
    expect(lines.filter(isHere).map(({ standing }) => standing)).toEqual(['muted', 'welcome'])
    expect(groupsOf(lines, () => false).flatMap(({ lines: shown }) => shown)).toHaveLength(2)
  })

  it('never loses or doubles a learner when grouping', () => {
    const kinds = fc.constantFrom<RosterLine['kind']>('room', 'venue', 'elsewhere')
    const links = fc.constantFrom<RosterLine['link']>('arriving', 'good', 'socket', 'asleep', 'gone')
    const lines = fc.array(fc.record({ kind: kinds, link: links, name: fc.option(fc.string(), { nil: null }) }).map(line))
    fc.assert(fc.property(lines, (all) => {
      const grouped = groupsOf(all, ({ link }) => link === 'gone').flatMap((group) => group.lines)
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

describe('what the studio knows of the run of show', () => {
  const item = (kind: PlanItem['kind'], id: string): PlanItem => ({ id: `item_${id.repeat(16)}` as PlanItem['id'], title: kind, kind, seconds: 60, overrun: 'push', cues: [], poll: null, music: null })
  const run = beginRun(plannedRun({ objective: '', items: [item('check', 'a'), item('practice', 'b')] }), hubTime(1_000_000))

  it('says since when a live check is on, and that no practice is', () => {
    expect(contextOf(scheduleNow(run, hubTime(31_000_000)), { phase: 'live', beganAt: hubTime(5) })).toEqual({ checkSince: hubTime(1_000_000), practiceSince: null, liveSince: hubTime(5) })
  })

  it('knows nothing without a run, a plan or a clock', () => {
    expect([scheduleNow(null, hubTime(1)), scheduleNow(run, null), scheduleNow(plannedRun({ objective: '', items: [] }), hubTime(1))]).toEqual([null, null, null])
    expect(contextOf(null, null)).toEqual({ checkSince: null, practiceSince: null, liveSince: null })
    expect(contextOf(null, { phase: 'closed', beganAt: hubTime(5) }).liveSince).toBeNull()
  })
})

describe('a timer on the host’s page', () => {
  it('runs from its agreed start to its end, and not while it stands', () => {
    const line = { length: 1000, position: 0, since: hubTime(500) }
    expect([isRunning(line, hubTime(0)), isRunning(line, hubTime(1499)), isRunning(line, hubTime(1500))]).toEqual([true, true, false])
    expect([isRunning({ ...line, since: null }, hubTime(0)), isRunning(null, hubTime(0))]).toEqual([false, false])
    expect(isRunning({ ...line, length: null }, hubTime(9e9))).toBe(true)
  })
})
