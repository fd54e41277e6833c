import { Worker } from 'node:worker_threads'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'

/** age files (C2SP age v1): `passphrase` is its scrypt stanza, `recipient` and `identity` its X25519. */
export type WrapJob =
  | { task: 'wrap'; bytes: Uint8Array; passphrase: string; workFactor?: number | undefined }
  | { task: 'wrap'; bytes: Uint8Array; recipient: string; workFactor?: undefined }
  | { task: 'unwrap'; bytes: Uint8Array; passphrase: string }
  | { task: 'unwrap'; bytes: Uint8Array; identity: string }

/** The wrapped or unwrapped bytes, made on a thread of their own; `no-match` for a wrong passphrase or identity. */
export async function runWrapJob(job: WrapJob): Promise<Uint8Array | 'no-match'> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array | 'no-match'>()
  const worker = new Worker(new URL('./wrapping-worker.ts', import.meta.url), { workerData: job, env: {} })
  worker.once('message', resolve)
  worker.once('error', reject)
  worker.once('exit', (code) => reject(new Error(`the wrapping thread ended with ${code}`))) // After a message this is without effect.
  return await promise
}

/** A new X25519 identity as age writes it, and the recipient that wraps to it. */
export async function newIdentity(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateX25519Identity()
  return { identity, recipient: await identityToRecipient(identity) }
}
