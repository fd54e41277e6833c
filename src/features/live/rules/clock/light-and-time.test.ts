import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { hubTime } from '../../../../kernel/time.ts'
import { FlashCap, LEAST_BETWEEN_RISES, LONGEST_WAIT } from '../cue/flash-cap.ts'
import { FrameClock } from './frame-clock.ts'
import { endsAt, nextBoundary, pause, positionAt, remainingAt, run, seek, standing, type Timeline } from './timeline.ts'

const SECOND = 1_000_000

describe('the cap on light', () => {
  it('lets the first rise happen when it was asked for', () => {
    expect(new FlashCap().rise(70_000, 10_000)).toBe(70_000)
  })

  it('holds a rise back by a frame or two, and drops one that comes much too soon', () => {
    const cap = new FlashCap()
    cap.rise(0, 0)
    expect(cap.rise(LEAST_BETWEEN_RISES - 20_000, LEAST_BETWEEN_RISES - 20_000)).toBe(LEAST_BETWEEN_RISES)
    expect(cap.rise(LEAST_BETWEEN_RISES + 100_000, LEAST_BETWEEN_RISES + 100_000)).toBeUndefined()
  })

  it('never shows three flashes within any second, whatever is asked', () => {
    const asks = fc.array(fc.record({ wait: fc.integer({ min: 0, max: 700_000 }), ahead: fc.integer({ min: -SECOND, max: 3 * SECOND }) }), { maxLength: 200 })
    fc.assert(fc.property(asks, (asked) => {
      const cap = new FlashCap()
      const rises: number[] = []
      let now = 0
      for (const { wait, ahead } of asked) {
        now += wait
        const at = cap.rise(now + ahead, now)
        if (at === undefined) continue
        expect(at).toBeGreaterThanOrEqual(now)
        expect(at - Math.max(now, now + ahead)).toBeLessThanOrEqual(LONGEST_WAIT)
        rises.push(at)
      }
      for (const start of rises) expect(rises.filter((at) => at >= start && at < start + SECOND).length).toBeLessThanOrEqual(2)
    }))
  })

  it('holds in true time when the clock is set back by anything at any moment', () => {
    const steps = fc.array(fc.record({ wait: fc.integer({ min: 0, max: 400_000 }), back: fc.oneof(fc.constant(0), fc.nat(3600 * SECOND)) }), { maxLength: 100 })
    fc.assert(fc.property(steps, (given) => {
      const cap = new FlashCap()
      let [truth, setBack, last] = [0, 0, -Infinity]
      for (const { wait, back } of given) {
        truth += wait
        setBack += back
        const at = cap.rise(truth - setBack, truth - setBack)
        if (at === undefined) continue
        const risesAt = at + setBack
        expect(risesAt - last).toBeGreaterThanOrEqual(LEAST_BETWEEN_RISES)
        last = risesAt
        truth = Math.max(truth, risesAt)
      }
    }))
  })

  it('counts from the frame that showed a rise, when that came late', () => {
    const cap = new FlashCap()
    expect(cap.earliest).toBe(-Infinity)
    cap.rise(0, 0)
    cap.shown(30_000)
    expect(cap.earliest).toBe(530_000)
    expect(cap.rise(500_000, 500_000)).toBe(530_000)
    cap.shown(10)
    expect(cap.earliest).toBe(1_030_000)
  })

  it('refuses a time that is none', () => {
    expect(new FlashCap().rise(NaN, 0)).toBeUndefined()
    expect(new FlashCap().rise(0, Infinity)).toBeUndefined()
  })
})

describe('a shared timeline', () => {
  const at = (seconds: number) => hubTime(seconds * SECOND)

  it('runs from an agreed start, stands while paused, and ends at its length', () => {
    const running = run(standing(10 * SECOND), at(100))
    expect(positionAt(running, at(99))).toBe(0)
    expect(positionAt(running, at(104))).toBe(4 * SECOND)
    expect(positionAt(running, at(999))).toBe(10 * SECOND)
    expect(endsAt(running)).toBe(at(110))
    const paused = pause(running, at(104))
    expect(positionAt(paused, at(500))).toBe(4 * SECOND)
    expect(remainingAt(paused, at(500))).toBe(6 * SECOND)
    expect(endsAt(run(paused, at(500)))).toBe(at(506))
  })

  it('names the next boundary on the shared clock, and none past the end or while it stands', () => {
    const running = run(standing(10 * SECOND), at(100))
    expect(nextBoundary(running, 4 * SECOND, at(99))).toBe(at(100))
    expect(nextBoundary(running, 4 * SECOND, at(100))).toBe(at(104))
    expect(nextBoundary(running, 4 * SECOND, at(105))).toBe(at(108))
    expect(nextBoundary(running, 4 * SECOND, at(108))).toBeNull()
    expect(nextBoundary(pause(running, at(101)), 4 * SECOND, at(102))).toBeNull()
    expect(nextBoundary(run(standing(null), at(0)), SECOND, at(1e6))).toBe(at(1e6 + 1))
  })

  it('refuses a negative length and a boundary without a distance', () => {
    expect(() => standing(-1)).toThrow(RangeError)
    expect(() => nextBoundary(standing(1), 0, at(1))).toThrow(RangeError)
  })

  it('gains and loses nothing over any runs, pauses and seeks', () => {
    const step = fc.record({ wait: fc.nat(5 * SECOND), what: fc.constantFrom('run', 'pause', 'look') })
    fc.assert(fc.property(fc.array(step), fc.option(fc.nat(20 * SECOND), { nil: null }), (steps, length) => {
      let line: Timeline = standing(length)
      let [now, ran] = [0, 0]
      for (const { wait, what } of steps) {
        if (line.since !== null) ran += wait
        now += wait
        if (what === 'run') line = run(line, hubTime(now))
        if (what === 'pause') line = pause(line, hubTime(now))
        expect(positionAt(line, hubTime(now))).toBe(Math.min(length ?? Infinity, ran))
      }
      expect(positionAt(seek(line, 3 * SECOND, hubTime(now)), hubTime(now))).toBe(Math.min(length ?? Infinity, 3 * SECOND))
    }))
  })
})

describe('the clock of frames', () => {
  it('tells capture to presented from the last anchor', () => {
    const frames = new FrameClock()
    frames.anchor({ rtp: 90_000, at: hubTime(5 * SECOND), quality: 'arrival' })
    expect(frames.latency(90_000 + 9000, hubTime(5 * SECOND + 180_000))).toEqual({ ms: 80, quality: 'arrival' })
  })

  it('does not care where timestamps wrap', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), fc.integer({ min: -90_000, max: 90_000 }), (rtp, ticks) => {
      const frames = new FrameClock()
      frames.anchor({ rtp, at: hubTime(100 * SECOND), quality: 'capture' })
      expect(frames.takenAt((rtp + ticks) >>> 0)).toBe(Math.round(100 * SECOND + (ticks * SECOND) / 90_000))
    }))
  })

  it('keeps an anchor of capture against one of arrival, until it is old', () => {
    const frames = new FrameClock()
    frames.anchor({ rtp: 0, at: hubTime(0), quality: 'capture' })
    frames.anchor({ rtp: 0, at: hubTime(SECOND), quality: 'arrival' })
    expect(frames.takenAt(0)).toBe(0)
    frames.anchor({ rtp: 0, at: hubTime(30 * SECOND), quality: 'arrival' })
    expect(frames.takenAt(0)).toBe(30 * SECOND)
  })

  it('says nothing without a recent anchor, or when timestamps have started anew', () => {
    const frames = new FrameClock()
    expect(frames.latency(0, hubTime(0))).toBeUndefined()
    frames.anchor({ rtp: 0, at: hubTime(SECOND), quality: 'capture' })
    expect(frames.latency(2_000_000_000, hubTime(SECOND))).toBeUndefined()
    expect(frames.latency(0, hubTime(20 * SECOND))).toBeUndefined()
    frames.forget()
    expect(frames.latency(0, hubTime(SECOND))).toBeUndefined()
  })
})
