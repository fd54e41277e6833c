import { base32, base64, exactBase64 } from './bytes.ts'
import type { Crypto } from './crypto.ts'
import { Malformed } from './failures.ts'
import type { HubId } from './ids.ts'
import { openNote, signNote, verifierOf } from './note.ts'
import type { Signer, Verifier } from './note.ts'
import type { Hash } from './tree.ts'

/** The head of a log, as C2SP tlog-checkpoint v1.0 writes it: origin, size and root, one per line. */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Hash }

/** A hub is named by its key, so nobody can claim another's id or log. */
export function hubIdOf(publicKey: Uint8Array, crypto: Pick<Crypto, 'sha256'>): HubId {
  return `hub_${base32(crypto.sha256(publicKey).subarray(0, 10))}` as HubId
}

/** The origin line of a hub's log, and the name its key signs under. */
export function originOf(hub: HubId): string {
  return `lectern/${hub}`
}

/** The verifier of a hub's checkpoints. */
export function hubVerifier(publicKey: Uint8Array, crypto: Pick<Crypto, 'sha256'>): Verifier {
  return verifierOf(originOf(hubIdOf(publicKey, crypto)), publicKey, crypto)
}

export function checkpointText(checkpoint: Checkpoint): string {
  return `${checkpoint.origin}\n${checkpoint.size}\n${base64(checkpoint.root)}\n`
}

/** Reads a checkpoint's text; extension lines are allowed and ignored. {@link Malformed} otherwise. */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n')
  const [origin, size, root] = lines
  if (lines.pop() !== '' || lines.some((line) => line === '')) throw new Malformed('checkpoint lines')
  if (!origin || size === undefined || root === undefined) throw new Malformed('checkpoint lines')
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) throw new Malformed('checkpoint size')
  const hash = exactBase64(root)
  if (hash.length !== 32) throw new Malformed('checkpoint root')
  return { origin, size: Number(size), root: hash }
}

export function signCheckpoint(checkpoint: Checkpoint, signer: Signer): string {
  return signNote(checkpointText(checkpoint), [signer])
}

/** The checkpoint in a note signed by the log's own key; {@link Malformed} when it is not, or is another log's. */
export function openCheckpoint(note: string, log: Verifier, crypto: Crypto): Checkpoint {
  const checkpoint = parseCheckpoint(openNote(note, [log], crypto).text)
  if (checkpoint.origin !== log.name) throw new Malformed('checkpoint of another log')
  return checkpoint
}
