import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import malformed from '../../fixtures/log-proofs/invalid/malformed.json' with { type: 'json' }
import untrue from '../../fixtures/log-proofs/invalid/untrue.json' with { type: 'json' }
import good from '../../fixtures/log-proofs/valid/proofs.json' with { type: 'json' }
import badReceipts from '../../fixtures/receipts/invalid/receipts.json' with { type: 'json' }
import receipt from '../../fixtures/receipts/valid/receipt.json' with { type: 'json' }
import { nodeCrypto } from '../platform/crypto-node.ts'
import { hex, utf8 } from './bytes.ts'
import { encodeEntry } from './entry.ts'
import { Malformed } from './failures.ts'
import { logProofText, openLogProof, openReceipt, parseLogProof, receiptText } from './log-proof.ts'
import { parseVerifier } from './note.ts'

const crypto = nodeCrypto()
const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))
const log = parseVerifier(good.log, crypto)
const witnesses = good.witnesses.map((key) => parseVerifier(key, crypto))

const isMalformed = (work: () => unknown): boolean => {
  try {
    work()
    return false
  } catch (error) {
    expect(error).toBeInstanceOf(Malformed)
    return true
  }
}

describe('a proof that a log holds an entry', () => {
  it.each(good.proofs)('is read, verified and written again: $what', ({ proof: text, leaf, index, size, extra }) => {
    const proof = parseLogProof(text)
    expect([proof.index, proof.extra && hex(proof.extra)]).toEqual([index, extra])
    expect(openLogProof(proof, bytes(leaf), log, witnesses, crypto)).toMatchObject({ origin: log.name, size, cosignatures: [{ at: 1_795_305_600_000 }] })
    expect(logProofText(proof)).toBe(text)
  })

  it.each(malformed)('is none: $why', ({ proof }) => {
    expect(() => parseLogProof(proof)).toThrow(Malformed)
  })

  it.each(untrue.proofs)('is one, but proves nothing: $why', ({ proof }) => {
    expect(() => openLogProof(parseLogProof(proof), bytes(untrue.leaf), log, witnesses, crypto)).toThrow(Malformed)
  })

  it('proves nothing of another leaf, and loses at least its cosignature once a character of it is changed', () => {
    const [one] = good.proofs.filter(({ size }) => size === 600)
    const { proof: text, leaf } = one ?? expect.fail('no such vector')
    expect(() => openLogProof(parseLogProof(text), bytes('ffff'), log, witnesses, crypto)).toThrow(Malformed)
    fc.assert(fc.property(fc.nat(text.length - 1), fc.constantFrom('A', 'z', '0', '3', '\n', ' ', '='), (at, letter) => {
      fc.pre(text[at] !== letter)
      const open = () => openLogProof(parseLogProof(text.slice(0, at) + letter + text.slice(at + 1)), bytes(leaf), log, witnesses, crypto)
      // A changed name or id makes a line that of a key nobody knows.
      if (at >= text.indexOf('witness.example') && at < text.indexOf('witness.example') + 30) return void (isMalformed(open) || expect(open().cosignatures).toEqual([]))
      expect(open).toThrow(Malformed)
    }), { numRuns: 500 })
  })

  it('never makes the parser throw anything but Malformed', () => {
    fc.assert(fc.property(fc.string(), fc.string({ unit: fc.constantFrom('\n', 'index 1', 'extra ', 'AAAA', '\n\n') }), (one, other) => {
      try {
        parseLogProof(`c2sp.org/tlog-proof@v1\n${other}${one}`)
      } catch (error) {
        expect(error).toBeInstanceOf(Malformed)
      }
    }))
  })
})

describe('a receipt', () => {
  it('opens to the entry and its checkpoint, and is written as it was read', () => {
    const { entry, checkpoint } = openReceipt(receipt.receipt, log, witnesses, crypto)
    expect(encodeEntry(entry)).toEqual(utf8(receipt.canonical))
    expect(checkpoint.size).toBe(5)
    const { hashes, checkpoint: note } = parseLogProof(receipt.receipt)
    expect(receiptText(entry, hashes, note)).toBe(receipt.receipt)
  })

  it.each(badReceipts.receipts)('is refused $why', ({ receipt: text }) => {
    expect(() => openReceipt(text, log, witnesses, crypto)).toThrow(Malformed)
  })
})
