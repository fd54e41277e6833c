import { timingSafeEqual } from 'node:crypto'
import { base64url, utf8 } from '../../../../kernel/bytes.ts'
import type { Crypto } from '../../../../kernel/crypto.ts'
import { Refused } from '../../../../kernel/failures.ts'
import type { ClassId } from '../../../../kernel/ids.ts'
import { isOver } from '../../rules/class.ts'
import type { LiveDeps, StreamKeys } from '../deps.ts'
import { findClass } from '../views.ts'

/** 128 bits, as OBS takes it in its bearer token field. */
const KEY_BYTES = 16

/** A new key for OBS and other WHIP clients; the one before stops working, and so does what it publishes. */
export function makeStreamKey(
  deps: Pick<LiveDeps, 'journal' | 'crypto' | 'streamKeys' | 'stages'>, code: string,
): { path: string; key: string } {
  const stored = findClass(deps.journal.query, code)
  if (isOver(stored.phase)) throw new Refused('CLASS_OVER')
  const key = base64url(deps.crypto.randomBytes(KEY_BYTES))
  deps.streamKeys.set(stored.id, hashOf(key, deps.crypto))
  deps.stages.closeOwned(streamOwner(stored.id))
  return { path: `/whip/${stored.code}`, key }
}

/** Whose publishers those with the stream key are. */
export function streamOwner(classId: ClassId): string {
  return `stream-key ${classId}`
}

export function isStreamKey(keys: StreamKeys, classId: ClassId, key: string, crypto: Pick<Crypto, 'sha256'>): boolean {
  const kept = keys.get(classId)
  return kept !== undefined && timingSafeEqual(utf8(kept), utf8(hashOf(key, crypto)))
}

function hashOf(key: string, crypto: Pick<Crypto, 'sha256'>): string {
  return base64url(crypto.sha256(utf8(key)))
}
