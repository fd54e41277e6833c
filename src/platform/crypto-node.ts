import { createHash, createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Crypto } from '../kernel/crypto.ts'

// RFC 8410: the fixed DER that stands before a bare Ed25519 seed (PKCS#8) and public key (SPKI).
const PRIVATE_DER = Buffer.from('302e020100300506032b657004220420', 'hex')
const PUBLIC_DER = Buffer.from('302a300506032b6570032100', 'hex')

/** How many parsed secret keys are kept; a hub signs with very few. */
const KEPT_KEYS = 8

/** The body of the port on node:crypto. */
export function nodeCrypto(): Crypto {
  const parsed = new Map<string, KeyObject>()

  function privateKey(secretKey: Uint8Array): KeyObject {
    const name = createHash('sha256').update(secretKey).digest('hex')
    const known = parsed.get(name)
    if (known) return known
    if (secretKey.length !== 32) throw new TypeError('an Ed25519 secret key has 32 bytes')
    const key = createPrivateKey({ key: Buffer.concat([PRIVATE_DER, secretKey]), format: 'der', type: 'pkcs8' })
    const oldest = parsed.keys().next().value
    if (parsed.size >= KEPT_KEYS && oldest !== undefined) parsed.delete(oldest)
    parsed.set(name, key)
    return key
  }

  return {
    sha256: (bytes) => plain(createHash('sha256').update(bytes).digest()),
    randomBytes: (length) => plain(randomBytes(length)),
    ed25519: {
      newSecretKey: () => plain(randomBytes(32)),
      publicKey: (secretKey) => {
        const der = createPublicKey(privateKey(secretKey)).export({ format: 'der', type: 'spki' })
        return plain(der.subarray(PUBLIC_DER.length))
      },
      sign: (message, secretKey) => plain(sign(null, message, privateKey(secretKey))),
      verify: (signature, message, publicKey) => {
        if (signature.length !== 64 || publicKey.length !== 32) return false
        try {
          const key = createPublicKey({ key: Buffer.concat([PUBLIC_DER, publicKey]), format: 'der', type: 'spki' })
          return verify(null, message, key, signature)
        } catch {
          return false // Bytes that are no point on the curve: the port promises false, not a throw.
        }
      },
    },
  }
}

/** SHA-256 of these bytes, one behind the other, without putting them together: for much at a time. */
export function sha256Of(parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return plain(hash.digest())
}

/** A plain array of its own, so that both bodies of the port compare equal. */
function plain(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer)
}
