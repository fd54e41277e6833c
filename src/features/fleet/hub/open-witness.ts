import { base32 } from '../../../kernel/bytes.ts'
import { cosignerOf } from '../../../kernel/cosignature.ts'
import type { Cosigner } from '../../../kernel/cosignature.ts'
import type { Crypto } from '../../../kernel/crypto.ts'
import type { Journal } from '../../../platform/journal/journal.ts'
import { keepWitnessSecret, witnessSecret } from './store.ts'

/** This box as a witness, under a key of its own that is made once; its name follows from the key, so nobody else can have it. */
export function openWitness(journal: Pick<Journal, 'query' | 'transact'>, crypto: Crypto): Cosigner {
  const kept = witnessSecret(journal.query)
  const secret = kept ?? crypto.ed25519.newSecretKey()
  if (!kept) journal.transact((tx) => keepWitnessSecret(tx.sql, secret))
  return cosignerOf(`lectern/wit_${base32(crypto.sha256(crypto.ed25519.publicKey(secret)).subarray(0, 10))}`, secret, crypto)
}
