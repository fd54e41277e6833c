import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Prober } from './prober.ts'
import type { ProbePlan, ProbeResult } from './prober.ts'

const MS = 1000
const SECOND = 1000 * MS
const PACKET = 323
const plan = (changes: Partial<ProbePlan> = {}): ProbePlan => ({ estimate: 300_000, wanted: 900_000, queueDelay: 0, isStart: false, haste: 'usual', ...changes })

type Path = { readonly rate: number; readonly loses?: (index: number) => boolean; readonly stall?: number }

/** Sends one cluster as a subscriber does, over a bottleneck; undefined when it was not time for one. */
function probe(prober: Prober, asked: ProbePlan, path: Path, from: number): { result: ProbeResult | undefined; now: number; sent: number; queued: number } | undefined {
  if (!prober.begin(asked, from)) return undefined
  const { id } = prober
  const packets: number[] = []
  let now = from
  for (; prober.isSending; now += 5 * MS) {
    while (prober.due(now) > 0) {
      prober.onSent(PACKET, packets.length, now)
      packets.push(now)
    }
  }
  let free = from + (path.stall ?? 0)
  let queued = 0
  packets.forEach((sentAt, index) => {
    if (path.loses?.(index)) {
      prober.onLost(id)
      return
    }
    const begins = Math.max(free, sentAt)
    free = begins + (PACKET * 8 * SECOND) / path.rate
    queued = Math.max(queued, begins - sentAt)
    prober.onArrived(id, sentAt, free + 5 * SECOND, PACKET, begins - sentAt)
  })
  return { result: prober.conclude(packets.length, now), now, sent: packets.length * PACKET, queued }
}

describe('a probe', () => {
  it('passes where the path carries it, and proves its rate', () => {
    const done = probe(new Prober(), plan(), { rate: 5_000_000 }, 0)
    expect(done?.result).toMatchObject({ passed: true, rate: 600_000 })
  })

  it('fails where it does not, proves what came, and queues little', () => {
    const done = probe(new Prober(), plan(), { rate: 310_000 }, 0)
    expect(done?.result?.passed).toBe(false)
    expect(done?.result?.rate).toBeGreaterThan(200_000)
    expect(done?.result?.rate).toBeLessThan(310_000)
    expect(done?.queued).toBeLessThan(70 * MS)
  })

  it('takes what came at once after a stall for waiting and not for speed', () => {
    expect(probe(new Prober(), plan(), { rate: 50_000_000, stall: 90 * MS }, 0)?.result?.passed).toBe(false)
  })

  it('fails by losses, all but a single one', () => {
    expect(probe(new Prober(), plan(), { rate: 5_000_000, loses: (index) => index === 3 }, 0)?.result?.passed).toBe(true)
    expect(probe(new Prober(), plan(), { rate: 5_000_000, loses: (index) => index % 2 === 0 }, 0)?.result).toMatchObject({ passed: false, rate: 0 })
  })

  it('is judged though its end is never heard of', () => {
    const prober = new Prober()
    prober.begin(plan(), 0)
    let now = 0
    let sent = 0
    for (; prober.isSending; now += 5 * MS) while (prober.due(now) > 0) prober.onSent(PACKET, (sent += 1), now)
    expect(prober.conclude(0, now)).toBeUndefined()
    expect(prober.conclude(0, now + 2 * SECOND)).toMatchObject({ passed: false, rate: 0 })
  })

  it('is tried again at once when the feedback on it was lost', () => {
    const prober = new Prober()
    prober.begin(plan(), 0)
    let now = 0
    let sent = 0
    for (; prober.isSending; now += 5 * MS) while (prober.due(now) > 0) prober.onSent(PACKET, (sent += 1), now)
    expect(prober.conclude(sent + 1, now)).toMatchObject({ passed: false, rate: 0 })
    expect(prober.begin(plan(), now)).toBe(true)
  })

  it('follows another soon while they pass, and waits up to three seconds while they fail', () => {
    const prober = new Prober()
    const first = probe(prober, plan(), { rate: 5_000_000 }, 0)
    const again = probe(prober, plan({ estimate: 600_000 }), { rate: 5_000_000 }, (first?.now ?? 0) + 30 * MS)
    expect(again?.result?.passed).toBe(true)
    let now = (again?.now ?? 0) + SECOND
    const waits: number[] = []
    for (let failures = 0; failures < 6; failures += 1) {
      const failed = probe(prober, plan(), { rate: 300_000 }, now)
      const ended = failed?.now ?? now
      now = ended
      while (!prober.begin(plan(), now)) now += 10 * MS
      prober.abort()
      waits.push((now - ended) / SECOND)
    }
    expect(waits.map(Math.round)).toEqual([1, 2, 3, 3, 3, 3])
  })

  it('never fails for want of a rate to try, whatever is estimated and wanted', () => {
    const rate = fc.integer({ min: 40_000, max: 20_000_000 })
    fc.assert(fc.property(rate, rate, fc.boolean(), fc.constantFrom('urgent', 'usual', 'idle'), (estimate, wanted, isStart, haste) => {
      const prober = new Prober()
      const done = probe(prober, plan({ estimate, wanted, isStart, haste }), { rate: 1_000_000_000 }, 0)
      expect(done?.result?.passed).toBe(true)
      expect(done?.result?.rate).toBeGreaterThan(estimate)
    }))
  })

  it('puts no more into a path that carries just the estimate than its bound, or six packets', () => {
    const rate = fc.integer({ min: 100_000, max: 5_000_000 })
    fc.assert(fc.property(rate, rate, (estimate, wanted) => {
      const done = probe(new Prober(), plan({ estimate, wanted }), { rate: estimate }, 0)
      const sixPackets = (7 * PACKET * 8 * SECOND) / estimate
      expect(done?.queued).toBeLessThan(Math.max(60 * MS, sixPackets))
    }))
  })
})
