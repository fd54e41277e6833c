import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nodeCrypto } from '../platform/crypto-node.ts'
import { nobleCrypto } from './crypto-noble.ts'

const [page, box] = [nobleCrypto(), nodeCrypto()]
const bytes = fc.uint8Array({ maxLength: 300 })
const seed = fc.uint8Array({ minLength: 32, maxLength: 32 })

describe('cryptography in a page', () => {
  it('says the same as the one on the box, digest for digest and signature for signature', () => {
    fc.assert(fc.property(bytes, seed, (message, secret) => {
      expect(page.sha256(message)).toEqual(box.sha256(message))
      expect(page.ed25519.publicKey(secret)).toEqual(box.ed25519.publicKey(secret))
      const signature = page.ed25519.sign(message, secret)
      expect(signature).toEqual(box.ed25519.sign(message, secret))
      expect(box.ed25519.verify(signature, message, page.ed25519.publicKey(secret))).toBe(true)
      expect(page.ed25519.verify(signature, message, box.ed25519.publicKey(secret))).toBe(true)
    }), { numRuns: 20 })
  })

  it('refuses a signature over anything else, and bytes that are none, without throwing', () => {
    fc.assert(fc.property(bytes, fc.uint8Array({ maxLength: 70 }), fc.uint8Array({ maxLength: 40 }), (message, signature, key) => {
      expect(page.ed25519.verify(signature, message, key)).toBe(false)
    }), { numRuns: 50 })
    const secret = page.ed25519.newSecretKey()
    const signature = page.ed25519.sign(Uint8Array.of(1), secret)
    expect(page.ed25519.verify(signature, Uint8Array.of(2), page.ed25519.publicKey(secret))).toBe(false)
  })

  it('keeps two keys apart', () => {
    const [one, two] = [page.ed25519.newSecretKey(), page.ed25519.newSecretKey()]
    expect(page.ed25519.publicKey(one)).not.toEqual(page.ed25519.publicKey(two))
    expect(page.ed25519.publicKey(one)).toEqual(box.ed25519.publicKey(one))
    expect(page.randomBytes(16)).toHaveLength(16)
  })
})
