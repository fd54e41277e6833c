import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nodeCrypto } from '../platform/crypto-node.ts'
import { utf8 } from './bytes.ts'
import { Malformed } from './failures.ts'
import { deviceIdOf } from './ids.ts'
import { formatAuthorization, isSignedAuthorization, parseAuthorization, readCredential, signedText, signRequest, verifySignedRequest } from './signed-request.ts'
import type { SignedParts } from './signed-request.ts'

const crypto = nodeCrypto()
const secretKey = crypto.ed25519.newSecretKey()
const device = deviceIdOf(crypto.ed25519.publicKey(secretKey), crypto)

const anyParts: fc.Arbitrary<SignedParts> = fc.record({
  nonce: fc.stringMatching(/^[A-Za-z0-9_-]{8,32}$/),
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'WS'),
  path: fc.webPath().map((path) => `/api/1${path}`),
  body: fc.uint8Array({ maxLength: 200 }),
  counter: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
})

describe('a signed request', () => {
  it('signs six lines that name the nonce, method, path, body and counter', () => {
    const parts = { nonce: 'n0', method: 'POST', path: '/api/1/x?y=1', body: utf8(''), counter: 7 }
    const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    expect(new TextDecoder().decode(signedText(parts, crypto))).toBe(`lectern-request/1\nn0\nPOST\n/api/1/x?y=1\n${emptyHash}\n7`)
  })

  it('is known as its device after a trip through the header', () => {
    fc.assert(fc.property(anyParts, (parts) => {
      const header = formatAuthorization(signRequest(parts, secretKey, crypto))
      expect(isSignedAuthorization(header)).toBe(true)
      expect(verifySignedRequest(parts, parseAuthorization(header), crypto)).toBe(device)
    }), { numRuns: 60 })
  })

  it('is nobody\'s when the nonce, method, path, body or counter is another', () => {
    const changes: ReadonlyArray<(parts: SignedParts) => SignedParts> = [
      (parts) => ({ ...parts, nonce: `${parts.nonce}x` }),
      (parts) => ({ ...parts, method: parts.method === 'GET' ? 'PUT' : 'GET' }),
      (parts) => ({ ...parts, path: `${parts.path}?all=1` }),
      (parts) => ({ ...parts, body: Uint8Array.of(...parts.body, 0) }),
    ]
    fc.assert(fc.property(anyParts, fc.constantFrom(...changes), (parts, change) => {
      const credential = signRequest(parts, secretKey, crypto)
      expect(verifySignedRequest(change(parts), credential, crypto)).toBeNull()
      expect(verifySignedRequest(parts, { ...credential, counter: parts.counter - 1 || 2 }, crypto)).toBeNull()
    }), { numRuns: 60 })
  })

  it('is nobody\'s when the key is another device\'s or one bit of the signature flips', () => {
    fc.assert(fc.property(anyParts, fc.nat({ max: 511 }), (parts, bit) => {
      const credential = signRequest(parts, secretKey, crypto)
      const other = crypto.ed25519.publicKey(crypto.ed25519.newSecretKey())
      expect(verifySignedRequest(parts, { ...credential, publicKey: other }, crypto)).toBeNull()
      const signature = Uint8Array.from(credential.signature, (byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
      expect(verifySignedRequest(parts, { ...credential, signature }, crypto)).toBeNull()
    }), { numRuns: 60 })
  })

  it('cannot be moved between fields, since no field may hold a line end', () => {
    const parts = { nonce: 'a', method: 'GET', path: '/b', body: utf8(''), counter: 1 }
    const credential = signRequest(parts, secretKey, crypto)
    expect(verifySignedRequest({ ...parts, nonce: 'a\nGET', method: '/b' }, credential, crypto)).toBeNull()
  })
})

describe('the Authorization header', () => {
  const good = formatAuthorization(signRequest({ nonce: 'n', method: 'GET', path: '/', body: utf8(''), counter: 1 }, secretKey, crypto))
  const [, key = '', , signature = ''] = /^Lectern (.*)\.(1)\.(.*)$/.exec(good) ?? []

  it.each([
    ['nothing', ''],
    ['another scheme', 'Bearer abc'],
    ['no parts', 'Lectern '],
    ['a counter of zero', `Lectern ${key}.0.${signature}`],
    ['a counter with a leading zero', `Lectern ${key}.01.${signature}`],
    ['a negative counter', `Lectern ${key}.-1.${signature}`],
    ['a counter past 2^53', `Lectern ${key}.9999999999999999.${signature}`],
    ['a counter in another base', `Lectern ${key}.1e3.${signature}`],
    ['a short key', `Lectern ${key.slice(1)}.1.${signature}`],
    ['a long signature', `Lectern ${key}.1.${signature}A`],
    ['standard base64', `Lectern ${'+'.repeat(43)}.1.${signature}`],
    ['a key in a second spelling', `Lectern ${key.slice(0, -1)}${key.endsWith('B') ? 'F' : 'B'}.1.${signature}`],
    ['a fourth part', `${good}.x`],
    ['a second line', `${good}\n`],
    ['two spaces', good.replace(' ', '  ')],
  ])('is refused as malformed with %s', (_, header) => {
    expect(() => parseAuthorization(header)).toThrow(Malformed)
  })

  it('never makes the parser fail in any other way than by Malformed', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.string().map((text) => `Lectern ${text}`)), (header) => {
      try {
        parseAuthorization(header)
      } catch (error) {
        expect(error).toBeInstanceOf(Malformed)
      }
    }))
  })

  it('refuses a socket frame whose counter is no whole positive number', () => {
    for (const counter of [0, -1, 1.5, Number.NaN, 2 ** 53]) expect(() => readCredential(key, counter, signature)).toThrow(Malformed)
  })
})
