import type { Crypto } from '../../kernel/crypto.ts'
import type { HubId } from '../../kernel/ids.ts'
import type { Projector } from '../../platform/journal/journal.ts'
import type { Query, Sql } from '../../platform/sqlite/sql.ts'
import type { ChainSigner } from './c2pa/cose.ts'
import { authorityCertificate, clipCertificate } from './certificate/certificate.ts'

/**
 * Who signs clips: a certificate of this box under an authority of this box, made at the first clip and kept in the encrypted
 * database, where no entry tells of them. The authority's own secret is let go of as soon as it has signed: there is one certificate.
 */
export type ClipAuthority = { readonly authority: Uint8Array; readonly certificate: Uint8Array; readonly secret: Uint8Array }

const LASTING = `
  CREATE TABLE IF NOT EXISTS clip_authority (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    authority BLOB NOT NULL,
    certificate BLOB NOT NULL,
    secret BLOB NOT NULL
  ) STRICT;
`

export const clipProjector: Projector = { feature: 'clip', version: 1, tables: '', lasting: LASTING, project: () => undefined }

export function storedAuthority(query: Query): ClipAuthority | undefined {
  const row = query.get<{ authority: Uint8Array; certificate: Uint8Array; secret: Uint8Array }>('SELECT authority, certificate, secret FROM clip_authority')
  return row && { authority: new Uint8Array(row.authority), certificate: new Uint8Array(row.certificate), secret: new Uint8Array(row.secret) }
}

/** The one there is, or a new one. */
export function openAuthority(sql: Sql, hub: HubId, crypto: Crypto): ClipAuthority {
  const kept = storedAuthority(sql)
  if (kept) return kept
  const made = newAuthority(hub, crypto)
  sql.run('INSERT INTO clip_authority (one, authority, certificate, secret) VALUES (1, ?, ?, ?)', made.authority, made.certificate, made.secret)
  return made
}

export function newAuthority(hub: HubId, crypto: Crypto): ClipAuthority {
  const organization = `Lectern ${hub}`
  const [authoritySecret, secret] = [crypto.ed25519.newSecretKey(), crypto.ed25519.newSecretKey()]
  const authority = { organization, name: 'authority', publicKey: crypto.ed25519.publicKey(authoritySecret) }
  const clips = { organization, name: 'clips', publicKey: crypto.ed25519.publicKey(secret) }
  const certificates = { authority: authorityCertificate(authority, authoritySecret, crypto), certificate: clipCertificate(clips, authority, authoritySecret, crypto) }
  authoritySecret.fill(0)
  return { ...certificates, secret }
}

export function chainSigner({ authority, certificate, secret }: ClipAuthority, crypto: Crypto): ChainSigner {
  return { chain: [certificate, authority], sign: (bytes) => crypto.ed25519.sign(bytes, secret) }
}
