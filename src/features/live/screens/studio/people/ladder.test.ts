import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SeatId } from '../../../../../kernel/ids.ts'
import { Rung } from '../../../../../kernel/ladder.ts'
import { hubTime } from '../../../../../kernel/time.ts'
import type { RosterLine } from '../../../wire/words.ts'
import { preparedOf, rungCounts } from './ladder.ts'
import { rungSentences } from './ladder-words.ts'

const line = (over: Partial<RosterLine> = {}): RosterLine => ({
  seat: 'seat_aaaaaaaaaaaaaaaa' as SeatId, name: null, kind: 'elsewhere', headphones: false, link: 'good', linkMs: null, cueMs: null, videoMs: null,
  handSince: null, reps: 0, ready: true, standing: 'welcome', actedAt: null, rung: null, jitterMs: null, prepared: null, ...over,
})
const on = (rung: Rung, over: Partial<NonNullable<RosterLine['rung']>> = {}) => ({ rung: { rung, cause: 'link', since: hubTime(0), way: 'webrtc', ...over } as const })

describe('what the phones get', () => {
  it('is counted by rung, best first, without rungs that nobody stands on', () => {
    expect(rungCounts([line(on('audio')), line(on('full')), line(on('full'))])).toEqual([{ rung: 'full', count: 2 }, { rung: 'audio', count: 1 }])
  })

  it('leaves out whose phone is not there, who has not told, and who is in the room without headphones', () => {
    expect(rungCounts([line({ ...on('plan'), link: 'gone' }), line({ ...on('full'), link: 'asleep' }), line(), line({ ...on('cues'), kind: 'room' })])).toEqual([])
    expect(rungCounts([line({ ...on('audio'), kind: 'room', headphones: true })])).toEqual([{ rung: 'audio', count: 1 }])
  })

  it('never counts more than there are', () => {
    fc.assert(fc.property(fc.array(fc.record({ link: fc.constantFrom<RosterLine['link']>('arriving', 'good', 'socket', 'asleep', 'gone'), rung: fc.constantFrom(...Rung.options) })), (seats) => {
      const counts = rungCounts(seats.map(({ link, rung }) => line({ ...on(rung), link })))
      expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(seats.filter(({ link }) => link !== 'gone' && link !== 'asleep').length)
    }))
  })
})

describe('who has what the plan needs', () => {
  it('is counted among the phones that told', () => {
    const lines = [line({ prepared: { have: 4, of: 4 } }), line({ prepared: { have: 1, of: 4 } }), line(), line({ prepared: { have: 4, of: 4 }, link: 'gone' })]
    expect(preparedOf(lines)).toEqual({ ready: 1, of: 2 })
  })

  it('is not told where the plan needs nothing', () => {
    expect([preparedOf([]), preparedOf([line()]), preparedOf([line({ prepared: { have: 0, of: 0 } })])]).toEqual([null, null, null])
  })
})

describe('one phone’s rung, in words', () => {
  it('says what it gets and since when, why not more, and by which way', () => {
    const told = rungSentences(line({ ...on('low', { cause: 'blocked', way: 'hls' }), linkMs: 21, jitterMs: 11.6, prepared: { have: 2, of: 3 } }), hubTime(80_000_000))
    expect(told).toEqual([
      'A smaller picture, for 1:20.', 'Its network lets nothing else through.', 'Picture and sound arrive some seconds later there.',
      '21 ms from this box to the phone.', 'Sound comes about 12 ms early or late.', '2 of 3 files of the plan are there.',
    ])
  })

  it('says no more than it knows', () => {
    expect(rungSentences(line(), hubTime(0))).toEqual([])
    expect(rungSentences(line(on('full', { cause: 'none' })), null)).toEqual(['Full picture and sound.'])
    expect(rungSentences(line({ kind: 'room', ...on('cues') }), null)).toEqual(['The phone gives light, and nothing else is wanted of it.'])
  })
})
