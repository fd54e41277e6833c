/**
 * The synchronous port for cryptography. Two bodies exist: `platform/crypto-node.ts` on the hub
 * (node:crypto) and `ui/crypto-noble.ts` in a page, where `crypto.subtle` may be missing.
 */
export type Crypto = {
  sha256(bytes: Uint8Array): Uint8Array
  /** `length` bytes nobody can guess. */
  randomBytes(length: number): Uint8Array
  ed25519: {
    /** A new 32-byte secret key (the seed of RFC 8032). */
    newSecretKey(): Uint8Array
    /** The 32-byte public key of a secret key. */
    publicKey(secretKey: Uint8Array): Uint8Array
    /** A 64-byte signature. */
    sign(message: Uint8Array, secretKey: Uint8Array): Uint8Array
    /** False for anything that is not a valid signature; never throws on bad input. */
    verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean
  }
}
