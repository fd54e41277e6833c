import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseNack } from '../rtcp/feedback.ts'
import { splitRtcp } from '../rtcp/compound.ts'
import { parseOffer } from '../sdp/session.ts'
import { h264Payload, rtpPacket } from '../testing/packets.ts'
import { FedSource } from '../testing/sources.ts'
import { pickLayer, rankLayers } from './layers.ts'
import { MissingPackets } from './missing-packets.ts'
import { planPublish } from './negotiate.ts'
import { Publisher } from './publisher.ts'
import { ReceiveStatistics } from './receive-statistics.ts'
import type { Source } from './source.ts'

const MS = 1000
const SIMULCAST = readFileSync(new URL('../../../fixtures/sdp/valid/chromium-whip-simulcast.sdp', import.meta.url), 'utf8')

describe('missing packets', () => {
  it('are asked for at once, again after 40 ms, and given up after eight times', () => {
    const missing = new MissingPackets()
    missing.onPacket(10)
    expect(missing.onPacket(13)).toBe('gap')
    const asked: number[][] = []
    for (let now = 0; now < 1_000 * MS; now += 10 * MS) {
      const due = missing.due(now)
      if (due.length > 0) asked.push(due)
    }
    expect(asked).toEqual(new Array(8).fill([11, 12]))
    expect(missing.size).toBe(0)
  })

  it('are told from duplicates when they come', () => {
    const missing = new MissingPackets()
    missing.onPacket(10)
    missing.onPacket(12)
    expect(missing.onPacket(11)).toBe('late')
    expect(missing.onPacket(11)).toBe('duplicate')
  })

  it('never grow beyond a bound, whatever is lost', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { maxLength: 300 }), (gaps) => {
      const missing = new MissingPackets()
      let sequence = 100_000
      for (const gap of gaps) missing.onPacket((sequence += gap))
      expect(missing.size).toBeLessThanOrEqual(400)
    }))
  })
})

describe('receiver reports', () => {
  it('give the fraction lost since the last one, and the whole', () => {
    const statistics = new ReceiveStatistics(90_000)
    for (const sequence of [1, 2, 4, 5, 6, 8]) statistics.onPacket(sequence + 0x1_0000, sequence * 3000, sequence * 33_333)
    expect(statistics.report(7, 0)).toMatchObject({ fractionLost: 64, totalLost: 2, highestSequence: 8 })
    statistics.onPacket(9 + 0x1_0000, 27_000, 300_000)
    expect(statistics.report(7, 0)).toMatchObject({ fractionLost: 0, totalLost: 2 })
  })

  it('echo the sender report and how long ago it came, in 1/65536 s', () => {
    const statistics = new ReceiveStatistics(90_000)
    statistics.onSenderReport(0xaabb_ccdd, 1_000_000)
    expect(statistics.report(7, 1_500_000)).toMatchObject({ lastReport: 0xaabb_ccdd, delaySinceLastReport: 32_768 })
  })
})

describe('a source', () => {
  it('asks its publisher for exactly what it misses', () => {
    const fed = new FedSource(42)
    fed.feed(1, 0)
    fed.feed(4, 10 * MS)
    const [packet] = splitRtcp(fed.sent[0] ?? Buffer.alloc(0))
    expect(packet && parseNack(packet)).toEqual({ mediaSsrc: 42, sequences: [2, 3] })
  })

  it('asks for a keyframe instead when too much is gone', () => {
    const fed = new FedSource(42)
    fed.feed(1, 0)
    fed.feed(1000, 10 * MS)
    expect(fed.sent.map((bytes) => bytes[1])).toEqual([206])
  })
})

describe('layers', () => {
  const layer = (ssrc: number, bytesPerSecond: number): Source => {
    const fed = new FedSource(ssrc)
    fed.source.report(0)
    fed.feed(1, 10 * MS, { size: bytesPerSecond })
    fed.source.report(1_000 * MS)
    return fed.source
  }

  it('are ordered by their rate when it is clear, in whatever order they were offered', () => {
    const [low, middle, high] = [layer(1, 1000), layer(2, 4000), layer(3, 16_000)]
    expect(rankLayers([high, middle, low])).toEqual([low, middle, high])
    expect(rankLayers([low, middle, high])).toEqual([low, middle, high])
  })

  it('keep their order while their rates are close', () => {
    const [first, second] = [layer(1, 4100), layer(2, 4000)]
    expect(rankLayers([first, second])).toEqual([first, second])
  })

  it('are picked up to the one allowed, among those that still send', () => {
    const [low, high] = [layer(1, 1000), layer(2, 4000)]
    expect(pickLayer([low, high], 9, 20 * MS)).toBe(high)
    expect(pickLayer([low, high], 0, 20 * MS)).toBe(low)
    const late = new FedSource(3)
    late.feed(1, 9_000 * MS)
    expect(pickLayer([late.source, high], 1, 9_000 * MS)).toBe(late.source)
  })
})

describe('a publisher', () => {
  function browser() {
    const events: string[] = []
    const sent: Buffer[] = []
    const publisher: Publisher = new Publisher('pub', 'room', planPublish(parseOffer(SIMULCAST)).intakes, 5, {
      send: (bytes) => void sent.push(bytes),
      onMedia: (source, packet) => void events.push(`${source.kind} ${source.rid} ${packet.sequence & 0xffff}`),
      onSources: () => undefined,
      onFlow: (kind, flowing) => void events.push(`${kind} ${flowing ? 'flows' : 'stopped'}`),
      onBroken: () => void events.push('broken'),
    })
    return { publisher, events, sent }
  }
  const picture = (ssrc: number, sequence: number, extensions: ReadonlyMap<number, Buffer> = new Map()): Buffer =>
    rtpPacket({ payloadType: 108, sequence, timestamp: 0, ssrc, payload: h264Payload(true), extensions })
  const rid = (name: string): ReadonlyMap<number, Buffer> => new Map([[10, Buffer.from(name)]])

  it('tells layers by the stream id on their first packets', () => {
    const { publisher, events } = browser()
    publisher.onPacket(picture(501, 1), 0)
    publisher.onPacket(picture(501, 2, rid('h')), 0)
    publisher.onPacket(picture(501, 3), 0)
    publisher.onPacket(picture(502, 1, rid('l')), 0)
    publisher.onPacket(picture(503, 1, rid('x')), 0)
    expect(events).toEqual(['video flows', 'video h 2', 'video h 3', 'video l 1'])
    expect(publisher.layers.map((layer) => layer.rid)).toEqual(['l', 'h'])
  })

  it('takes a retransmission for the packet it repeats', () => {
    const { publisher, events } = browser()
    for (const sequence of [1, 2, 4]) publisher.onPacket(picture(501, sequence, rid('h')), 0)
    const payload = Buffer.concat([Buffer.from([0, 3]), h264Payload(false)])
    publisher.onPacket(rtpPacket({ payloadType: 109, sequence: 900, timestamp: 0, ssrc: 777, payload, extensions: new Map([[11, Buffer.from('h')]]) }), 0)
    publisher.onPacket(rtpPacket({ payloadType: 109, sequence: 901, timestamp: 0, ssrc: 777, payload }), 0)
    expect(events.slice(1)).toEqual(['video h 1', 'video h 2', 'video h 4', 'video h 3'])
  })

  it('is told when each packet of the connection arrived', () => {
    const { publisher, sent } = browser()
    const numbered = (sequence: number): Buffer => picture(501, sequence, new Map([[3, Buffer.from([0, sequence])], ...rid('h')]))
    publisher.onPacket(numbered(1), 1_000 * MS)
    publisher.onPacket(numbered(3), 1_020 * MS)
    publisher.onTick(1_050 * MS)
    expect(sent.map((bytes) => [bytes[0] && bytes[0] & 0x1f, bytes[1]])).toContainEqual([15, 205])
    sent.length = 0
    publisher.onTick(1_060 * MS)
    expect(sent.filter((bytes) => (bytes[0] ?? 0) === 0x8f)).toHaveLength(0)
  })

  it('is known to have lost its picture after two seconds without packets, and to flow again', () => {
    const { publisher, events } = browser()
    publisher.onPacket(picture(501, 1, rid('h')), 0)
    publisher.onTick(1_900 * MS)
    expect(events.at(-1)).toBe('video h 1')
    publisher.onTick(2_000 * MS)
    expect(events.at(-1)).toBe('video stopped')
    publisher.onPacket(picture(501, 2), 2_100 * MS)
    expect(events.slice(-2)).toEqual(['video flows', 'video h 2'])
  })

  it('that sends no RTP at all is broken, once, and noise is survived', () => {
    const { publisher, events } = browser()
    for (let index = 0; index < 200; index += 1) publisher.onPacket(Buffer.from([0x80, 200, 0, 9, index]), 0)
    expect(events).toEqual(['broken'])
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => publisher.onPacket(Buffer.from(bytes), 0)), { numRuns: 2000 })
  })

  it('keeps few sources however many it invents', () => {
    const { publisher } = browser()
    for (let ssrc = 1; ssrc < 1000; ssrc += 1) publisher.onPacket(picture(ssrc, 1, rid(['l', 'm', 'h'][ssrc % 3] ?? 'l')), 0)
    expect(publisher.layers.length).toBe(3)
  })
})
