import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { hubTime, type Micros } from '../../../../kernel/time.ts'
import { CLEAN_LINK, LinkModel, type LinkConditions } from '../../../../../testkit/link-model.ts'
import { seededRandom } from '../../../../../testkit/random.ts'
import { ClockEstimator, type ProbeSample } from './clock.ts'
import { probeGap } from './probe-plan.ts'

const MS = 1000
const SECOND = 1_000_000
const HOUR = 3600 * SECOND

type World = { readonly up?: Partial<LinkConditions>; readonly down?: Partial<LinkConditions>; readonly seed?: number; readonly drift?: number; readonly start?: Micros }

/** A device with a clock of its own, a box, and a modelled link each way. All times of the world are true microseconds. */
class Device {
  readonly clock = new ClockEstimator()
  readonly #up: LinkModel<{ sent: number; local: Micros }>
  readonly #down: LinkModel<{ sent: number; local: Micros; hub: number }>
  readonly #drift: number
  #step: Micros
  #truth = 1000 * SECOND
  #sent = 0
  #nextProbe = this.#truth
  verdicts: string[] = []

  constructor({ up, down, seed = 1, drift = 0, start = -500 * SECOND }: World) {
    this.#up = new LinkModel({ ...CLEAN_LINK, ...up }, seededRandom(seed))
    this.#down = new LinkModel({ ...CLEAN_LINK, ...down }, seededRandom(seed + 1000))
    this.#drift = drift
    this.#step = start
  }

  get local(): Micros {
    return this.localAt(this.#truth)
  }

  localAt(truth: Micros): Micros {
    return truth * (1 + this.#drift) + this.#step
  }

  /** The local clock is set, or slept (a negative jump against the truth). */
  jump(by: Micros): void {
    this.#step += by
  }

  wake(): void {
    this.clock.doubt()
    this.#sent = 0
    this.#nextProbe = this.#truth
  }

  change(up: Partial<LinkConditions>, down: Partial<LinkConditions>): void {
    this.#up.change({ ...CLEAN_LINK, ...up }, this.#truth)
    this.#down.change({ ...CLEAN_LINK, ...down }, this.#truth)
  }

  /** Local estimate of shared time minus the truth. */
  error(): number {
    const told = this.clock.toHub(this.local)
    return told === undefined ? Infinity : told - this.#truth
  }

  /** Lets the world run, calling `each` after every event. */
  run(span: Micros, each: () => void = () => undefined): void {
    const end = this.#truth + span
    for (;;) {
      const next = Math.min(this.#nextProbe, this.#up.nextEvent() ?? Infinity, this.#down.nextEvent() ?? Infinity)
      if (next > end) break
      this.#truth = Math.max(this.#truth, next)
      this.#events()
      each()
    }
    this.#truth = end
  }

  #events(): void {
    if (this.#nextProbe <= this.#truth) {
      this.#up.offer({ sent: this.#sent, local: this.local }, 60, this.#truth)
      this.#sent++
      this.#nextProbe = this.#truth + probeGap({ sent: this.#sent, error: this.clock.reading?.error })
    }
    for (const probe of this.#up.take(this.#truth)) this.#down.offer({ ...probe, hub: this.#truth }, 60, this.#truth)
    for (const answer of this.#down.take(this.#truth)) {
      this.verdicts.push(this.clock.add({ sentAt: answer.local, hubAt: hubTime(answer.hub), receivedAt: this.local }))
    }
  }
}

/** Largest error over the last half of runs with many seeds, by nearest rank of 95 of 100. */
function usualError(world: World, seconds: number): number {
  const errors: number[] = []
  for (let seed = 1; seed <= 60; seed++) {
    const device = new Device({ ...world, seed })
    device.run((seconds * SECOND) / 2)
    let worst = 0
    device.run((seconds * SECOND) / 2, () => { worst = Math.max(worst, Math.abs(device.error())) })
    errors.push(worst)
  }
  return errors.toSorted((a, b) => a - b)[Math.ceil(errors.length * 0.95) - 1] ?? Infinity
}

describe('the clock of a device', () => {
  it('is good within half a second of opening a link with 40 ms of round trip', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const device = new Device({ up: { delay: 20 * MS, jitter: 4 * MS }, down: { delay: 20 * MS, jitter: 4 * MS }, seed })
      device.run(SECOND / 2)
      expect(device.clock.good).toBe(true)
      expect(Math.abs(device.error())).toBeLessThan(3 * MS)
    }
  })

  it('stays within 3 ms on a link with 40 ms, jitter and 5 % loss', () => {
    const way = { delay: 15 * MS, jitter: 10 * MS, loss: 0.05, reorders: true }
    expect(usualError({ up: way, down: way, drift: 30e-6 }, 60)).toBeLessThan(3 * MS)
  })

  it('is not misled by bursts of delay on one way only', () => {
    const device = new Device({ up: { delay: 20 * MS, jitter: 2 * MS }, down: { delay: 20 * MS, jitter: 2 * MS }, drift: -40e-6 })
    device.run(10 * SECOND)
    device.change({ delay: 220 * MS, jitter: 80 * MS }, { delay: 20 * MS, jitter: 2 * MS })
    let worst = 0
    device.run(20 * SECOND, () => { worst = Math.max(worst, Math.abs(device.error())) })
    expect(worst).toBeLessThan(4 * MS)
  })

  it('follows a clock that drifts', () => {
    const device = new Device({ up: { delay: 5 * MS, jitter: 3 * MS }, down: { delay: 5 * MS, jitter: 3 * MS }, drift: 60e-6 })
    device.run(120 * SECOND)
    expect(device.clock.reading?.drift).toBeCloseTo(-60e-6, 4)
    expect(Math.abs(device.error())).toBeLessThan(2 * MS)
  })

  it('learns anew, and says so, when the local clock jumps by an hour either way', () => {
    for (const jump of [HOUR, -HOUR]) {
      const device = new Device({ up: { delay: 20 * MS, jitter: 5 * MS }, down: { delay: 20 * MS, jitter: 5 * MS } })
      device.run(20 * SECOND)
      const era = device.clock.reading?.era ?? NaN
      device.jump(jump)
      device.run(5 * SECOND)
      expect(device.clock.reading?.era).toBe(era + 1)
      expect(device.verdicts.filter((verdict) => verdict === 'reset')).toHaveLength(1)
      expect(Math.abs(device.error())).toBeLessThan(5 * MS)
    }
  })

  it('is right again within half a second of waking from a sleep in which its clock stood still', () => {
    const device = new Device({ up: { delay: 20 * MS, jitter: 4 * MS }, down: { delay: 20 * MS, jitter: 4 * MS } })
    device.run(20 * SECOND)
    device.jump(-90 * SECOND)
    device.wake()
    device.run(SECOND / 2)
    expect(device.clock.good).toBe(true)
    expect(Math.abs(device.error())).toBeLessThan(3 * MS)
  })

  it('does not take one answer that cannot be for a jump', () => {
    const device = new Device({ up: { delay: 5 * MS }, down: { delay: 5 * MS } })
    device.run(5 * SECOND)
    const before = device.clock.reading
    const local = device.local
    expect(device.clock.add({ sentAt: local - 10 * MS, hubAt: hubTime(1), receivedAt: local })).toBe('doubtful')
    expect(device.clock.reading).toEqual(before)
    device.run(5 * SECOND)
    expect(device.clock.reading?.era).toBe(before?.era)
  })

  it('refuses answers that came back before they left, or after ten seconds', () => {
    const clock = new ClockEstimator()
    expect(clock.add({ sentAt: 100, hubAt: hubTime(50), receivedAt: 99 })).toBe('refused')
    expect(clock.add({ sentAt: 0, hubAt: hubTime(50), receivedAt: 10 * SECOND + 1 })).toBe('refused')
    expect(clock.add({ sentAt: NaN, hubAt: hubTime(50), receivedAt: 1 })).toBe('refused')
    expect(clock.reading).toBeUndefined()
  })

  it('knows nothing before the first answer', () => {
    const clock = new ClockEstimator()
    expect([clock.toHub(5), clock.toLocal(hubTime(5)), clock.now(5), clock.good]).toEqual([undefined, undefined, undefined, false])
  })
})

describe('properties of the clock', () => {
  const way = fc.record({ delay: fc.integer({ min: 0, max: 200 * MS }), jitter: fc.integer({ min: 0, max: 100 * MS }), loss: fc.double({ min: 0, max: 0.3, noNaN: true }), reorders: fc.boolean() })
  const world = fc.record({ up: way, down: way, seed: fc.integer(), drift: fc.double({ min: -90e-6, max: 90e-6, noNaN: true }), start: fc.integer({ min: -HOUR, max: HOUR }) })

  it('keeps the truth within its bound, and never believes in a jump that was none', () => {
    fc.assert(fc.property(world, (conditions) => {
      const device = new Device(conditions)
      device.run(40 * SECOND, () => {
        const reading = device.clock.reading
        if (reading) expect(Math.abs(device.error())).toBeLessThanOrEqual(reading.bound + 2 * MS)
      })
      expect(device.verdicts).not.toContain('reset')
    }), { numRuns: 60 })
  })

  it('never shows time that goes backwards within an era', () => {
    fc.assert(fc.property(world, fc.array(fc.integer({ min: -HOUR, max: HOUR }), { maxLength: 3 }), (conditions, jumps) => {
      const device = new Device(conditions)
      let last: { era: number; now: number } | undefined
      const look = (): void => {
        const [era, now] = [device.clock.reading?.era, device.clock.now(device.local)]
        if (era === undefined || now === undefined) return
        if (last?.era === era) expect(now).toBeGreaterThanOrEqual(last.now)
        last = { era, now }
      }
      for (const jump of [0, ...jumps]) {
        device.jump(jump)
        device.run(6 * SECOND, look)
      }
    }), { numRuns: 60 })
  })

  it('turns shared time into local time and back', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: HOUR }), fc.integer({ min: 0, max: 1000 * SECOND }), (hub, sentAt) => {
      const clock = new ClockEstimator()
      const sample: ProbeSample = { sentAt, hubAt: hubTime(hub), receivedAt: sentAt + 10 * MS }
      clock.add(sample)
      const local = clock.toLocal(hubTime(hub + SECOND))
      expect(local).toBeDefined()
      expect(Math.abs((clock.toHub(local ?? NaN) ?? NaN) - hub - SECOND)).toBeLessThanOrEqual(1)
    }))
  })
})

describe('the plan of probes', () => {
  it('ends its first burst within 400 ms', () => {
    let [at, sent] = [0, 0]
    while (sent < 12) {
      at += probeGap({ sent, error: undefined })
      sent++
    }
    expect(at).toBeLessThanOrEqual(400 * MS)
  })

  it('never exceeds forty probes in five seconds after the burst, whatever the error', () => {
    fc.assert(fc.property(fc.array(fc.option(fc.integer({ min: 0, max: SECOND }), { nil: undefined }), { minLength: 100, maxLength: 300 }), (errors) => {
      const sentAt: number[] = []
      let at = 0
      for (const [sent, error] of errors.entries()) {
        at += probeGap({ sent, error })
        if (sent >= 12) sentAt.push(at)
      }
      for (const [index, start] of sentAt.entries()) {
        const inFive = sentAt.slice(index).filter((time) => time < start + 5 * SECOND).length
        expect(inFive).toBeLessThanOrEqual(40)
      }
    }), { numRuns: 40 })
  })

  it('rests at a pair every two seconds once the clock is settled', () => {
    expect(probeGap({ sent: 1000, error: 500 })).toBe(2 * SECOND)
  })
})
