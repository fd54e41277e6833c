import { encode, Tagged } from 'cborg'

/** One signature over bytes that lie elsewhere: COSE_Sign1 (RFC 9052 section 4.2) with its chain (RFC 9360), detached as C2PA wants it. */

/** What signs: Ed25519, under a chain of certificates (DER), its own first. */
export type ChainSigner = { readonly chain: readonly Uint8Array[]; sign(bytes: Uint8Array): Uint8Array }

/** Header labels: algorithm, and the chain. The algorithm: EdDSA. */
const [ALGORITHM, CHAIN, EDDSA] = [1, 33, -8]
const COSE_SIGN1 = 18
const NOTHING = new Uint8Array(0)

/** Of the same length whatever is signed. */
export function signDetached(payload: Uint8Array, { chain, sign }: ChainSigner): Uint8Array {
  const protectedHeader = encode(new Map<number, unknown>([[ALGORITHM, EDDSA], [CHAIN, chain]]))
  const signature = sign(encode(['Signature1', protectedHeader, NOTHING, payload]))
  return encode(new Tagged(COSE_SIGN1, [protectedHeader, {}, null, signature]))
}
