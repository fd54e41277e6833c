import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LEAST_RATE, MOST_RATE, PathEstimate, START_RATE, TARGET } from './path-estimate.ts'

const MS = 1000
const SECOND = 1000 * MS
const FEEDBACK = 60 * MS
/** The receiver's clock has nothing to do with ours. */
const OFFSET = 777_000_000

/** Feedback on packets of 1000 bytes, `apart` microseconds one from another, that waited as `waited` says; undefined is lost. */
function feed(path: PathEstimate, from: number, span: number, apart: number, waited: (sentAt: number, index: number) => number | undefined): number {
  let index = 0
  for (let now = from; now < from + span; now += FEEDBACK) {
    for (let sentAt = now; sentAt < now + FEEDBACK; sentAt += apart) {
      const wait = waited(sentAt, (index += 1))
      if (wait === undefined) path.onLost(sentAt)
      else path.onArrived(sentAt, OFFSET + sentAt + wait, 1000)
    }
    path.onFeedbackEnd(now + FEEDBACK)
  }
  return from + span
}

describe('the estimate of a path', () => {
  it('grows to what passes without a queue, and a little beyond while it is used', () => {
    const path = new PathEstimate()
    // 1000 bytes every 10 ms: 800 kbit/s.
    const now = feed(path, 0, 5 * SECOND, 10 * MS, () => 0)
    expect(path.bitsPerSecond).toBeGreaterThan(750_000)
    feed(path, now, 60 * SECOND, 10 * MS, () => 0)
    // Little above what is sent is ever claimed: 0.7 of it must be in use.
    expect(path.bitsPerSecond).toBeLessThan((800_000 / 0.7) * 1.1)
  })

  it('does not grow while little is sent, and keeps what was proven', () => {
    const path = new PathEstimate()
    path.prove(2_000_000)
    feed(path, 0, 20 * SECOND, 30 * MS, () => 0)
    expect(path.bitsPerSecond).toBe(2_000_000)
  })

  it('is cut to a rate measured while a queue stood, not to what happened to be sent', () => {
    const path = new PathEstimate()
    path.prove(2_000_000)
    // 133 kbit/s are sent, and all of it once waits 100 ms, back to back at the rate it is sent: the machine stalled.
    const now = feed(path, 0, 2 * SECOND, 60 * MS, () => 0)
    feed(path, now, 200 * MS, 60 * MS, () => 3 * TARGET)
    expect(path.bitsPerSecond).toBeGreaterThan(1_000_000)
  })

  it('is cut at once when a queue stands, below the rate that came out of it, and lets the queue empty', () => {
    const path = new PathEstimate()
    path.prove(2_000_000)
    const now = feed(path, 0, 2 * SECOND, 4 * MS, () => 0)
    // 2 Mbit/s into 300 kbit/s: each packet of 1000 bytes waits for the ones before it.
    const end = feed(path, now, 120 * MS, 4 * MS, (_, index) => (index <= 8 ? index * 22_700 : undefined))
    expect(path.bitsPerSecond).toBeGreaterThan(200_000)
    expect(path.bitsPerSecond).toBeLessThan(350_000)
    expect(path.isDraining).toBe(true)
    expect(path.pace(end)).toBe(0)
  })

  it('is cut once for one flight', () => {
    const path = new PathEstimate()
    path.prove(2_000_000)
    const now = feed(path, 0, SECOND, 4 * MS, () => 0)
    const cut = feed(path, now, 120 * MS, 4 * MS, (_, index) => index * 6 * MS)
    const once = path.bitsPerSecond
    expect(once).toBeLessThan(2_000_000)
    // What left before the cut is heard of after it: late, and with losses.
    for (let sentAt = now + 60 * MS; sentAt < cut; sentAt += MS) {
      if (sentAt % 3 === 0) path.onLost(sentAt)
      else path.onArrived(sentAt, OFFSET + sentAt + 400 * MS, 1000)
    }
    path.onFeedbackEnd(cut + 10 * MS)
    expect(path.bitsPerSecond).toBe(once)
  })

  it('takes a single gap for an outage, and losses here and there for congestion', () => {
    const gap = new PathEstimate()
    gap.prove(2_000_000)
    feed(gap, 0, 3 * SECOND, 4 * MS, (sentAt) => (sentAt > SECOND && sentAt < SECOND + 200 * MS ? undefined : 0))
    expect(gap.bitsPerSecond).toBeGreaterThanOrEqual(2_000_000)
    const scattered = new PathEstimate()
    scattered.prove(2_000_000)
    feed(scattered, 0, 3 * SECOND, 4 * MS, (_, index) => (index % 4 === 0 ? undefined : 0))
    expect(scattered.bitsPerSecond).toBeLessThan(1_900_000)
    expect(scattered.cutBy).toBe('loss')
  })

  it('halves each time nothing is heard for 700 ms though packets are under way, and only then', () => {
    const path = new PathEstimate()
    path.prove(800_000)
    for (let now = 0; now < 5 * SECOND; now += 50 * MS) path.onTick(undefined, now)
    expect(path.bitsPerSecond).toBe(800_000)
    for (let now = 5 * SECOND; now <= 6.5 * SECOND; now += 50 * MS) path.onTick(5 * SECOND, now)
    expect(path.bitsPerSecond).toBe(200_000)
  })

  it('ends a drain when the queue is gone', () => {
    const path = new PathEstimate()
    path.prove(2_000_000)
    let now = feed(path, 0, SECOND, 4 * MS, () => 0)
    now = feed(path, now, 120 * MS, 4 * MS, (_, index) => index * 6 * MS)
    expect(path.isDraining).toBe(true)
    now = feed(path, now, 240 * MS, 20 * MS, () => 0)
    expect(path.isDraining).toBe(false)
    expect(path.pace(now)).toBeGreaterThan(path.bitsPerSecond)
  })

  it('stays a number within its bounds, whatever is claimed to have arrived', () => {
    const claim = fc.record({
      passed: fc.integer({ min: 0, max: SECOND }), arrived: fc.option(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), { nil: undefined }), bytes: fc.integer({ min: 1, max: 1500 }), ends: fc.boolean(),
    })
    fc.assert(fc.property(fc.array(claim, { maxLength: 200 }), (claims) => {
      const path = new PathEstimate()
      let now = 0
      for (const { passed, arrived, bytes, ends } of claims) {
        now += passed
        if (arrived === undefined) path.onLost(now)
        else path.onArrived(now, arrived, bytes)
        if (ends) path.onFeedbackEnd(now)
        path.onTick(now - passed, now)
        expect(path.bitsPerSecond).toBeGreaterThanOrEqual(Math.min(LEAST_RATE, START_RATE))
        expect(path.bitsPerSecond).toBeLessThanOrEqual(MOST_RATE)
        expect(path.pace(now)).toBeGreaterThanOrEqual(0)
      }
    }))
  })
})
