import { z } from 'zod/mini'
import { base64url, concat, fromBase64url, utf8 } from './bytes.ts'
import { canonicalText } from './canonical.ts'
import type { JsonObject } from './canonical.ts'
import type { Crypto } from './crypto.ts'
import { personIdOf } from './ids.ts'
import type { ClassId, PersonId } from './ids.ts'
import { WallTime } from './time.ts'

/**
 * What a person says in a class, signed on their own device by a key that exists for this class alone:
 * consent, its withdrawal, a claim. It stands in the journal as it was signed, so that whoever has the
 * entry can verify it, and two classes do not show that it was the same person.
 * Format: docs/protocol/statements.md.
 */

export const StatementKind = z.enum(['consent', 'claim', 'claim-withdrawal'])
export type StatementKind = z.infer<typeof StatementKind>

/** What is signed, but for its fixed first field. `at`: by the wall clock of the device. */
export type Statement = { readonly kind: StatementKind; readonly class: ClassId; readonly at: WallTime; readonly said: JsonObject }

/** As sent and as kept: who signed, when by their clock, and the signature over {@link statementText}. */
export const SignedStatement = z.strictObject({
  key: z.string().check(z.regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/)),
  at: WallTime,
  signature: z.string().check(z.regex(/^[A-Za-z0-9_-]{85}[AQgw]$/)),
})
export type SignedStatement = z.infer<typeof SignedStatement>

const FORMAT = 'lectern-statement/1'

/** The secret key of a device in one class; from it nobody comes back to the device's own. */
export function classKey(deviceSecret: Uint8Array, classId: ClassId, crypto: Pick<Crypto, 'sha256'>): Uint8Array {
  return crypto.sha256(concat(utf8(`lectern-class-key/1\n${classId}\n`), deviceSecret))
}

/** Canonical JSON (RFC 8785) of everything that is said. */
export function statementText({ kind, class: classId, at, said }: Statement, key: string): string {
  return canonicalText({ format: FORMAT, kind, class: classId, key, at, said })
}

export function signStatement(statement: Statement, secretKey: Uint8Array, crypto: Pick<Crypto, 'ed25519'>): SignedStatement {
  const key = base64url(crypto.ed25519.publicKey(secretKey))
  return { key, at: statement.at, signature: base64url(crypto.ed25519.sign(utf8(statementText(statement, key)), secretKey)) }
}

/** The person whose key signed exactly this; null when nobody's did. */
export function verifyStatement(
  statement: Omit<Statement, 'at'>, { key, at, signature }: SignedStatement, crypto: Pick<Crypto, 'ed25519' | 'sha256'>,
): PersonId | null {
  const publicKey = fromBase64url(key)
  const isGood = crypto.ed25519.verify(fromBase64url(signature), utf8(statementText({ ...statement, at }, key)), publicKey)
  return isGood ? personIdOf(publicKey, crypto) : null
}
