import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import untrue from '../../fixtures/statements/invalid/false.json' with { type: 'json' }
import malformed from '../../fixtures/statements/invalid/malformed.json' with { type: 'json' }
import valid from '../../fixtures/statements/valid/statements.json' with { type: 'json' }
import { nobleCrypto } from '../ui/crypto-noble.ts'
import { nodeCrypto } from '../platform/crypto-node.ts'
import { hex } from './bytes.ts'
import type { JsonObject } from './canonical.ts'
import { ClassId } from './ids.ts'
import { classKey, SignedStatement, signStatement, StatementKind, statementText, verifyStatement } from './statement.ts'

const crypto = nodeCrypto()
const idOf = (text: string): ClassId => ClassId.parse(text)
const fromHex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'))
const choice = fc.record({ heard: fc.boolean(), seen: fc.boolean() })

describe.each([['node', nodeCrypto()], ['noble', nobleCrypto()]] as const)('a statement, by the cryptography of %s', (_, by) => {
  it.each(valid)('is signed and verified as the vectors have it: $what', ({ deviceSecret, classKey: key, kind, class: id, said, statement, person, text }) => {
    const what = { kind: StatementKind.parse(kind), class: idOf(id), said }
    const signed = SignedStatement.parse(statement)
    expect(hex(classKey(fromHex(deviceSecret), what.class, by))).toBe(key)
    expect(statementText({ ...what, at: signed.at }, signed.key)).toBe(text)
    expect(signStatement({ ...what, at: signed.at }, fromHex(key), by)).toEqual(signed)
    expect(verifyStatement(what, signed, by)).toBe(person)
  })

  it.each(untrue)('is nobody’s: $why', ({ kind, class: id, said, statement }) => {
    expect(verifyStatement({ kind: StatementKind.parse(kind), class: idOf(id), said: said as JsonObject }, SignedStatement.parse(statement), by)).toBeNull()
  })
})

describe('a statement', () => {
  it.each(malformed)('is not read with $why', ({ statement }) => {
    expect(SignedStatement.safeParse(statement).success).toBe(false)
  })

  it('is verified as said and as nothing else', () => {
    const at = SignedStatement.parse(valid[0]?.statement).at
    fc.assert(fc.property(choice, choice, fc.uint8Array({ minLength: 32, maxLength: 32 }), (said, other, secret) => {
      const id = idOf('cls_abcdefghijklmnop')
      const signed = signStatement({ kind: 'consent', class: id, at, said }, classKey(secret, id, crypto), crypto)
      const isSame = said.heard === other.heard && said.seen === other.seen
      expect(verifyStatement({ kind: 'consent', class: id, said: other }, signed, crypto) !== null).toBe(isSame)
    }), { numRuns: 40 })
  })

  it('shows of a person in two classes nothing that is the same', () => {
    const [here, , there] = valid
    expect(here?.deviceSecret).toBe(there?.deviceSecret)
    expect(here?.statement.key).not.toBe(there?.statement.key)
    expect(here?.person).not.toBe(there?.person)
  })
})
