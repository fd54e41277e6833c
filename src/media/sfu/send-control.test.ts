import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RUNGS } from '../../kernel/ladder.ts'
import { WANTS_NOTHING } from '../engine.ts'
import { sequenceDistance } from '../rtp/sequence.ts'
import { SIMULCAST, SimulatedClass } from '../../../testkit/media/simulated-class.ts'

const MS = 1000
const SECOND = 1000 * MS
const START = 1000 * MS
/** A bottleneck with a queue of so many milliseconds. */
const capped = (rate: number, queueMs = 200) => ({ rate, queueBytes: Math.round((rate / 8000) * queueMs) })
const OPEN = capped(5_000_000)
const kbit = (rate: number): number => rate * 1000

/** A class that ran well for twelve seconds, and whose link then falls. */
function fallen(to: ReturnType<typeof capped>): { room: SimulatedClass; fell: number } {
  const room = new SimulatedClass({ layers: SIMULCAST, down: OPEN })
  room.run(12)
  expect(room.control.standing.rung).toBe('full')
  room.change(to)
  return { room, fell: room.now }
}

describe('what a viewer is sent', () => {
  it('is sound at once and the best picture within 600 ms on a good link, with one keyframe', () => {
    const room = new SimulatedClass({ layers: SIMULCAST, down: {} })
    room.run(10)
    expect(room.player.heard[0]?.at).toBeLessThanOrEqual(START + 25 * MS)
    const first = room.player.shown[0]
    expect(first).toMatchObject({ layer: 3, isKey: true })
    expect((first?.at ?? Infinity) - START).toBeLessThan(600 * MS)
    expect(room.rungs).toEqual(['full'])
    expect(room.player.longestGap(first?.at ?? 0, room.now)).toBeLessThan(100 * MS)
  })

  it('begins within 1.3 s where 5 % is lost each way, and stays whole', () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const bad = { loss: 0.05, delay: 20 * MS }
      const room = new SimulatedClass({ layers: SIMULCAST, down: { ...capped(10_000_000), ...bad }, up: bad, seed })
      room.run(10)
      expect(room.player.shown[0]?.at).toBeLessThan(START + 1300 * MS)
      expect(room.control.standing.rung).toBe('full')
    }
  })

  it('is not mistaken about packets that overtake each other', () => {
    const room = new SimulatedClass({ layers: SIMULCAST, down: { ...capped(10_000_000), jitter: 60 * MS, reorders: true, delay: 20 * MS } })
    room.run(20)
    expect(RUNGS.indexOf(room.control.standing.rung)).toBeLessThanOrEqual(RUNGS.indexOf('low'))
  })

  it('costs hardly any padding while nothing is to be gained', () => {
    const room = new SimulatedClass({ layers: SIMULCAST, down: {} })
    room.run(10)
    const { paddingBytes } = room.player.counts
    room.run(60)
    expect(room.player.counts.paddingBytes - paddingBytes).toBeLessThan(0.01 * room.player.counts.videoBytes)
  })

  it('steps down within a second of a fall to 300 kbit/s and goes on without a freeze; sound comes in time again soon', () => {
    const { room, fell } = fallen(capped(kbit(300)))
    room.run(20)
    const low = room.player.shown.find((frame) => frame.at > fell && frame.layer === 1)?.at ?? Infinity
    expect(low - fell).toBeLessThan(1000 * MS)
    expect(room.player.longestGap(low, room.now)).toBeLessThan(200 * MS)
    expect(room.player.soundDelay(1, fell, fell + 3 * SECOND)).toBeLessThan(350 * MS)
    expect(room.player.soundDelay(0.95, fell + 2 * SECOND, room.now)).toBeLessThan(60 * MS)
    expect(room.player.lostSound).toBeLessThan(10)
    expect(room.rungs).toEqual(['full', 'low'])
  })

  it('climbs back within six seconds of the lift, without harm to the sound', () => {
    for (const passed of [5, 5.7, 6.4, 7.1, 7.8, 8.5]) {
      const { room } = fallen(capped(kbit(300)))
      room.run(passed)
      room.change(OPEN)
      const lifted = room.now
      room.run(8)
      const high = room.player.shown.find((frame) => frame.at > lifted && frame.layer === 3)?.at ?? Infinity
      expect(high - lifted).toBeLessThan(6 * SECOND)
      expect(room.player.soundDelay(1, lifted + SECOND, room.now)).toBeLessThan(100 * MS)
    }
  })

  it('is the small layer from the start at 300 kbit/s, without a bigger one being tried on screen', () => {
    const room = new SimulatedClass({ layers: SIMULCAST, down: capped(kbit(300)) })
    room.run(20)
    expect(room.rungs).toEqual(['low'])
    expect(room.player.shown[0]?.at).toBeLessThan(START + 1500 * MS)
    expect(room.player.shown.every((frame) => frame.layer === 1)).toBe(true)
    expect(room.player.soundDelay(0.95, START + 3 * SECOND, room.now)).toBeLessThan(60 * MS)
  })

  it('stays on the middle layer at 1 Mbit/s with 40 ms and 5 % loss', () => {
    for (const seed of [1, 2, 3]) {
      const room = new SimulatedClass({ layers: SIMULCAST, down: { ...capped(kbit(1000)), loss: 0.05, delay: 20 * MS }, up: { delay: 20 * MS }, seed })
      room.run(6)
      const before = room.player.shown.length
      room.run(20)
      const shown = room.player.shown.slice(before)
      expect(shown.filter((frame) => frame.layer === 2).length / shown.length).toBeGreaterThan(0.95)
      expect(shown.length).toBeGreaterThan(0.95 * 20 * 30)
      expect(room.player.longestGap(START + 6 * SECOND, room.now)).toBeLessThan(500 * MS)
      expect(room.player.soundDelay(0.95, START + 6 * SECOND, room.now)).toBeLessThan(150 * MS)
    }
  })

  it('is sound, and single pictures where there is room, at 100 kbit/s', () => {
    const room = new SimulatedClass({ layers: SIMULCAST, down: capped(kbit(100)) })
    room.run(30)
    expect(RUNGS.indexOf(room.control.standing.rung)).toBeGreaterThanOrEqual(RUNGS.indexOf('still'))
    expect(room.player.shown.every((frame) => frame.isKey)).toBe(true)
    expect(room.player.soundDelay(0.95, START + 4 * SECOND, room.now)).toBeLessThan(130 * MS)
    expect(room.player.lostSound).toBe(0)
  })

  it('is one whole picture every two to four seconds where more is too much', () => {
    const room = new SimulatedClass({ layers: SIMULCAST, down: capped(kbit(150)) })
    room.run(5)
    const before = room.player.shown.length
    room.run(40)
    const shown = room.player.shown.slice(before)
    expect(room.control.standing.rung).toBe('still')
    expect(shown.every((frame) => frame.isKey)).toBe(true)
    expect(shown.length).toBeGreaterThan(8)
    for (let index = 1; index < shown.length; index += 1) {
      const apart = (shown[index]?.at ?? 0) - (shown[index - 1]?.at ?? 0)
      expect(apart).toBeGreaterThan(1.7 * SECOND)
      expect(apart).toBeLessThan(4.2 * SECOND)
    }
  })

  it('is the whole picture, single pictures or sound of a publisher with one layer', () => {
    const room = new SimulatedClass({ layers: [{ bitsPerSecond: 1_500_000, keyframeBytes: 50_000 }], down: OPEN })
    room.run(12)
    room.change(capped(kbit(300)))
    room.run(10)
    room.change(capped(kbit(60)))
    room.run(10)
    expect(room.control.standing).toMatchObject({ rung: 'audio', cause: 'link' })
    room.change(OPEN)
    room.run(10)
    expect(room.control.standing).toMatchObject({ rung: 'full', cause: 'none' })
    expect(room.rungs[0]).toBe('full')
    expect(room.rungs).not.toContain('low')
  })

  it.each([60, 200, 1000])('gets over a fall with a queue of %i ms', (queueMs) => {
    const { room, fell } = fallen(capped(kbit(300), queueMs))
    room.run(12)
    expect(room.control.standing.rung).toBe('low')
    expect(room.player.soundDelay(0.95, fell + 5 * SECOND, room.now)).toBeLessThan(100 * MS)
    const shown = room.player.shown.filter((frame) => frame.at > fell + 3 * SECOND)
    expect(shown.length).toBeGreaterThan(9 * 24)
    expect(shown.every((frame) => frame.layer === 1)).toBe(true)
  })

  it('keeps the sound whole behind a queue that holds less than a packet and a half', () => {
    const { room, fell } = fallen(capped(kbit(300), 30))
    room.run(12)
    expect(room.control.standing.cause).toBe('loss')
    expect(room.player.soundDelay(0.95, fell + 5 * SECOND, room.now)).toBeLessThan(100 * MS)
    expect(room.player.lostSound).toBeLessThan(5)
    expect(room.player.shown.length).toBeGreaterThan(0)
  })

  it('follows a rate that falls slowly before a queue builds up', () => {
    const room = new SimulatedClass({ layers: SIMULCAST, down: capped(kbit(3000)) })
    room.run(5)
    const from = room.now
    for (let rate = 3000; rate >= 300; rate -= 27) {
      room.change(capped(kbit(rate)))
      room.run(0.2)
    }
    room.run(5)
    expect(room.control.standing.rung).toBe('low')
    expect(room.player.soundDelay(0.95, from, room.now)).toBeLessThan(120 * MS)
  })

  it('shrugs off outages of 150 ms every three seconds', () => {
    const room = new SimulatedClass({ layers: SIMULCAST, down: capped(10_000_000) })
    room.run(6)
    const before = room.player.shown.length
    for (let times = 0; times < 10; times += 1) {
      room.change({ loss: 1 })
      room.run(0.15)
      room.change({ loss: 0 })
      room.run(2.85)
    }
    const shown = room.player.shown.slice(before)
    expect(shown.filter((frame) => frame.layer === 3).length / shown.length).toBeGreaterThan(0.95)
  })

  it('falls to sound when nothing is heard any more, and comes back by itself', () => {
    const room = new SimulatedClass({ layers: SIMULCAST, down: OPEN })
    room.run(6)
    room.change({ loss: 1 })
    room.run(6)
    expect(RUNGS.indexOf(room.control.standing.rung)).toBeGreaterThanOrEqual(RUNGS.indexOf('still'))
    room.change({ loss: 0 })
    room.run(8)
    expect(room.control.standing.rung).toBe('full')
  })

  it('is not changed by feedback that gets lost', () => {
    const room = new SimulatedClass({ layers: SIMULCAST, down: OPEN, up: { loss: 0.3 } })
    room.run(20)
    expect(room.rungs).toEqual(['full'])
  })
})

describe('a player without transport-wide feedback', () => {
  it('gets the best picture at once', () => {
    const room = new SimulatedClass({ layers: SIMULCAST, down: {}, hasFeedback: false })
    room.run(5)
    expect(room.player.shown[0]?.at).toBeLessThan(START + 150 * MS)
    expect(room.rungs).toEqual(['full'])
  })

  it('gets less when it reports loss, keeps its sound, and is tried again later', () => {
    const room = new SimulatedClass({ layers: SIMULCAST, down: OPEN, hasFeedback: false })
    room.run(6)
    room.change(capped(kbit(300)))
    room.run(10)
    expect(room.control.standing).toMatchObject({ rung: 'low', cause: 'loss' })
    const from = room.now
    room.run(5)
    expect(room.player.soundDelay(0.95, from, room.now)).toBeLessThan(250 * MS)
    room.change(OPEN)
    room.run(60)
    expect(room.control.standing.rung).toBe('full')
  })
})

describe('a rung', () => {
  it('is what is asked for where less is asked for, and says so', () => {
    const room = new SimulatedClass({ layers: SIMULCAST, down: {} })
    room.run(3)
    room.subscriber.setWants({ audio: true, video: false, layer: 9 })
    room.run(1)
    expect(room.control.standing).toMatchObject({ rung: 'audio', cause: 'asked' })
    room.subscriber.setWants(WANTS_NOTHING)
    room.run(1)
    expect(room.control.standing).toMatchObject({ rung: 'cues', cause: 'asked' })
    room.subscriber.setWants({ audio: true, video: true, layer: 0 })
    room.run(3)
    expect(room.control.standing).toMatchObject({ rung: 'low', cause: 'asked' })
  })

  it('is sound, by the source, in a class without a picture', () => {
    const room = new SimulatedClass({ layers: [], down: {} })
    room.run(3)
    expect(room.notes).toMatchObject([{ rung: 'audio', cause: 'source' }])
    expect(room.player.counts.paddingBytes).toBe(0)
  })

  it('is full again at once when the publisher’s largest layer ends', () => {
    const room = new SimulatedClass({ layers: SIMULCAST, down: {} })
    room.run(4)
    room.published = 2
    room.run(1)
    expect(room.control.standing.rung).toBe('full')
    expect(room.player.shown.at(-1)?.layer).toBe(2)
  })
})

describe('whatever a link does', () => {
  const weather = fc.array(fc.record({
    rate: fc.constantFrom(30_000, 100_000, 250_000, 600_000, 1_200_000, 3_000_000, 20_000_000), queueMs: fc.constantFrom(30, 200, 1000),
    loss: fc.constantFrom(0, 0, 0.05, 0.3, 1), delay: fc.constantFrom(0, 20 * MS, 150 * MS), seconds: fc.integer({ min: 1, max: 6 }),
  }), { minLength: 1, maxLength: 6 })

  it('the picture is numbered without a gap, sound is sent in the turn it came, and no rung is taken too soon after another', () => {
    fc.assert(fc.property(weather, fc.integer(), (phases, seed) => {
      const room = new SimulatedClass({ layers: SIMULCAST, down: OPEN, seed })
      for (const { rate, queueMs, loss, delay, seconds } of phases) {
        room.change({ ...capped(rate, queueMs), loss, delay })
        room.run(seconds)
      }
      const { video, sound } = room.sent
      for (let index = 1; index < video.length; index += 1) {
        expect(sequenceDistance(video[index - 1] ?? 0, video[index] ?? 0)).toBe(1)
      }
      expect(sound).toBe(room.spoken)
      const ups = room.notes.filter((note, index) => index > 1 && RUNGS.indexOf(note.rung) < RUNGS.indexOf(room.notes[index - 1]?.rung ?? 'plan'))
      for (let index = 1; index < ups.length; index += 1) expect((ups[index]?.since ?? 0) - (ups[index - 1]?.since ?? 0)).toBeGreaterThanOrEqual(SECOND)
    }), { numRuns: 15 })
  })
})
