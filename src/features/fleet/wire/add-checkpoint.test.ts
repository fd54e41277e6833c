import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import malformed from '../../../../fixtures/witness/invalid/malformed.json' with { type: 'json' }
import valid from '../../../../fixtures/witness/valid/requests.json' with { type: 'json' }
import { Malformed } from '../../../kernel/failures.ts'
import { parseVerifier } from '../../../kernel/note.ts'
import { nodeCrypto } from '../../../platform/crypto-node.ts'
import { decideCosigning } from '../rules/witness.ts'
import { addCheckpointText, parseAddCheckpoint, parseSizeText, sizeText } from './add-checkpoint.ts'

const crypto = nodeCrypto()
const log = parseVerifier(valid.log, crypto)

describe('a request to a witness', () => {
  it('of the published example is read and written again', () => {
    const { request, oldSize, hashes } = valid.published
    const asked = parseAddCheckpoint(request)
    expect([asked.oldSize, asked.proof.length]).toEqual([oldSize, hashes])
    expect(addCheckpointText(asked)).toBe(request)
  })

  it.each(valid.requests)('is read and written again: $what', ({ request, oldSize }) => {
    expect(parseAddCheckpoint(request).oldSize).toBe(oldSize)
    expect(addCheckpointText(parseAddCheckpoint(request))).toBe(request)
  })

  it.each(malformed)('is none: $why', ({ request }) => {
    expect(() => decideCosigning(parseAddCheckpoint(request), [log], () => null, crypto)).toThrow(Malformed)
  })

  it('never makes the parser throw anything but Malformed', () => {
    fc.assert(fc.property(fc.string(), fc.string({ unit: fc.constantFrom('\n', 'old 1', 'AAAA', '\n\n') }), (one, other) => {
      try {
        parseAddCheckpoint(other + one)
      } catch (error) {
        expect(error).toBeInstanceOf(Malformed)
      }
    }))
  })
})

describe('the size a witness saw last', () => {
  it('is a number and a newline', () => {
    expect(sizeText(20_852_014)).toBe('20852014\n')
    expect(parseSizeText('20852014\n')).toBe(20_852_014)
    for (const text of ['', '\n', '5', '05\n', '-1\n', '5\n\n', ' 5\n', '9007199254740992\n', '{}\n']) expect(() => parseSizeText(text)).toThrow(Malformed)
  })
})
