import { describe, expect, it } from 'vitest'
import { hex, utf8 } from '../kernel/bytes.ts'
import { nodeCrypto, sha256Of } from './crypto-node.ts'

const crypto = nodeCrypto()
const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))

describe('node:crypto behind the port', () => {
  // RFC 8032 section 7.1, test 2.
  const secret = bytes('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb')
  const publicKey = bytes('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c')
  const signature = bytes('92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00')
  const message = Uint8Array.of(0x72)

  it('hashes and signs as the standards say', () => {
    expect(hex(crypto.sha256(utf8('abc')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(crypto.ed25519.publicKey(secret)).toEqual(publicKey)
    expect(crypto.ed25519.sign(message, secret)).toEqual(signature)
    expect(crypto.ed25519.verify(signature, message, publicKey)).toBe(true)
  })

  it('answers false, and does not throw, for anything that is no signature', () => {
    const bent = signature.map((byte, at) => (at === 10 ? byte ^ 1 : byte))
    expect(crypto.ed25519.verify(bent, message, publicKey)).toBe(false)
    expect(crypto.ed25519.verify(signature, Uint8Array.of(0x73), publicKey)).toBe(false)
    expect(crypto.ed25519.verify(signature.subarray(1), message, publicKey)).toBe(false)
    expect(crypto.ed25519.verify(new Uint8Array(0), message, publicKey)).toBe(false)
    expect(crypto.ed25519.verify(signature, message, publicKey.subarray(1))).toBe(false)
    expect(crypto.ed25519.verify(signature, message, new Uint8Array(32).fill(255))).toBe(false)
  })

  it('refuses a secret key of the wrong length', () => {
    expect(() => crypto.ed25519.sign(message, secret.subarray(1))).toThrow(TypeError)
  })

  it('signs right with more keys than it keeps', () => {
    const keys = Array.from({ length: 20 }, () => crypto.ed25519.newSecretKey())
    for (const key of [...keys, ...keys]) {
      expect(crypto.ed25519.verify(crypto.ed25519.sign(message, key), message, crypto.ed25519.publicKey(key))).toBe(true)
    }
  })
})

it('hashes bytes in parts as it does together', () => {
  const bytes = nodeCrypto().randomBytes(70_000)
  expect(sha256Of([bytes.subarray(3, 10), new Uint8Array(0), bytes.subarray(10)])).toEqual(nodeCrypto().sha256(bytes.subarray(3)))
})
