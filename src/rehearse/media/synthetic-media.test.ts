import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { Meter, percentiles, StreamCounter } from './meter.ts'
import { RTP_HEADER_BYTES } from './rtp-packet.ts'
import { readStamp } from './stamp.ts'
import { CLASS_720P30, stampPacket, SyntheticMedia } from './synthetic-media.ts'

const AUDIO = { ssrc: 1, payloadType: 111 }
const VIDEO = { ssrc: 2, payloadType: 102 }

function packetsUntil(ms: number, step = 2): Buffer[] {
  const media = new SyntheticMedia(CLASS_720P30, AUDIO, VIDEO)
  return Array.from({ length: ms / step + 1 }, (_, i) => [...media.due(i * step)]).flat()
}
const ofKind = (packets: readonly Buffer[], ssrc: number): Buffer[] => packets.filter((packet) => packet.readUInt32BE(8) === ssrc)

describe('a synthetic class', () => {
  it('has about two megabits and fifty sounds a second', () => {
    const packets = packetsUntil(3990)
    const bits = ofKind(packets, 2).reduce((sum, packet) => sum + packet.length * 8, 0)
    expect(bits / 3.99).toBeGreaterThan(1_900_000)
    expect(bits / 3.99).toBeLessThan(2_300_000)
    expect(ofKind(packets, 1).length).toBe(200)
  })

  it('numbers each stream without a gap and ends each frame with a marker', () => {
    const packets = packetsUntil(1000)
    for (const ssrc of [1, 2]) expect(ofKind(packets, ssrc).map((packet) => packet.readUInt16BE(2))).toEqual(ofKind(packets, ssrc).map((_, index) => index))
    expect(ofKind(packets, 2).filter((packet) => ((packet[1] ?? 0) & 0x80) !== 0).length).toBe(31)
  })

  it('begins with a keyframe and makes another when asked', () => {
    const media = new SyntheticMedia(CLASS_720P30, AUDIO, VIDEO)
    const keyframes = (until: number): number => [...media.due(until)].filter((packet) => ((packet[RTP_HEADER_BYTES] ?? 0) & 0x1f) === 24).length
    expect(keyframes(500)).toBe(1)
    expect(keyframes(1000)).toBe(0)
    media.askKeyframe()
    expect(keyframes(1500)).toBe(1)
  })

  it('tells keyframes from others in its stamps', () => {
    const media = new SyntheticMedia(CLASS_720P30, AUDIO, VIDEO)
    const stamps = (until: number): (boolean | undefined)[] => ofKind([...media.due(until)], 2).map((packet) => {
      stampPacket(packet, 'video', RTP_HEADER_BYTES, 12.5)
      return readStamp(packet)?.keyframe
    })
    expect(new Set(stamps(0))).toEqual(new Set([true]))
    expect(new Set(stamps(1000))).toEqual(new Set([false]))
  })

  it('reads no stamp from foreign packets', () => {
    expect(readStamp(Buffer.alloc(40))).toBeUndefined()
    expect(readStamp(Buffer.alloc(3))).toBeUndefined()
  })
})

describe('counting a stream', () => {
  it('finds every gap, across the wrap, in any order, and ignores copies', () => {
    fc.assert(fc.property(fc.nat(0xffff), fc.uniqueArray(fc.integer({ min: 1, max: 398 })), fc.integer({ min: 0, max: 20 }), (start, missing, copies) => {
      const counter = new StreamCounter()
      const kept = Array.from({ length: 400 }, (_, index) => index).filter((index) => !missing.includes(index))
      for (const index of kept) counter.note((start + index) & 0xffff)
      for (const index of kept.slice(0, copies)) expect(counter.note((start + index) & 0xffff)).toBe(false)
      expect([counter.received, counter.lost]).toEqual([kept.length, missing.length])
    }))
  })

  it('counts a latecomer as received, not as lost', () => {
    const counter = new StreamCounter()
    for (const sequence of [10, 12, 11]) counter.note(sequence)
    expect([counter.received, counter.lost]).toEqual([3, 0])
  })

  it('measures only while told to, and only what it knows', () => {
    const meter = new Meter()
    const [first, second] = ofKind(packetsUntil(100), 1)
    if (!first || !second) throw new Error('no sound made')
    for (const packet of [first, second]) stampPacket(packet, 'audio', RTP_HEADER_BYTES, 100)
    meter.note(first, 101)
    meter.learnPayloadTypes(new Map([[111, 'audio']]))
    meter.measuring = true
    meter.note(second, 103)
    expect(meter.delays.audio).toEqual([3])
    expect(meter.counters.audio.received).toBe(1)
  })

  it('ranks by the nearest sample', () => {
    expect(percentiles(Array.from({ length: 100 }, (_, index) => 100 - index))).toEqual({ p50: 50, p95: 95, p99: 99, max: 100, count: 100 })
    expect(percentiles([])).toEqual({ p50: 0, p95: 0, p99: 0, max: 0, count: 0 })
  })
})
