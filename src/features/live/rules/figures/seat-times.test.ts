import { describe, expect, it } from 'vitest'
import type { SeatId } from '../../../../kernel/ids.ts'
import type { Rung, RungCause } from '../../../../kernel/ladder.ts'
import { type HubTime, hubTime } from '../../../../kernel/time.ts'
import type { LinkState, RosterLine } from '../../wire/words.ts'
import { SeatTimes } from './seat-times.ts'

const at = (seconds: number): HubTime => hubTime((1000 + seconds) * 1_000_000)
const [ada, ben, cleo] = ['a', 'b', 'c'].map((letter) => `seat_${letter.repeat(16)}` as SeatId) as [SeatId, SeatId, SeatId]

/** A class that is live since second 0, and what its roster says at which second. */
class Played {
  readonly times = new SeatTimes()
  constructor({ watchedFrom = 0 } = {}) {
    this.times.begin(at(0), at(watchedFrom))
  }
  line(seconds: number, seat: SeatId, link: LinkState, rung: Rung | null = null, cause: RungCause = 'link', way: 'hls' | 'webrtc' = 'webrtc'): this {
    const held: RosterLine['rung'] = rung && { rung, cause, since: at(0), way }
    this.times.seen({ seat, link, rung: held }, at(seconds))
    return this
  }
  causes(until: number) { return this.times.causes([ada, ben, cleo], at(until)) }
  rungs(until: number) { return this.times.rungs([ada, ben, cleo], at(until)) }
  stayed(until: number) { return this.times.retention([ada, ben, cleo], at(until)) }
}

describe('time on the rungs', () => {
  it('counts from the first rung a page told to its next, while it is awake, and nowhere while it sleeps or is gone', () => {
    const class1 = new Played()
      .line(0, ada, 'arriving').line(2, ada, 'good').line(5, ada, 'good', 'full').line(25, ada, 'good', 'low')
      .line(40, ada, 'asleep', 'low').line(50, ada, 'socket', 'low').line(60, ada, 'gone', 'low')
    expect(class1.rungs(300)).toEqual([{ rung: 'full', seconds: 20, falls: 0 }, { rung: 'low', seconds: 25, falls: 1 }])
  })

  it('calls a step down a fall when the link asked for it, not when the class or the seat did, nor a step up', () => {
    const falls = new Played()
      .line(0, ada, 'good', 'full', 'none').line(1, ada, 'good', 'audio', 'source').line(2, ada, 'good', 'full', 'none')
      .line(3, ada, 'good', 'cues', 'asked').line(4, ada, 'good', 'full', 'none')
      .line(5, ada, 'good', 'still', 'loss').line(6, ada, 'good', 'low', 'loss').line(7, ada, 'good', 'still', 'link')
      .rungs(8).map(({ rung, falls: count }) => [rung, count])
    expect(falls).toEqual([['full', 0], ['low', 0], ['still', 2], ['audio', 0]])
  })

  it('says why it was less than the full picture, for how long, and how often it took somebody down', () => {
    const class1 = new Played()
      .line(0, ada, 'good', 'full', 'none').line(10, ada, 'good', 'low', 'link').line(30, ada, 'good', 'still', 'loss').line(40, ada, 'asleep', 'still', 'loss')
      .line(0, ben, 'good', 'audio', 'source').line(100, ben, 'good', 'full', 'none')
      .line(0, cleo, 'good', 'cues', 'asked').line(100, cleo, 'gone', 'cues', 'asked')
    expect(class1.causes(200)).toEqual([{ cause: 'link', seconds: 20, falls: 1 }, { cause: 'loss', seconds: 10, falls: 1 }, { cause: 'source', seconds: 100, falls: 0 }])
  })

  it('leaves out the time of who wanted no more: a silent phone in the room says nothing of its link', () => {
    expect(new Played().line(0, ada, 'good', 'cues', 'asked').rungs(600)).toEqual([])
    expect(new Played().line(0, ada, 'good', 'audio', 'asked').line(10, ada, 'good', 'cues', 'silent').rungs(15)).toEqual([{ rung: 'cues', seconds: 5, falls: 1 }])
  })

  it('begins with the class, on the rung that was told in the lobby', () => {
    const times = new SeatTimes()
    times.seen({ seat: ada, link: 'good', rung: { rung: 'low', cause: 'link', since: at(-60), way: 'hls' } }, at(-60))
    expect([times.fallbacks(), times.rungs([ada], at(-1))]).toEqual([0, []])
    times.begin(at(0), at(0))
    times.begin(at(50), at(50))
    expect([times.fallbacks(), times.rungs([ada], at(30))]).toEqual([1, [{ rung: 'low', seconds: 30, falls: 0 }]])
  })

  it('counts who fell back to a stream once, and nobody who did so asleep', () => {
    const fallen = new Played()
      .line(1, ada, 'good', 'full', 'none', 'hls').line(2, ada, 'good', 'full', 'none').line(3, ada, 'good', 'full', 'none', 'hls')
      .line(1, ben, 'good', 'full', 'none').line(1, cleo, 'asleep', 'full', 'none', 'hls')
    expect(fallen.times.fallbacks()).toBe(1)
  })

  it('goes on from a restart of the box in mid-class', () => {
    expect(new Played({ watchedFrom: 100 }).line(101, ada, 'good', 'full').rungs(111)).toEqual([{ rung: 'full', seconds: 10, falls: 0 }])
  })
})

describe('who stayed', () => {
  it('is counted of those who were here in the first minute, at each minute the class reached', () => {
    const class1 = new Played().line(0, ada, 'good')
    expect(class1.stayed(20)).toEqual({ began: 1, at1: null, at3: null, at7: null })
    class1.line(30, ben, 'good')
    expect(class1.stayed(59.9)).toMatchObject({ began: 2, at1: null })
    class1.line(61, cleo, 'good').line(120, ben, 'gone')
    expect(class1.stayed(180)).toEqual({ began: 2, at1: 2, at3: 1, at7: null })
    expect(class1.stayed(1500)).toEqual({ began: 2, at1: 2, at3: 1, at7: 1 })
  })

  it('has nobody go who dropped out and came back, or sleeps, or went half a minute ago', () => {
    const class1 = new Played()
      .line(0, ada, 'good').line(100, ada, 'gone').line(200, ada, 'good').line(210, ada, 'gone')
      .line(0, ben, 'good').line(100, ben, 'asleep')
      .line(0, cleo, 'good').line(410, cleo, 'gone')
    expect(class1.stayed(420)).toEqual({ began: 3, at1: 3, at3: 3, at7: 2 })
    expect(class1.stayed(441)).toEqual({ began: 3, at1: 3, at3: 3, at7: 1 })
  })

  it('leaves out who left before the class began', () => {
    const times = new SeatTimes()
    times.seen({ seat: ada, link: 'good', rung: null }, at(-60))
    times.seen({ seat: ben, link: 'good', rung: null }, at(-60))
    times.seen({ seat: ben, link: 'gone', rung: null }, at(-5))
    expect(times.retention([ada, ben], at(-1))).toBeNull()
    times.begin(at(0), at(0))
    expect(times.retention([ada, ben], at(61))).toMatchObject({ began: 1, at1: 1 })
  })

  it('is not known when the box was started again after the first minute, and is when it was before', () => {
    expect(new Played({ watchedFrom: 61 }).line(62, ada, 'good').stayed(600)).toBeNull()
    expect(new Played({ watchedFrom: 20 }).line(22, ada, 'good').stayed(200)).toEqual({ began: 1, at1: 1, at3: 1, at7: null })
  })
})
