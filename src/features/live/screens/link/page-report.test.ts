import fc from 'fast-check'
import { expect, it } from 'vitest'
import { RungCause, RUNGS } from '../../../../kernel/ladder.ts'
import { hubTime } from '../../../../kernel/time.ts'
import { report } from '../../wire/messages.ts'
import { reportOf } from './page-report.ts'

const link = { roundTripMs: 20, clockErrorMs: 2, channel: true, oneWayNeedMs: 30, asleep: false }
const page = { videoMs: null, joinMs: null, outputNeedMs: 15 }

it('a report leaves out what the page does not know, and names what it needs ahead of a cue', () => {
  expect(reportOf(link, page)).toEqual({ type: 'report', channel: true, asleep: false, roundTripMs: 20, clockErrorMs: 2, leadMs: 47, videoMs: null, joinMs: null })
  const rung = { rung: 'audio', cause: 'link', since: hubTime(9), way: 'webrtc' } as const
  expect(reportOf(link, { ...page, rung, jitterMs: 3.5, prepared: { have: 2, of: 3 } })).toMatchObject({ rung, jitterMs: 3.5, prepared: { have: 2, of: 3 } })
})

it('whatever a page has measured, the box takes the report', () => {
  const ms = fc.option(fc.double({ noNaN: false }))
  const known = fc.record({
    rung: fc.option(fc.record({ rung: fc.constantFrom(...RUNGS), cause: fc.constantFrom(...RungCause.options), since: fc.nat().map(hubTime), way: fc.constantFrom('webrtc' as const, 'hls' as const, null) }), { nil: undefined }),
    jitterMs: ms, prepared: fc.option(fc.record({ have: fc.nat(1000), of: fc.nat(1000) }), { nil: undefined }),
  })
  fc.assert(fc.property(ms, ms, ms, ms, fc.double(), fc.array(fc.double({ min: 0, max: 60_000, noNaN: true })), known, (roundTripMs, clockErrorMs, oneWayNeedMs, joinMs, outputNeedMs, videoMs, more) => {
    expect(report.body.safeParse(reportOf({ ...link, roundTripMs, clockErrorMs, oneWayNeedMs }, { videoMs, joinMs, outputNeedMs, ...more })).success).toBe(true)
  }))
})
