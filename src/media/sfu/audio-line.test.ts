import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sequenceDistance, timestampDistance } from '../rtp/sequence.ts'
import { capturedAudioLine } from '../testing/captured-line.ts'
import { FedSource, OPUS_CHOICE } from '../testing/sources.ts'

const MS = 1000

describe('a sound line', () => {
  it('sends every packet in the turn it came, and joins voices without gap or step back', () => {
    const turns = fc.array(fc.tuple(fc.nat(1), fc.integer({ min: 1, max: 60 })), { minLength: 1, maxLength: 200 })
    fc.assert(fc.property(turns, (packets) => {
      const { line, capture } = capturedAudioLine()
      const voices = [new FedSource(1, OPUS_CHOICE), new FedSource(2, OPUS_CHOICE)]
      let now = 0
      packets.forEach(([voice, ms], index) => {
        const fed = voices[voice]
        now += ms * MS
        const packet = fed?.feed(index, now)
        if (fed && packet) line.forward(fed.source, packet, now)
        expect(capture.rtp).toHaveLength(index + 1)
      })
      for (let index = 1; index < capture.rtp.length; index += 1) {
        const [before, after] = [capture.rtp[index - 1], capture.rtp[index]]
        if (!before || !after) throw new Error('no such packet')
        // Within one voice, a packet the other spoke over counts as lost; between voices there is no gap.
        if (packets[index]?.[0] !== packets[index - 1]?.[0]) expect(sequenceDistance(before.sequence, after.sequence)).toBe(1)
        expect(timestampDistance(before.timestamp, after.timestamp)).toBeGreaterThan(0)
      }
    }))
  })

  it('marks where another voice begins', () => {
    const { line, capture } = capturedAudioLine()
    const voices = [new FedSource(1, OPUS_CHOICE), new FedSource(2, OPUS_CHOICE)] as const
    for (const [index, fed] of [voices[0], voices[0], voices[1]].entries()) {
      const packet = fed.feed(index, index * 20 * MS)
      if (packet) line.forward(fed.source, packet, index * 20 * MS)
    }
    expect(capture.rtp.map((packet) => packet.marker)).toEqual([true, false, true])
  })

  it('repeats a lost packet on its own source, and not one that would come too late', () => {
    const { line, capture } = capturedAudioLine()
    const fed = new FedSource(1, OPUS_CHOICE)
    for (let index = 0; index < 5; index += 1) {
      const packet = fed.feed(index, index * 20 * MS)
      if (packet) line.forward(fed.source, packet, index * 20 * MS)
    }
    const [lost] = capture.rtp
    line.resend([lost?.sequence ?? 0], 120 * MS)
    expect(capture.rtp.at(-1)).toEqual(lost)
    line.resend([lost?.sequence ?? 0], 900 * MS)
    expect(capture.rtp).toHaveLength(6)
  })
})
