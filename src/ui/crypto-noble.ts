import * as ed25519 from '@noble/ed25519'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import type { Crypto } from '../kernel/crypto.ts'

// The small library brings no hash of its own for its synchronous half.
ed25519.hashes.sha512 = sha512

/**
 * The body of the port in plain script, for pages: `crypto.subtle` is missing on plain http, and
 * where it exists it is not synchronous.
 */
export function nobleCrypto(): Crypto {
  let known: { readonly secret: Uint8Array; readonly public: Uint8Array } | undefined

  /** A page signs with one key; deriving its public half costs as much as a signature. */
  function publicKey(secretKey: Uint8Array): Uint8Array {
    if (known?.secret !== secretKey) known = { secret: secretKey, public: ed25519.getPublicKey(secretKey) }
    return known.public
  }

  return {
    sha256: (bytes) => sha256(bytes),
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    ed25519: {
      newSecretKey: () => crypto.getRandomValues(new Uint8Array(32)),
      publicKey,
      sign: (message, secretKey) => ed25519.sign(message, secretKey),
      verify: (signature, message, key) => {
        if (signature.length !== 64 || key.length !== 32) return false
        try {
          return ed25519.verify(signature, message, key, { zip215: false })
        } catch {
          return false // Bytes that are no point on the curve: the port promises false, not a throw.
        }
      },
    },
  }
}
