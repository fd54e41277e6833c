import { base64url } from '../../kernel/bytes.ts'
import type { Json, JsonObject } from '../../kernel/canonical.ts'
import { commit } from '../../kernel/commitment.ts'
import type { Disclosure } from '../../kernel/commitment.ts'
import type { Crypto } from '../../kernel/crypto.ts'
import { encodeEntry, hashText } from '../../kernel/entry.ts'
import type { BlobRef, Entry, EntryTime } from '../../kernel/entry.ts'
import type { ClassId, HubId } from '../../kernel/ids.ts'
import type { Hash } from '../../kernel/tree.ts'

/** A fact to be put on record. Place, time and hashes are the journal's to add. */
export type EntryDraft = {
  readonly kind: string
  readonly classId?: ClassId | undefined
  readonly actor: string
  readonly body: JsonObject
  /** Fields that become salted commitments; their values can be erased later. */
  readonly private?: Readonly<Record<string, Json>> | undefined
  readonly blobs?: readonly BlobRef[] | undefined
}

/** A draft with everything that does not depend on its place: what happened, and when. */
export type Prepared = {
  readonly classId: ClassId | null
  readonly fixed: Pick<Entry, 'actor' | 'kind' | 'body' | 'blobs' | 'random' | 'time'>
  readonly disclosures: readonly Disclosure[]
  readonly disclosed: JsonObject
}

export type Place = { readonly hub: HubId; readonly sequence: number; readonly inClass: { count: number; last: Hash | null } }

const NOWHERE: Place = {
  hub: `hub_${'a'.repeat(16)}` as HubId,
  sequence: Number.MAX_SAFE_INTEGER,
  inClass: { count: Number.MAX_SAFE_INTEGER, last: new Uint8Array(32) },
}

export function prepare(draft: EntryDraft, time: EntryTime, crypto: Crypto): Prepared {
  const disclosed = draft.private ?? {}
  const { body, disclosures } = commit(draft.body, disclosed, crypto)
  const { actor, kind, blobs = [] } = draft
  const fixed = { actor, kind, body, blobs: [...blobs], random: base64url(crypto.randomBytes(16)), time }
  return { classId: draft.classId ?? null, fixed, disclosures, disclosed }
}

/** Throws `Malformed` now for what could never be written, wherever it ends up. */
export function requireWritable(prepared: Prepared): void {
  encodeEntry(place(prepared, NOWHERE))
}

export function place({ classId, fixed }: Prepared, { hub, sequence, inClass }: Place): Entry {
  const previous = inClass.last && hashText(inClass.last)
  return { version: 1, hub, sequence, class: classId && { id: classId, sequence: inClass.count, previous }, ...fixed }
}
