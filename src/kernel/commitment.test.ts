import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import badBodies from '../../fixtures/commitments/invalid/bodies.json' with { type: 'json' }
import badDisclosures from '../../fixtures/commitments/invalid/disclosures.json' with { type: 'json' }
import two from '../../fixtures/commitments/valid/body-with-two.json' with { type: 'json' }
import rfc9901 from '../../fixtures/commitments/valid/rfc9901.json' with { type: 'json' }
import { nodeCrypto } from '../platform/crypto-node.ts'
import type { JsonObject } from './canonical.ts'
import { commit, digestsOf, disclose, disclosureDigest, parseDisclosure } from './commitment.ts'
import { Malformed } from './failures.ts'

const crypto = nodeCrypto()
const field = fc.stringMatching(/^[a-z]{1,8}$/)
const value = fc.oneof(fc.integer(), fc.string({ unit: 'grapheme' }), fc.boolean(), fc.constant(null), fc.array(fc.integer()))
const fields = fc.dictionary(field, value, { maxKeys: 6 })

describe('commitments', () => {
  it('digest a disclosure as the RFC does', () => {
    expect(disclosureDigest(rfc9901.encoded, crypto)).toBe(rfc9901.digest)
  })

  it('open to the fields that were committed', () => {
    const disclosures = two.disclosures.map((encoded) => parseDisclosure(encoded, crypto))
    expect(disclose(two.body, disclosures)).toEqual(two.fields)
    expect(disclose(two.body, disclosures.slice(1))).toEqual({ seat: two.fields.seat })
    expect(disclose(two.body, [])).toEqual({})
  })

  it('of any fields open to those fields, whichever of them are erased', () => {
    fc.assert(fc.property(fields, fc.nat(), (secret, mask) => {
      const { body, disclosures } = commit({ At: 1 }, secret, crypto) // No random name begins with a capital.
      const kept = disclosures.filter((_, n) => (mask >> n) % 2 === 1)
      expect(disclose(body, kept.map((one) => parseDisclosure(one.encoded, crypto)))).toEqual(
        Object.fromEntries(kept.map((one) => [one.name, one.value])),
      )
      expect(digestsOf(body)).toHaveLength(disclosures.length)
    }))
  })

  it('of the same fields never look the same', () => {
    const digests = Array.from({ length: 20 }, () => digestsOf(commit({}, { name: 'Ada' }, crypto).body)[0])
    expect(new Set(digests).size).toBe(20)
  })

  it('leave a body without private fields as it is', () => {
    expect(commit({ at: 1 }, {}, crypto)).toEqual({ body: { at: 1 }, disclosures: [] })
  })

  it('are refused for a field both open and private, and for reserved names', () => {
    expect(() => commit({ name: 'Ada' }, { name: 'Ada' }, crypto)).toThrow(Malformed)
    for (const name of ['_sd', '_sd_alg', '...']) {
      expect(() => commit({ [name]: [] }, {}, crypto)).toThrow(Malformed)
      expect(() => commit({}, { [name]: 1 }, crypto)).toThrow(Malformed)
    }
    expect(() => commit({}, { half: 0.5 }, crypto)).toThrow(Malformed)
  })

  it.each(badDisclosures)('refuse a disclosure that is $why', ({ encoded }) => {
    expect(() => parseDisclosure(encoded, crypto)).toThrow(Malformed)
  })

  it.each(badBodies)('refuse to open: $why', ({ body, disclosures }) => {
    const parsed = disclosures.map((encoded) => parseDisclosure(encoded, crypto))
    expect(() => disclose(body as JsonObject, parsed)).toThrow(Malformed)
  })
})
