import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Malformed } from '../../kernel/failures.ts'
import { splitRtcp } from './compound.ts'
import type { RtcpPacket } from './compound.ts'
import { parseTransportFeedback } from './transport-feedback.ts'

const folder = new URL('../../../fixtures/transport-feedback/', import.meta.url)
const vectors = (half: 'valid' | 'invalid'): string[] => readdirSync(new URL(`${half}/`, folder))
const vector = (half: 'valid' | 'invalid', name: string): { hex: string; arrivals?: (number | null)[]; baseSequence?: number; feedbackCount?: number } =>
  JSON.parse(readFileSync(new URL(`${half}/${name}`, folder), 'utf8')) as { hex: string }

function packetOf(hex: string): RtcpPacket {
  const [packet] = splitRtcp(Buffer.from(hex, 'hex'))
  if (!packet) throw new Error('an empty vector')
  return packet
}

describe('transport-wide feedback written by hand', () => {
  it.each(vectors('valid'))('is read as it says: %s', (name) => {
    const { hex, ...expected } = vector('valid', name)
    const { arrivals, ...rest } = parseTransportFeedback(packetOf(hex))
    expect({ ...rest, arrivals: arrivals.map((arrival) => arrival ?? null) }).toEqual(expected)
  })

  it.each(vectors('invalid'))('is Malformed where it breaks the format: %s', (name) => {
    expect(() => parseTransportFeedback(packetOf(vector('invalid', name).hex))).toThrow(Malformed)
  })
})
