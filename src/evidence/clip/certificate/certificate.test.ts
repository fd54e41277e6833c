import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { HubId } from '../../../kernel/ids.ts'
import { nodeCrypto } from '../../../platform/crypto-node.ts'
import { newAuthority } from '../authority.ts'
import { pem } from './certificate.ts'

const crypto = nodeCrypto()
const made = newAuthority('hub_aaaaaaaaaaaaaaaa' as HubId, crypto)
const [authority, clips] = [new X509Certificate(made.authority), new X509Certificate(made.certificate)]

describe('the certificates of a box', () => {
  it('are two, one issued by the other, as another reader of them finds', () => {
    expect([authority.ca, clips.ca]).toEqual([true, false])
    expect(authority.verify(authority.publicKey)).toBe(true)
    expect(clips.verify(authority.publicKey)).toBe(true)
    expect(clips.checkIssued(authority)).toBe(true)
    expect(clips.verify(new X509Certificate(newAuthority('hub_aaaaaaaaaaaaaaaa' as HubId, crypto).authority).publicKey)).toBe(false)
  })

  it('name the box and nobody, and are good on whatever day a box thinks it is', () => {
    expect(clips.subject).toBe('O=Lectern hub_aaaaaaaaaaaaaaaa\nCN=clips')
    expect(clips.issuer).toBe('O=Lectern hub_aaaaaaaaaaaaaaaa\nCN=authority')
    expect([clips.validFrom, clips.validTo]).toEqual(['Jan  1 00:00:00 2020 GMT', 'Dec 31 23:59:59 9999 GMT'])
    expect(clips.keyUsage).toEqual(['1.3.6.1.5.5.7.3.4'])
  })

  it('are for the key that signs', () => {
    const message = Uint8Array.of(1, 2, 3)
    const key = clips.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
    expect(crypto.ed25519.verify(crypto.ed25519.sign(message, made.secret), message, key)).toBe(true)
  })

  it('are handed out as PEM', () => {
    expect(new X509Certificate(pem(made.authority)).fingerprint256).toBe(authority.fingerprint256)
  })
})
