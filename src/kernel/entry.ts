import { z } from 'zod/mini'
import { base64url } from './bytes.ts'
import { canonicalBytes, isJsonObject, parseCanonical } from './canonical.ts'
import type { Json, JsonObject } from './canonical.ts'
import { Malformed } from './failures.ts'
import { ClassId, HubId } from './ids.ts'
import type { Hash } from './tree.ts'

/** The envelope of every fact in a hub's journal. Written once as canonical JSON, never changed. */

const count = z.number().check(z.int(), z.nonnegative())
/** A SHA-256 hash as unpadded base64url. */
const HashText = z.string().check(z.regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/))

/** `feature.past-tense-fact.version`, as in `live.cue-played.1`. */
export const EntryKind = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,31}\.[a-z][a-z0-9-]{0,63}\.[1-9][0-9]{0,3}$/))

/** What stands behind the wall clock when an entry is made. */
export const TimeQuality = z.enum(['none', 'peer', 'ntp', 'rtc', 'witness'])

/** When an entry was made. Order comes from the sequence alone. */
export const EntryTime = z.strictObject({
  /** Names one run of the hub: `monotonic` values compare only within it. */
  boot: z.string().check(z.regex(/^[a-z2-7]{16}$/)),
  /** Which of the machine's runs that is, from 1 in this journal; older entries do not say. */
  bootCount: z.optional(z.number().check(z.int(), z.positive())),
  /** Microseconds on the hub's clock. */
  monotonic: count,
  /** Milliseconds since 1970 (UTC). */
  wall: z.number().check(z.int()),
  /** How far `wall` may be off, in milliseconds; null when nobody knows. */
  uncertainty: z.nullable(count),
  quality: TimeQuality,
})
export type EntryTime = z.infer<typeof EntryTime>

/** Bytes kept outside the journal: their SHA-256 and length. */
export const BlobRef = z.strictObject({ sha256: HashText, bytes: count })
export type BlobRef = z.infer<typeof BlobRef>

/** The entry's place in its class: number from 0, and leaf hash of the class's previous entry (null for the first). */
const ClassPlace = z.strictObject({ id: ClassId, sequence: count, previous: z.nullable(HashText) })

const Body = z.custom<JsonObject>((value) => isJsonObject(value as Json)) // JSON throughout: canonicalBytes and parseCanonical see to it.

export const Entry = z.strictObject({
  version: z.literal(1),
  hub: HubId,
  /** Leaf index in the tree, from 0, without gaps. */
  sequence: count,
  class: z.nullable(ClassPlace),
  /** A per-class key's id, a device or a part of the hub: never a name. */
  actor: z.string().check(z.regex(/^[\x21-\x7e]{1,128}$/)),
  kind: EntryKind,
  body: Body,
  blobs: z.array(BlobRef).check(z.maxLength(64)),
  /** 16 random bytes: an entry's hash tells nothing to those who can only guess at its content. */
  random: z.string().check(z.regex(/^[A-Za-z0-9_-]{21}[AQgw]$/)),
  time: EntryTime,
})
export type Entry = z.infer<typeof Entry>

/** The leaf's bytes; {@link Malformed} when a field is out of its bounds or the whole too long. */
export function encodeEntry(entry: Entry): Uint8Array {
  return canonicalBytes(checked(entry) as Json)
}

/** The entry in a leaf's bytes; {@link Malformed} unless canonical and complete, with nothing besides. */
export function parseEntry(bytes: Uint8Array): Entry {
  return checked(parseCanonical(bytes))
}

export function hashText(hash: Hash): string {
  return base64url(hash)
}

function checked(value: unknown): Entry {
  const parsed = Entry.safeParse(value)
  if (!parsed.success) throw new Malformed(`entry: ${parsed.error.issues[0]?.path.join('.') ?? ''}`, { cause: parsed.error })
  const place = parsed.data.class
  const isFirst = place?.sequence === 0
  const hasNone = place?.previous === null
  if (isFirst !== hasNone) throw new Malformed('entry: class.previous')
  return parsed.data
}
