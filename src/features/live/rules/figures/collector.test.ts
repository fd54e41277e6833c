import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClassCode, CueId, SeatId } from '../../../../kernel/ids.ts'
import { RUNGS } from '../../../../kernel/ladder.ts'
import { type HubTime, hubTime, type WallTime } from '../../../../kernel/time.ts'
import type { CueResult, LinkState, RosterLine, SeatKind } from '../../wire/words.ts'
import { ClassFigures as ClassFiguresSchema } from '../../wire/words.ts'
import { FiguresCollector } from './collector.ts'

const SECOND = 1_000_000
const ada = 'seat_aaaaaaaaaaaaaaaa' as SeatId
const ben = 'seat_bbbbbbbbbbbbbbbb' as SeatId
const cleo = 'seat_cccccccccccccccc' as SeatId
const at = (seconds: number): HubTime => hubTime(seconds * SECOND)
const dates = { code: 'ABC234' as ClassCode, title: 'Breath', beganAt: 1 as WallTime, endedAt: 2 as WallTime }
const settled = (played: number, apartMs: number | null): CueResult =>
  ({ cue: 'cue_aaaaaaaaaaaaaaaa' as CueId, pressedAt: at(1), at: at(1), of: 3, played, late: 0, apartMs, afterMs: [], settled: true })

describe('the figures of a class', () => {
  it('takes a seat for in that a cue played on, in a class without picture and sound, and claim no time for it', () => {
    const figures = new FiguresCollector()
    figures.seated(ada, 'elsewhere')
    figures.joinTried(ada, 'elsewhere')
    figures.joinedWithoutMedia(ben)
    figures.joinedWithoutMedia(ada)
    figures.joinSucceeded(ada, 60_000)
    expect(figures.figures(dates)).toMatchObject({ joinTried: 1, joinSucceeded: 1, joinMs: null })
  })

  it('counts who came and got in, once each, by the seat they ended in', () => {
    const figures = new FiguresCollector()
    figures.seated(ada, 'elsewhere')
    figures.joinTried(ada, 'elsewhere')
    figures.joinTried(ada, 'elsewhere')
    figures.joinSucceeded(ada, 412.6)
    figures.joinSucceeded(ada, 90)
    figures.seated(ada, 'room')
    figures.seated(ben, 'venue')
    figures.joinTried(ben, 'venue')
    const told = figures.figures(dates)
    expect(told).toMatchObject({ came: 2, joinTried: 2, joinSucceeded: 1, joinMs: { p50: 413, count: 1 } })
    expect(told.bySeat.map(({ kind, came, joinTried, joinSucceeded }) => [kind, came, joinTried, joinSucceeded])).toEqual([['room', 1, 1, 1], ['venue', 1, 1, 0], ['elsewhere', 0, 0, 0]])
  })

  it('tells each seat’s visit by itself, for those who agreed to that', () => {
    const figures = new FiguresCollector()
    figures.seated(ada, 'room')
    figures.seated(ben, 'elsewhere')
    figures.joinTried(ada, 'room')
    figures.begin(at(10))
    figures.joinSucceeded(ada, 412.6)
    figures.seen({ seat: ada, link: 'good', rung: { rung: 'full', cause: 'none', since: at(0), way: 'webrtc' } }, at(10))
    figures.handRaised(ada, 20)
    figures.answered(ada, 'poll_a', 20)
    figures.seen({ seat: ada, link: 'gone', rung: null }, at(70))
    expect(figures.visits(at(90))).toEqual([
      { seat: ada, seconds: 60, joinMs: 413, hands: 1, reps: 0, answers: 1, rungs: [{ rung: 'full', seconds: 60 }] },
      { seat: ben, seconds: 0, joinMs: null, hands: 0, reps: 0, answers: 0, rungs: [] },
    ])
  })

  it('does not call a single phone together', () => {
    const figures = new FiguresCollector()
    figures.cueSettled(settled(1, 0))
    figures.cueSettled(settled(2, 14.2))
    expect(figures.figures(dates)).toMatchObject({ cues: 2, apartMs: { p50: 14, count: 1 } })
  })

  it('counts an answer once, however often it is changed or told, and the reps a seat has', () => {
    const figures = new FiguresCollector()
    figures.seated(ada, 'room')
    figures.answered(ada, 'poll_a', 20)
    figures.answered(ada, 'poll_a', 30)
    figures.checkAnswered(ada, 'item_a')
    figures.repConfirmed(ada, 3, 20)
    figures.repConfirmed(ada, 7, 20)
    expect(figures.figures(dates)).toMatchObject({ answers: 2, ready: 1, reps: 7, backMs: { count: 4 } })
  })

  it('after a restart knows how many answered before, and claims of no kind of seat that it was those', () => {
    const figures = new FiguresCollector()
    figures.seated(ada, 'room')
    figures.pollsWere([{ counts: [2, 3], answered: 5 }])
    figures.answered(ada, 'poll_b', 20)
    const told = figures.figures(dates)
    expect(told).toMatchObject({ answers: 6, polls: [{ answered: 5 }] })
    expect(told.bySeat.map(({ answers }) => answers)).toEqual([null, null, null])
  })

  it('fits what is put on record, in whole numbers', () => {
    const figures = new FiguresCollector()
    figures.seated(ada, 'room')
    figures.begin(at(0))
    figures.seen({ seat: ada, link: 'good', rung: { rung: 'low', cause: 'link', since: at(0), way: 'hls' } }, at(0))
    figures.cuePlayed('room', 61.4)
    figures.videoSeen('elsewhere', [80.2, 90.9])
    figures.jitterSeen('elsewhere', 3.4)
    figures.handRaised(ada, 12.3)
    figures.repConfirmed(ada, 1, 20)
    const told = figures.figures(dates, at(100.4))
    expect(ClassFiguresSchema.parse(told)).toEqual(told)
    expect(JSON.stringify(told)).not.toMatch(/\d\.\d/)
    expect(told).toMatchObject({ hands: 1, reps: 1, backMs: { count: 2 }, videoMs: { p50: 80, p95: 91 }, jitterMs: { p50: 3, count: 1 }, fallbacks: 1, rungs: [{ rung: 'low', seconds: 100 }] })
  })
})

type Step = { readonly wait: number } & (
  | { readonly do: 'seat'; readonly seat: SeatId; readonly kind: SeatKind }
  | { readonly do: 'line'; readonly seat: SeatId; readonly link: LinkState; readonly rung: RosterLine['rung'] }
  | { readonly do: 'hand' | 'rep' | 'answer' | 'check' | 'jitter'; readonly seat: SeatId; readonly n: number }
  | { readonly do: 'begin' }
)
const seat = fc.constantFrom(ada, ben, cleo)
const wait = fc.nat(90 * SECOND)
const kind = fc.constantFrom<SeatKind[]>('room', 'venue', 'elsewhere')
const rung = fc.record({
  rung: fc.constantFrom(...RUNGS), cause: fc.constantFrom('none' as const, 'link' as const, 'source' as const, 'asked' as const, 'silent' as const),
  since: fc.constant(at(0)), way: fc.constantFrom(null, 'hls' as const, 'webrtc' as const),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('seat' as const), seat, kind, wait }),
  { weight: 4, arbitrary: fc.record({ do: fc.constant('line' as const), seat, link: fc.constantFrom<LinkState[]>('arriving', 'good', 'socket', 'asleep', 'gone'), rung: fc.option(rung), wait }) },
  fc.record({ do: fc.constantFrom('hand' as const, 'rep' as const, 'answer' as const, 'check' as const, 'jitter' as const), seat, n: fc.nat(5), wait }),
  fc.record({ do: fc.constant('begin' as const), wait }),
)

/** Does it all, and adds up on its own how long pages were awake on a rung in the live class. */
function play(steps: readonly Step[]): { told: ReturnType<FiguresCollector['figures']>; awake: number; again: ReturnType<FiguresCollector['figures']> } {
  const figures = new FiguresCollector()
  const kinds = new Map<SeatId, SeatKind>()
  const counting = new Set<SeatId>()
  let [now, awake, isLive] = [0, 0, false]
  for (const one of steps) {
    now += one.wait
    if (isLive) awake += one.wait * counting.size
    if (one.do === 'begin') {
      figures.begin(hubTime(now))
      isLive = true
    } else if (one.do === 'seat' || !kinds.has(one.seat)) {
      kinds.set(one.seat, one.do === 'seat' ? one.kind : 'room')
      figures.seated(one.seat, kinds.get(one.seat) ?? 'room')
    } else if (one.do === 'line') {
      figures.seen(one, hubTime(now))
      if (one.rung && one.rung.cause !== 'asked' && (one.link === 'good' || one.link === 'socket')) counting.add(one.seat)
      else counting.delete(one.seat)
    } else if (one.do === 'hand') figures.handRaised(one.seat, one.n)
    else if (one.do === 'rep') figures.repConfirmed(one.seat, one.n, one.n)
    else if (one.do === 'answer') figures.answered(one.seat, `poll_${one.n}`, one.n)
    else if (one.do === 'check') figures.checkAnswered(one.seat, `item_${one.n}`)
    else figures.jitterSeen(kinds.get(one.seat) ?? 'room', one.n)
  }
  return { told: figures.figures(dates, hubTime(now)), awake, again: figures.figures(dates, hubTime(now)) }
}

describe('whatever happens in a class', () => {
  it('the kinds of seat add up to the totals, and asking twice gives the same', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { told, again } = play(steps)
      expect(again).toEqual(told)
      for (const what of ['came', 'joinTried', 'joinSucceeded', 'hands', 'reps', 'answers'] as const) {
        expect(told.bySeat.reduce((sum, row) => sum + (row[what] ?? Number.NaN), 0)).toBe(told[what])
      }
      for (const which of RUNGS) {
        const of = (rungs: typeof told.rungs) => rungs.find(({ rung: one }) => one === which) ?? { seconds: 0, falls: 0 }
        expect(told.bySeat.reduce((sum, row) => sum + of(row.rungs).seconds, 0)).toBe(of(told.rungs).seconds)
        expect(told.bySeat.reduce((sum, row) => sum + of(row.rungs).falls, 0)).toBe(of(told.rungs).falls)
      }
      for (const minute of ['began', 'at1', 'at3', 'at7'] as const) {
        const parts = told.bySeat.map(({ retention }) => retention?.[minute] ?? null)
        expect(told.retention?.[minute] ?? null).toBe(parts.includes(null) ? null : parts.reduce((sum: number, one) => sum + (one ?? 0), 0))
      }
    }))
  })

  it('nobody is counted as coming back who stayed: retention never rises, nor beyond who came', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { told: { retention, came } } = play(steps)
      if (!retention) return
      const reached = [came, retention.began, retention.at1, retention.at3, retention.at7].filter((one) => one !== null)
      expect(reached).toEqual(reached.toSorted((a, b) => b - a))
    }))
  })

  it('the rungs add up to the time that pages were awake in the live class', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { told, awake } = play(steps)
      const seconds = told.rungs.reduce((sum, one) => sum + one.seconds, 0)
      // Each of six rungs at three kinds of seat is rounded once.
      expect(Math.abs(seconds - awake / SECOND)).toBeLessThanOrEqual(9)
      // And each of five causes.
      const below = told.causes.reduce((sum, one) => sum + one.seconds, 0)
      expect(below).toBeLessThanOrEqual(seconds - (told.rungs.find(({ rung }) => rung === 'full')?.seconds ?? 0) + 12)
      expect(told.causes.reduce((sum, { falls }) => sum + falls, 0)).toBe(told.rungs.reduce((sum, { falls }) => sum + falls, 0))
    }))
  })
})
