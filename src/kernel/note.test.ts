import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import malformed from '../../fixtures/notes/invalid/malformed.json' with { type: 'json' }
import untrusted from '../../fixtures/notes/invalid/untrusted.json' with { type: 'json' }
import badKeys from '../../fixtures/notes/invalid/verifier-keys.json' with { type: 'json' }
import besideUnknown from '../../fixtures/notes/valid/beside-an-unknown-key.json' with { type: 'json' }
import goExample from '../../fixtures/notes/valid/go-sumdb-example.json' with { type: 'json' }
import sameId from '../../fixtures/notes/valid/id-of-a-known-key-under-another-name.json' with { type: 'json' }
import parseOnly from '../../fixtures/notes/valid/parse-only.json' with { type: 'json' }
import { nodeCrypto } from '../platform/crypto-node.ts'
import { Malformed } from './failures.ts'
import { openNote, parseNote, parseVerifier, signatureLine, signerOf, signNote, verifierText } from './note.ts'

const crypto = nodeCrypto()
const peter = parseVerifier(goExample.verifiers[0] ?? '', crypto)

/** Any UTF-16, halves of letters included. */
const anyText = fc.array(fc.nat(0xffff), { maxLength: 30 }).map((units) => String.fromCharCode(...units))

describe('signed notes', () => {
  it.each([goExample, besideUnknown, sameId])('open by a known key: $source', ({ note, verifiers, text, signedBy }) => {
    const opened = openNote(note, verifiers.map((key) => parseVerifier(key, crypto)), crypto)
    expect(opened.text).toBe(text)
    expect(opened.signedBy.map((key) => key.name)).toEqual(signedBy)
  })

  it.each(parseOnly.notes)('have parts that make the same note again', (note) => {
    const { text, signatures } = parseNote(note)
    expect(`${text}\n${signatures.map(signatureLine).join('')}`).toBe(note)
  })

  it.each(malformed)('are refused with $why', ({ note }) => {
    expect(() => parseNote(note)).toThrow(Malformed)
  })

  it.each(untrusted)('are well formed but not to be trusted: $why', ({ note }) => {
    expect(() => parseNote(note)).not.toThrow()
    expect(() => openNote(note, [peter], crypto)).toThrow(Malformed)
  })

  it('of any text open to that text by each who signed it', () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !/[\u0000-\u001f]/.test(text) && text.isWellFormed())
    fc.assert(fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
      fc.pre(lines.some((one) => one !== ''))
      const text = `${lines.join('\n')}\n`
      const signers = ['lectern/one', 'lectern/zwei'].map((name) => signerOf(name, crypto.ed25519.newSecretKey(), crypto))
      const opened = openNote(signNote(text, signers), signers, crypto)
      expect(opened.text).toBe(text)
      expect(opened.signedBy).toHaveLength(2)
    }), { numRuns: 50 })
  })

  it('do not open with any one character changed', () => {
    const signer = signerOf('lectern/hub', crypto.ed25519.newSecretKey(), crypto)
    const note = signNote('a text\nof two lines\n', [signer])
    fc.assert(fc.property(fc.nat(note.length - 1), fc.constantFrom('A', 'b', '0', '4', '9', '\n', ' ', '+', '\u2014'), (at, letter) => {
      fc.pre(note[at] !== letter)
      expect(() => openNote(note.slice(0, at) + letter + note.slice(at + 1), [signer], crypto)).toThrow(Malformed)
    }), { numRuns: 1000 })
  })

  it('never make the parser throw anything but Malformed', () => {
    fc.assert(fc.property(anyText, anyText, (text, tail) => {
      try {
        parseNote(`${text}\n\n\u2014 ${tail}\n`)
      } catch (error) {
        expect(error).toBeInstanceOf(Malformed)
      }
    }))
  })

  it('are not made of a text they cannot carry', () => {
    const signer = signerOf('lectern/hub', crypto.ed25519.newSecretKey(), crypto)
    for (const text of ['', '\n', 'no newline', 'a\ttab\n', 'half \ud800 a letter\n']) {
      expect(() => signNote(text, [signer])).toThrow(Malformed)
    }
    expect(() => signNote('text\n', [])).toThrow(Malformed)
  })
})

describe('verifier keys', () => {
  it('are written as they were read', () => {
    expect(verifierText(peter)).toBe(goExample.verifiers[0])
  })

  it.each(badKeys)('are refused: $why', ({ key }) => {
    expect(() => parseVerifier(key, crypto)).toThrow(Malformed)
  })
})
