import { hubIdOf, hubVerifier } from '../../kernel/checkpoint.ts'
import type { Crypto } from '../../kernel/crypto.ts'
import type { HubId } from '../../kernel/ids.ts'
import { signerOf } from '../../kernel/note.ts'
import type { Signer } from '../../kernel/note.ts'
import type { JournalStore } from './store.ts'

/** Who this hub is: its id and origin line follow from its key, which never leaves the database. */
export type HubIdentity = { readonly hub: HubId; readonly signer: Signer }

/** The identity in the store; a new one in a new store. Call inside a transaction. */
export function openIdentity(store: JournalStore, crypto: Crypto): HubIdentity {
  const kept = store.hubSecret()
  const secret = kept ?? crypto.ed25519.newSecretKey()
  if (!kept) store.keepHubSecret(secret)
  const publicKey = crypto.ed25519.publicKey(secret)
  return { hub: hubIdOf(publicKey, crypto), signer: signerOf(hubVerifier(publicKey, crypto).name, secret, crypto) }
}
