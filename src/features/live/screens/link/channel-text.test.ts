import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Malformed } from '../../../../kernel/failures.ts'
import { parseChannelText } from './channel-text.ts'

const folder = new URL('../../../../../fixtures/channel-texts/', import.meta.url)
const vectors = (half: 'valid' | 'invalid'): string[] => readdirSync(new URL(`${half}/`, folder))
const vector = (half: 'valid' | 'invalid', name: string): { text: string } => JSON.parse(readFileSync(new URL(`${half}/${name}`, folder), 'utf8')) as { text: string }

describe('a text of the data channel', () => {
  it.each(vectors('valid'))('is read: %s', (name) => {
    const { text, ...expected } = vector('valid', name)
    expect(parseChannelText(text)).toEqual(expected)
  })

  it.each(vectors('invalid'))('is Malformed: %s', (name) => {
    expect(() => parseChannelText(vector('invalid', name).text)).toThrow(Malformed)
  })

  it('is Malformed when it is none, or longer than any', () => {
    expect(() => parseChannelText(new ArrayBuffer(2))).toThrow(Malformed)
    expect(() => parseChannelText(`{"p":1,"t":1,"x":"${'x'.repeat(5000)}"}`)).toThrow(Malformed)
  })
})
