import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import bad from '../../fixtures/cosignatures/invalid/checkpoints.json' with { type: 'json' }
import example from '../../fixtures/cosignatures/valid/c2sp-example.json' with { type: 'json' }
import good from '../../fixtures/cosignatures/valid/checkpoints.json' with { type: 'json' }
import { nodeCrypto } from '../platform/crypto-node.ts'
import { utf8 } from './bytes.ts'
import { checkpointText, signCheckpoint } from './checkpoint.ts'
import { cosignatureLine, cosignaturesIn, cosignerOf, openCosigned } from './cosignature.ts'
import { Malformed } from './failures.ts'
import { cosignedBytes, parseNote, parseVerifier, signerOf, verifierText } from './note.ts'
import type { Verifier } from './note.ts'

const crypto = nodeCrypto()
const read = (text: string): Verifier => parseVerifier(text, crypto)
const [log, witnesses] = [read(good.log), good.witnesses.map(read)]

const logSigner = signerOf('lectern/log', crypto.ed25519.newSecretKey(), crypto)
const witness = cosignerOf('lectern/witness', crypto.ed25519.newSecretKey(), crypto)
const head = (size: number) => signCheckpoint({ origin: logSigner.name, size, root: new Uint8Array(32).fill(size) }, logSigner)

describe('a cosigned checkpoint', () => {
  it.each(good.checkpoints)('opens with who cosigned it and when: $what', ({ note, cosignatures }) => {
    const opened = openCosigned(note, log, witnesses, crypto)
    expect(opened.cosignatures.map(({ witness: { name }, at }) => ({ name, seconds: at / 1000 }))).toEqual(cosignatures)
  })

  it.each(bad.checkpoints)('is refused: $why', ({ note }) => {
    expect(() => openCosigned(note, log, witnesses, crypto)).toThrow(Malformed)
  })

  it('of the published example has the published time and signed text', () => {
    const { text, signatures } = parseNote(example.note)
    const time = Buffer.from(signatures[1]?.signature ?? []).readBigUInt64BE()
    expect(Number(time)).toBe(example.seconds)
    expect(cosignedBytes(text, example.seconds)).toEqual(utf8(example.signed))
  })

  it('tells a witness\'s key from the log\'s own of the same bytes', () => {
    expect(good.witnesses.map((key) => verifierText(read(key)))).toEqual(good.witnesses)
    const secret = crypto.ed25519.newSecretKey()
    const [plain, timed] = [signerOf('lectern/both', secret, crypto), cosignerOf('lectern/both', secret, crypto)]
    expect(plain.id).not.toEqual(timed.id)
    expect(() => openCosigned(`${head(3)}${cosignatureLine(head(3), timed, 1)}`, plain, [], crypto)).toThrow(Malformed)
  })

  it('opens to the second at which any witness signed', () => {
    fc.assert(fc.property(fc.nat(8_640_000_000), fc.nat(200), (seconds, size) => {
      const note = head(size)
      const opened = openCosigned(note + cosignatureLine(note, witness, seconds), logSigner, [witness], crypto)
      expect(opened.cosignatures.map(({ at }) => at)).toEqual([seconds * 1000])
    }), { numRuns: 30 })
    expect(() => cosignatureLine(head(1), witness, -1)).toThrow(RangeError)
  })

  it('does not open when any byte of the cosignature is another', () => {
    const line = cosignatureLine(head(1), witness, 1_795_305_600)
    fc.assert(fc.property(fc.integer({ min: line.indexOf(' ', 3) + 7, max: line.length - 3 }), fc.constantFrom('A', 'b', '7'), (at, letter) => {
      fc.pre(line[at] !== letter)
      const bent = head(1) + line.slice(0, at) + letter + line.slice(at + 1)
      expect(() => openCosigned(bent, logSigner, [witness], crypto)).toThrow(Malformed)
    }))
  })
})

describe('a witness\'s answer', () => {
  const note = head(4)
  const line = cosignatureLine(note, witness, 77)
  const stranger = cosignatureLine(note, cosignerOf('lectern/stranger', crypto.ed25519.newSecretKey(), crypto), 77)

  it('gives the lines of known witnesses, each with its time', () => {
    expect(cosignaturesIn(stranger + line, note, [witness], crypto)).toEqual([{ witness, at: 77_000, line }])
    expect(cosignaturesIn(stranger, note, [witness], crypto)).toEqual([])
  })

  it('is refused when it is not lines, or a known witness\'s line is not over this checkpoint', () => {
    const text = checkpointText({ origin: 'lectern/log', size: 4, root: new Uint8Array(32) })
    for (const answer of ['', '\n', 'yes', line.trimEnd(), `${line}\n`, `${text}\n${line}`, cosignatureLine(head(5), witness, 77)]) {
      expect(() => cosignaturesIn(answer, note, [witness], crypto)).toThrow(Malformed)
    }
  })
})
