import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LinkControl } from './link-control.ts'
import { LossWindow } from './loss-window.ts'
import { ReceivedRate } from './received-rate.ts'
import { ReportEstimate } from './report-estimate.ts'
import { KindRate, SENT, SentLog, WIRE_OVERHEAD } from './sent-log.ts'

const MS = 1000
const SECOND = 1000 * MS

describe('the log of what was sent', () => {
  it('knows a packet again by its number, once, and none that was never sent or is long gone', () => {
    const log = new SentLog()
    expect(log.hear(0, true)).toBe(-1)
    for (let index = 0; index < 70_000; index += 1) expect(log.record(100, SENT.audio, 0, index)).toBe(index & 0xffff)
    const number = log.hear(69_999 & 0xffff, true)
    expect(number).toBe(69_999)
    expect([log.sentAt(number), log.sizeOf(number)]).toEqual([69_999, 100 + WIRE_OVERHEAD])
    expect(log.hear(69_999 & 0xffff, true)).toBe(-1)
    expect(log.hear((70_000 - 5000) & 0xffff, true)).toBe(-1)
    expect(log.hear(70_000 & 0xffff, true)).toBe(-1)
  })

  it('takes a packet that counted as lost for overtaken when it comes, and not for lost when it had come', () => {
    const log = new SentLog()
    const number = log.hear(log.record(100, SENT.video, 0, 0), false)
    expect(log.hear(0, false)).toBe(-1)
    expect(log.hear(0, true)).toBe(number)
    expect(log.wasLost(number)).toBe(true)
    const other = log.hear(log.record(100, SENT.video, 0, 0), true)
    expect([log.wasLost(other), log.hear(1, false)]).toEqual([false, -1])
  })

  it('counts the rate of one kind apart from the others', () => {
    const log = new SentLog()
    const rate = new KindRate(log, SENT.audio)
    for (let now = 0; now <= 3 * SECOND; now += 20 * MS) {
      log.record(80 - WIRE_OVERHEAD, SENT.audio, 0, now)
      log.record(1200, SENT.video, 0, now)
      rate.roll(now)
    }
    expect(rate.bitsPerSecond).toBeGreaterThan(31_000)
    expect(rate.bitsPerSecond).toBeLessThan(34_000)
  })
})

describe('the rate of what arrived', () => {
  it('is what the link carries while packets wait, however little was sent before', () => {
    const rate = new ReceivedRate()
    for (let at = 0; at < SECOND; at += 50 * MS) rate.add(at, 100, 0)
    expect(rate.busy()).toBeUndefined()
    for (let index = 0; index < 10; index += 1) rate.add(SECOND + index * 32 * MS, 1200, 40 * MS)
    expect(rate.busy()).toBeCloseTo(300_000, -3)
  })

  it('says nothing of before the path changed', () => {
    const rate = new ReceivedRate()
    for (let at = 0; at < SECOND; at += 5 * MS) rate.add(at, 1200, 0)
    expect(rate.over(SECOND)).toBeGreaterThan(1_800_000)
    rate.begin()
    for (let at = SECOND; at < 1.2 * SECOND; at += 40 * MS) rate.add(at, 1200, 0)
    expect(rate.over(SECOND)).toBeUndefined()
    for (let at = 1.2 * SECOND; at < 2 * SECOND; at += 40 * MS) rate.add(at, 1200, 0)
    expect(rate.over(SECOND)).toBeCloseTo(240_000, -4)
  })
})

describe('the window of losses', () => {
  it('believes only what is more than chance, and forgets after a second', () => {
    const window = new LossWindow()
    for (let index = 0; index < 100; index += 1) window.add(index * 10 * MS, index % 20 === 0)
    expect(window.share(990 * MS).seen).toBeCloseTo(0.05, 1)
    expect(window.share(990 * MS).sure).toBeLessThan(0.03)
    expect(window.share(3 * SECOND)).toEqual({ seen: 0, sure: 0 })
  })
})

describe('a packet that was only overtaken', () => {
  it('is no loss', () => {
    const window = new LossWindow()
    for (let index = 0; index < 100; index += 1) window.add(index * 10 * MS, index % 3 === 0)
    expect(window.share(990 * MS).sure).toBeGreaterThan(0.2)
    for (let index = 0; index < 100; index += 3) window.take(index * 10 * MS)
    expect(window.share(990 * MS)).toEqual({ seen: 0, sure: 0 })
  })
})

describe('a link', () => {
  it('waits two seconds for feedback that was agreed on, and then does without', () => {
    const link = new LinkControl()
    expect(link.isUsable(100 * SECOND)).toBe(true)
    link.number(100, SENT.audio, SECOND)
    expect(link.isUsable(2.9 * SECOND)).toBe(true)
    expect(link.isUsable(3.1 * SECOND)).toBe(false)
    link.onFeedback({ baseSequence: 0, feedbackCount: 0, arrivals: [5] }, 4 * SECOND)
    expect(link.isUsable(4 * SECOND)).toBe(true)
  })

  it('follows the receiver’s clock over its wrap', () => {
    const link = new LinkControl()
    const cycle = 2 ** 24 * 64_000
    for (let index = 0; index < 200; index += 1) {
      link.number(500, SENT.video, index * 20 * MS)
      link.onFeedback({ baseSequence: index, feedbackCount: index & 0xff, arrivals: [(cycle - 2 * SECOND + index * 20 * MS) % cycle] }, index * 20 * MS)
    }
    expect(link.path.queueDelay).toBe(0)
    expect(link.path.isDraining).toBe(false)
  })

  it('survives feedback on packets that were never sent, or twice, or in any order', () => {
    const message = fc.record({
      baseSequence: fc.integer({ min: 0, max: 0xffff }), feedbackCount: fc.integer({ min: 0, max: 255 }),
      arrivals: fc.array(fc.option(fc.integer({ min: 0, max: 2 ** 40 }), { nil: undefined }), { maxLength: 60 }),
    })
    fc.assert(fc.property(fc.array(message, { maxLength: 40 }), (messages) => {
      const link = new LinkControl()
      let now = 0
      for (const feedback of messages) {
        for (let index = 0; index < 10; index += 1) link.number(1000, SENT.video, (now += 5 * MS))
        link.onFeedback(feedback, now)
        link.onTick({ estimate: link.path.bitsPerSecond, wanted: 2_000_000, queueDelay: link.path.queueDelay, isStart: true, haste: 'urgent' }, now)
        expect(Number.isFinite(link.path.bitsPerSecond)).toBe(true)
        expect(link.paddingDue(now)).toBeLessThan(1_000_000)
      }
    }))
  })
})

describe('the estimate from reports', () => {
  it('is everything until something speaks against it', () => {
    const estimate = new ReportEstimate()
    for (let now = 0; now < 10 * SECOND; now += SECOND) estimate.onReport(0.01, 1_700_000, now)
    expect(estimate.bitsPerSecond).toBe(Infinity)
  })

  it('is cut below what was sent by loss, once for a flight, and grows again', () => {
    const estimate = new ReportEstimate()
    estimate.onReport(0.8, 1_700_000, 5 * SECOND)
    expect(estimate.bitsPerSecond).toBeCloseTo(1_020_000)
    estimate.onReport(0.8, 1_700_000, 6 * SECOND)
    expect(estimate.bitsPerSecond).toBeCloseTo(1_020_000)
    for (let now = 7 * SECOND; now < 20 * SECOND; now += SECOND) estimate.onReport(0, 900_000, now)
    expect(estimate.bitsPerSecond).toBeGreaterThan(1_500_000)
  })

  it('is cut by the player’s own estimate, which never raises it', () => {
    const estimate = new ReportEstimate()
    estimate.onRemb(400_000, 1_700_000, 5 * SECOND)
    expect(estimate).toMatchObject({ bitsPerSecond: 400_000, cutBy: 'link' })
    estimate.onRemb(900_000, 380_000, 9 * SECOND)
    expect(estimate.bitsPerSecond).toBe(400_000)
  })
})
