import { z } from 'zod/mini'
import { ClassCode, ClassId, HubId } from '../../kernel/ids.ts'
import type { Track } from '../../features/capture/wire/words.ts'

/**
 * The evidence bundle of one class: a folder of files, from which somebody with no access to the box can check what
 * happened. Format: docs/protocol/bundle.md.
 */
export const BUNDLE_FORMAT = 'lectern-bundle/1'

export const MANIFEST = 'bundle.json'
export const CHECKPOINT = 'checkpoint'
export const ENTRIES = 'entries.jsonl'
export const DISCLOSURES = 'disclosures.jsonl'
export const SALTS = 'salts.json'
export const PAGE = 'verify.html'
export const README = 'README.txt'
export const MEDIA = 'media/'
export const TILES = 'tile/'
/** Earlier checkpoints that witnesses cosigned, each named by its size. */
export const WITNESSED = 'witnessed/'
/** The main playlist, from which the class plays out of the folder. */
export const PLAYLIST = 'media/main.m3u8'

/** What is said first of a bundle. Nothing in it is believed: it says where to look. */
export const Manifest = z.strictObject({
  format: z.literal(BUNDLE_FORMAT),
  class: ClassId,
  code: ClassCode,
  hub: HubId,
  /** The log's verifier key (C2SP signed-note), from which the hub's id follows. */
  log: z.string().check(z.maxLength(200)),
  /** Verifier keys of the witnesses that the box asks. */
  witnesses: z.array(z.string().check(z.maxLength(300))).check(z.maxLength(32)),
  /** Of the class, the one that tells of this export included. */
  entries: z.number().check(z.int(), z.positive()),
  /** Leaves of the log under the checkpoint. */
  size: z.number().check(z.int(), z.positive()),
  media: z.boolean(),
  disclosures: z.boolean(),
})
export type Manifest = z.infer<typeof Manifest>

/** Segment number, as JSON names it, to its salt in base64url. */
export const Salts = z.record(z.string().check(z.regex(/^(?:0|[1-9]\d{0,8})$/)), z.string().check(z.regex(/^[A-Za-z0-9_-]{1,88}$/)))
export type Salts = z.infer<typeof Salts>

/** The class's last entry in its bundle: that there are so many, this one included. The actor is who exported it. */
export const bundleExported = {
  kind: 'evidence.bundle-exported.1',
  body: z.object({ entries: z.number().check(z.int(), z.positive()), media: z.boolean(), disclosures: z.boolean() }),
} as const

export function witnessedName(size: number): string {
  return `${WITNESSED}${size}`
}

export function playlistName(track: Track): string {
  return `${MEDIA}${track}.m3u8`
}

export function partName(number: number, track: Track): string {
  return `${MEDIA}${number}-${track}.m4s`
}

/** Named by the beginning of its SHA-256, hex. */
export function initFile(sha256: string): string {
  return `${MEDIA}init-${sha256.slice(0, 12)}.mp4`
}
