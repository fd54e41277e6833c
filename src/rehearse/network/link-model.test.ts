import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { CLEAN_LINK, LinkModel, UDP_OVERHEAD_BYTES, type LinkConditions } from './link-model.ts'
import { seededRandom } from './random.ts'

const chance = fc.double({ min: 0, max: 1, noNaN: true })
const conditions: fc.Arbitrary<LinkConditions> = fc.record({
  delay: fc.integer({ min: 0, max: 500_000 }),
  jitter: fc.integer({ min: 0, max: 100_000 }),
  reorders: fc.boolean(),
  loss: chance,
  burst: fc.option(fc.record({ enter: chance, leave: chance, loss: chance }), { nil: undefined }),
  rate: fc.option(fc.integer({ min: 8_000, max: 100_000_000 }), { nil: undefined }),
  queueBytes: fc.integer({ min: 0, max: 100_000 }),
})
const arrivals = fc.array(fc.record({ gap: fc.integer({ min: 0, max: 50_000 }), size: fc.integer({ min: 1, max: 1472 }) }), { maxLength: 80 })

type Delivery = { index: number; at: number }

/** Offers the packets, looking at every event in between, then runs until the link is empty. */
function play(link: LinkModel<number>, packets: readonly { gap: number; size: number }[], onStep?: (now: number) => void): Delivery[] {
  const delivered: Delivery[] = []
  const drainTo = (limit: number): void => {
    for (let next = link.nextEvent(); next !== undefined && next <= limit; next = link.nextEvent()) {
      for (const index of link.take(next)) delivered.push({ index, at: next })
    }
  }
  let now = 0
  packets.forEach(({ gap, size }, index) => {
    now += gap
    drainTo(now)
    link.offer(index, size, now)
    onStep?.(now)
  })
  drainTo(Infinity)
  return delivered
}

describe('a modelled link', () => {
  it('delivers every packet exactly its delay later when nothing is wrong', () => {
    fc.assert(fc.property(arrivals, fc.integer({ min: 0, max: 500_000 }), (packets, delay) => {
      const delivered = play(new LinkModel({ ...CLEAN_LINK, delay }, seededRandom(1)), packets)
      let sent = 0
      expect(delivered).toEqual(packets.map(({ gap }, index) => ({ index, at: (sent += gap) + delay })))
    }))
  })

  it('accounts for every packet whatever the conditions and however they change', () => {
    fc.assert(fc.property(arrivals, conditions, conditions, fc.integer(), (packets, first, second, seed) => {
      const link = new LinkModel<number>(first, seededRandom(seed))
      let steps = 0
      const delivered = play(link, packets, (now) => {
        if (++steps === 20) link.change(second, now)
        const { offered, delivered, lost, overflowed, pending } = link.counts()
        expect(delivered + lost + overflowed + pending).toBe(offered)
      })
      expect(link.counts().pending).toBe(0)
      expect(link.counts().delivered).toBe(delivered.length)
      expect(new Set(delivered.map((d) => d.index)).size).toBe(delivered.length)
    }))
  })

  it('never delivers before the delay has passed, and keeps order unless told to reorder', () => {
    fc.assert(fc.property(arrivals, conditions, fc.integer(), (packets, c, seed) => {
      const delivered = play(new LinkModel<number>(c, seededRandom(seed)), packets)
      let at = 0
      const sent = packets.map(({ gap }) => (at += gap))
      for (const d of delivered) expect(d.at).toBeGreaterThanOrEqual((sent[d.index] ?? 0) + c.delay)
      if (!c.reorders) expect(delivered.map((d) => d.index)).toEqual(delivered.map((d) => d.index).toSorted((a, b) => a - b))
    }))
  })

  it('never passes more bits than the rate allows', () => {
    fc.assert(fc.property(arrivals, fc.integer({ min: 8_000, max: 5_000_000 }), (packets, rate) => {
      const delivered = play(new LinkModel<number>({ ...CLEAN_LINK, rate, queueBytes: 1e9 }, seededRandom(1)), packets)
      const bits = (index: number): number => ((packets[index]?.size ?? 0) + UDP_OVERHEAD_BYTES) * 8
      for (let i = 1; i < delivered.length; i++) {
        const [before, after] = [delivered[i - 1], delivered[i]]
        if (before && after) expect(after.at - before.at).toBeGreaterThanOrEqual((bits(after.index) * 1e6) / rate - 0.01)
      }
    }))
  })

  it('never queues more than its limit and drops what does not fit', () => {
    fc.assert(fc.property(arrivals, fc.integer({ min: 0, max: 20_000 }), (packets, queueBytes) => {
      const link = new LinkModel<number>({ ...CLEAN_LINK, rate: 64_000, queueBytes }, seededRandom(1))
      play(link, packets, () => expect(link.queuedBytes).toBeLessThanOrEqual(queueBytes))
      expect(link.queuedBytes).toBe(0)
    }))
  })

  it('serves what is queued at the new rate when the rate changes', () => {
    const link = new LinkModel<number>({ ...CLEAN_LINK, rate: 8_000 }, seededRandom(1))
    link.offer(0, 972, 0) // 1000 bytes with headers: one second at 8 kbit/s
    link.change({ ...CLEAN_LINK, rate: 80_000 }, 500_000)
    expect(link.nextEvent()).toBeCloseTo(550_000)
    expect(link.take(550_000)).toEqual([0])
  })

  it('lets the queue go at once when the rate limit is lifted', () => {
    const link = new LinkModel<number>({ ...CLEAN_LINK, rate: 8_000 }, seededRandom(1))
    for (let i = 0; i < 5; i++) link.offer(i, 972, 0)
    link.change(CLEAN_LINK, 100)
    expect(link.take(100)).toEqual([0, 1, 2, 3, 4])
  })

  it('gives the same fates to the same seed and others to another', () => {
    const packets = Array.from({ length: 200 }, () => ({ gap: 1000, size: 100 }))
    const fates = (seed: number): Delivery[] => play(new LinkModel<number>({ ...CLEAN_LINK, loss: 0.3, jitter: 20_000 }, seededRandom(seed)), packets)
    expect(fates(7)).toEqual(fates(7))
    expect(fates(7)).not.toEqual(fates(8))
  })

  it('loses as much as it was told to', () => {
    const packets = Array.from({ length: 20_000 }, () => ({ gap: 10, size: 100 }))
    const kept = play(new LinkModel<number>({ ...CLEAN_LINK, loss: 0.05 }, seededRandom(3)), packets).length
    expect(1 - kept / packets.length).toBeCloseTo(0.05, 2)
  })

  it('loses in bursts of the expected length and amount', () => {
    const packets = Array.from({ length: 40_000 }, () => ({ gap: 10, size: 100 }))
    const burst = { enter: 0.01, leave: 0.25, loss: 1 }
    const kept = new Set(play(new LinkModel<number>({ ...CLEAN_LINK, burst }, seededRandom(3)), packets).map((d) => d.index))
    const lost = packets.keys().filter((index) => !kept.has(index)).toArray()
    const bursts = lost.filter((index) => kept.has(index - 1)).length
    expect(lost.length / packets.length).toBeCloseTo(0.01 / 0.26, 2)
    expect(lost.length / bursts).toBeGreaterThan(3.5)
    expect(lost.length / bursts).toBeLessThan(4.5)
  })

  it.each([
    ['a loss above one', { loss: 1.1 }],
    ['a loss that is no number', { loss: NaN }],
    ['a burst chance below zero', { burst: { enter: -0.1, leave: 0.5, loss: 1 } }],
    ['a negative delay', { delay: -1 }],
    ['a rate of zero', { rate: 0 }],
  ])('refuses %s', (_, fault) => {
    expect(() => new LinkModel({ ...CLEAN_LINK, ...fault }, seededRandom(1))).toThrow(RangeError)
  })
})
