import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sequenceDistance, timestampDistance } from '../rtp/sequence.ts'
import { capturedVideoLine, RTX_SSRC, VIDEO_SSRC } from '../testing/captured-line.ts'
import type { Capture, SentPacket } from '../testing/captured-line.ts'
import { FedSource } from '../testing/sources.ts'
import type { VideoLine } from './video-line.ts'

const MS = 1000
const firsts = (capture: Capture): SentPacket[] => capture.rtp.filter((packet) => packet.ssrc === VIDEO_SSRC)
const isKey = (packet: SentPacket): boolean => packet.payload[0] === 0x67

/** Forwards one packet the way a room does. */
function forward(line: VideoLine, fed: FedSource, sequence: number, now: number, options: { keyframe?: boolean; size?: number } = {}): void {
  const packet = fed.feed(sequence, now, options)
  if (packet) line.forward(fed.source, packet, now)
}

describe('a picture line', () => {
  it('sends nothing of a source before its keyframe, and asks for one', () => {
    const { line, capture } = capturedVideoLine()
    const fed = new FedSource(1)
    line.aim(fed.source, 0)
    expect(fed.sent).toHaveLength(1)
    forward(line, fed, 1, 10 * MS)
    expect(firsts(capture)).toHaveLength(0)
    forward(line, fed, 2, 20 * MS, { keyframe: true })
    forward(line, fed, 3, 30 * MS)
    expect(firsts(capture).map(isKey)).toEqual([true, false])
  })

  it('asks again, at most twice a second, until the keyframe comes', () => {
    const { line } = capturedVideoLine()
    const fed = new FedSource(1)
    for (let now = 0; now < 2_000 * MS; now += 50 * MS) {
      if (now === 0) line.aim(fed.source, now)
      line.onTick(now)
    }
    expect(fed.sent).toHaveLength(4)
  })

  it('keeps showing the old layer until the keyframe of the new one', () => {
    const { line, capture } = capturedVideoLine()
    const [low, high] = [new FedSource(1), new FedSource(2)]
    line.aim(low.source, 0)
    forward(line, low, 1, 0, { keyframe: true })
    line.aim(high.source, 10 * MS)
    forward(line, high, 1, 20 * MS)
    forward(line, low, 2, 20 * MS)
    expect(line.source).toBe(low.source)
    forward(line, high, 2, 30 * MS, { keyframe: true })
    forward(line, low, 3, 40 * MS)
    expect(line.source).toBe(high.source)
    expect(firsts(capture)).toHaveLength(3)
  })

  it('puts a packet that its source lost and repeated in the place left for it', () => {
    const { line, capture } = capturedVideoLine()
    const fed = new FedSource(1)
    line.aim(fed.source, 0)
    for (const [sequence, keyframe] of [[1, true], [2, false], [4, false], [3, false]] as const) forward(line, fed, sequence, 10 * MS, { keyframe })
    const [first] = firsts(capture)
    expect(firsts(capture).map((packet) => sequenceDistance(first?.sequence ?? 0, packet.sequence))).toEqual([0, 1, 3, 2])
  })

  it('spreads a burst over time instead of sending it at once', () => {
    const { line, capture } = capturedVideoLine()
    const fed = new FedSource(1)
    line.aim(fed.source, 0)
    for (let sequence = 1; sequence <= 60; sequence += 1) forward(line, fed, sequence, 0, { keyframe: sequence === 1, size: 1200 })
    expect(firsts(capture).length).toBeLessThan(15)
    let now = 0
    while (line.backlog && now < 1_000 * MS) line.flush((now += 5 * MS))
    expect(firsts(capture)).toHaveLength(60)
    expect(now).toBeGreaterThan(30 * MS)
    expect(now).toBeLessThan(150 * MS)
  })

  it('takes back what could only leave too late, and goes on with a keyframe and no gap', () => {
    const { line, capture } = capturedVideoLine()
    const fed = new FedSource(1)
    line.aim(fed.source, 0)
    for (let sequence = 1; sequence <= 100; sequence += 1) forward(line, fed, sequence, 0, { keyframe: sequence === 1, size: 1200 })
    const before = firsts(capture).length
    line.flush(500 * MS)
    expect(firsts(capture)).toHaveLength(before)
    expect(line.backlog).toBe(false)
    forward(line, fed, 101, 600 * MS)
    forward(line, fed, 102, 610 * MS, { keyframe: true })
    const sent = firsts(capture)
    expect(sent).toHaveLength(before + 1)
    expect(sequenceDistance(sent.at(-2)?.sequence ?? 0, sent.at(-1)?.sequence ?? 0)).toBe(1)
  })

  it('repeats what is asked for on the retransmission source, and not again at once', () => {
    const { line, capture } = capturedVideoLine()
    const fed = new FedSource(1)
    line.aim(fed.source, 0)
    for (let sequence = 1; sequence <= 5; sequence += 1) forward(line, fed, sequence, 0, { keyframe: sequence === 1 })
    const lost = firsts(capture)[2]
    line.resend([lost?.sequence ?? 0], 2 * MS)
    line.resend([lost?.sequence ?? 0], 12 * MS)
    const repeated = capture.rtp.filter((packet) => packet.ssrc === RTX_SSRC)
    expect(repeated).toHaveLength(1)
    expect(repeated[0]?.payloadType).toBe(97)
    expect(repeated[0]?.payload.readUInt16BE(0)).toBe(lost?.sequence)
    expect(repeated[0]?.payload.subarray(2)).toEqual(lost?.payload)
  })

  it('keeps retransmissions within their budget however much is asked for', () => {
    const { line, capture } = capturedVideoLine()
    const fed = new FedSource(1)
    line.aim(fed.source, 0)
    const seconds = 10
    for (let frame = 0; frame < seconds * 100; frame += 1) {
      const now = frame * 10 * MS
      forward(line, fed, frame, now, { keyframe: frame === 0, size: 1200 })
      if (frame % 100 === 0) fed.source.report(now)
      if (frame % 100 === 0) line.setRates()
      line.flush(now)
      line.resend(firsts(capture).slice(-200).map((packet) => packet.sequence), now)
    }
    const repeated = capture.rtp.filter((packet) => packet.ssrc === RTX_SSRC).reduce((sum, packet) => sum + packet.payload.length, 0)
    expect(repeated).toBeGreaterThan(0)
    expect(repeated).toBeLessThan(0.3 * seconds * 100 * 1200)
  })

  it('does not repeat what lies before a change of layer', () => {
    const { line, capture } = capturedVideoLine()
    const [low, high] = [new FedSource(1), new FedSource(2)]
    line.aim(low.source, 0)
    forward(line, low, 1, 0, { keyframe: true })
    const old = firsts(capture)[0]?.sequence ?? 0
    line.aim(high.source, 0)
    forward(line, high, 1, 10 * MS, { keyframe: true })
    line.resend([old], 100 * MS)
    expect(capture.rtp.filter((packet) => packet.ssrc === RTX_SSRC)).toHaveLength(0)
  })
})

type Step =
  | { readonly do: 'packet'; readonly source: number; readonly keyframe: boolean; readonly size: number }
  | { readonly do: 'aim'; readonly source: number | undefined }
  | { readonly do: 'wait'; readonly ms: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('packet' as const), source: fc.nat(2), keyframe: fc.boolean(), size: fc.integer({ min: 10, max: 1200 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('aim' as const), source: fc.option(fc.nat(2), { nil: undefined }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 500 }) }) },
)

describe('a picture line, whatever layers, pauses and bursts come', () => {
  it('sends a gapless sequence with timestamps that never go back, and starts each stretch with a keyframe', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const { line, capture } = capturedVideoLine()
      const layers = [new FedSource(1), new FedSource(2), new FedSource(3)]
      const sequences = [65_500, 100, 7000]
      let now = 1_000 * MS
      for (const action of steps) {
        if (action.do === 'aim') line.aim(action.source === undefined ? undefined : layers[action.source]?.source, now)
        else if (action.do === 'wait') line.flush((now += action.ms * MS))
        else {
          const fed = layers[action.source]
          if (!fed) throw new Error('no such layer')
          now += MS
          sequences[action.source] = (sequences[action.source] ?? 0) + 1
          forward(line, fed, sequences[action.source] ?? 0, now, action)
        }
      }
      const sent = firsts(capture)
      for (let index = 1; index < sent.length; index += 1) {
        const [before, after] = [sent[index - 1], sent[index]]
        if (!before || !after) throw new Error('no such packet')
        expect(sequenceDistance(before.sequence, after.sequence)).toBe(1)
        expect(timestampDistance(before.timestamp, after.timestamp)).toBeGreaterThanOrEqual(0)
        if (before.payload[1] !== after.payload[1]) expect(isKey(after)).toBe(true)
      }
      if (sent[0]) expect(isKey(sent[0])).toBe(true)
    }), { numRuns: 300 })
  })
})
