import type { Crypto } from '../../../kernel/crypto.ts'
import { bits, explicit, implicit, integer, octets, oid, sequence, set, text, time, yes } from './der.ts'

/**
 * Certificates (RFC 5280) of what signs clips: an authority of the box, and one certificate below it, as C2PA's certificate profile
 * wants them. A name is what the box is called by everybody: its id. Their dates say nothing, for a box may not know what day it is.
 */

const ED25519 = sequence(oid('1.3.101.112'))
const [FROM, UNTIL] = ['20200101000000Z', '99991231235959Z']
const [ORGANIZATION, COMMON_NAME] = ['2.5.4.10', '2.5.4.3']
const OID = { keyId: '2.5.29.14', keyUsage: '2.5.29.15', constraints: '2.5.29.19', issuerKeyId: '2.5.29.35', purposes: '2.5.29.37', emailProtection: '1.3.6.1.5.5.7.3.4' }
/** Bits of key usage, and how many of the byte's last ones are unused. */
const SIGNS_BYTES = bits(Uint8Array.of(0x80), 7)
const SIGNS_CERTIFICATES = bits(Uint8Array.of(0x06), 1)

export type Named = { readonly organization: string; readonly name: string; readonly publicKey: Uint8Array }

/** DER of the authority's own certificate. */
export function authorityCertificate(authority: Named, secret: Uint8Array, crypto: Crypto): Buffer {
  return signed(authority, authority, secret, crypto, [
    extension(OID.constraints, sequence(yes, integer(Uint8Array.of(0))), true),
    extension(OID.keyUsage, SIGNS_CERTIFICATES, true),
  ])
}

/** DER of the certificate of what signs clips, issued by `authority`. */
export function clipCertificate(subject: Named, authority: Named, secret: Uint8Array, crypto: Crypto): Buffer {
  return signed(subject, authority, secret, crypto, [
    extension(OID.constraints, sequence(), true),
    extension(OID.keyUsage, SIGNS_BYTES, true),
    // What readers of C2PA take where no list of purposes was made for them.
    extension(OID.purposes, sequence(oid(OID.emailProtection)), false),
  ])
}

function signed(subject: Named, issuer: Named, secret: Uint8Array, crypto: Crypto, extensions: readonly Buffer[]): Buffer {
  const serial = crypto.randomBytes(16)
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40
  const body = sequence(
    explicit(0, integer(Uint8Array.of(2))), integer(serial), ED25519, nameOf(issuer), sequence(time(FROM), time(UNTIL)), nameOf(subject),
    sequence(ED25519, bits(subject.publicKey)),
    explicit(3, sequence(
      ...extensions,
      extension(OID.keyId, octets(keyId(subject, crypto)), false),
      extension(OID.issuerKeyId, sequence(implicit(0, keyId(issuer, crypto))), false),
    )),
  )
  return sequence(body, ED25519, bits(crypto.ed25519.sign(body, secret)))
}

function nameOf({ organization, name }: Named): Buffer {
  return sequence(...[[ORGANIZATION, organization], [COMMON_NAME, name]].map(([kind = '', value = '']) => set(sequence(oid(kind), text(value)))))
}

function extension(id: string, value: Uint8Array, critical: boolean): Buffer {
  return sequence(oid(id), ...critical ? [yes] : [], octets(value))
}

/** RFC 7093 section 2, method 1. */
function keyId({ publicKey }: Named, crypto: Pick<Crypto, 'sha256'>): Uint8Array {
  return crypto.sha256(publicKey).subarray(0, 20)
}

/** As people are given it. */
export function pem(certificate: Uint8Array): string {
  const lines = Buffer.from(certificate).toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
