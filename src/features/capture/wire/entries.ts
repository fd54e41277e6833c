import { z } from 'zod/mini'
import { ClaimId } from '../../../kernel/ids.ts'
import { HubTime } from '../../../kernel/time.ts'
import { NotWritten, Replay, ReplacedBy, SegmentPart } from './words.ts'

/**
 * What this feature puts on record. Switching and replay are decisions and commit before they are
 * told; a segment's entry follows its bytes, which are on the disk by then.
 */

/** On or off the record, as the host said. Between off and on lies a gap that this shows. */
export const recordingSet = { kind: 'capture.recording-set.1', body: z.object({ on: z.boolean(), at: HubTime }) } as const

/**
 * A stretch of the class, sealed. Its blob's plaintext is the parts one after another; the blob's hash is
 * of the ciphertext. `plain` is the salted SHA-256 of the plaintext (hex): salt first, kept with the key.
 * `discontinuity`: something is different from, or missing since, the segment before.
 */
export const segmentSealed = {
  kind: 'capture.segment-sealed.1',
  body: z.object({
    /** From 0, in the class, without gaps. */
    number: z.number().check(z.int(), z.nonnegative()),
    from: HubTime,
    to: HubTime,
    parts: z.array(SegmentPart).check(z.minLength(1), z.maxLength(2)),
    plain: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    discontinuity: z.boolean(),
  }),
} as const

/**
 * A sealed segment has another content from here on: its blob is a new one under a new key and a new salt, and the key of the
 * one before is destroyed in the same commit. What is not named stays as it was sealed: its number, its stretch, its break.
 * `cause`: the claim that was granted; null: the box's crew without one. The actor is who decided. `means`: what stands in its place.
 */
export const segmentReplaced = {
  kind: 'capture.segment-replaced.1',
  body: z.object({
    number: z.number().check(z.int(), z.nonnegative()),
    parts: z.array(SegmentPart).check(z.minLength(1), z.maxLength(2)),
    plain: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    cause: z.nullable(ClaimId),
    means: ReplacedBy,
  }),
} as const

/** Media that was meant to be recorded and is not. */
export const segmentsLost = { kind: 'capture.segments-lost.1', body: z.object({ from: HubTime, to: HubTime, why: NotWritten }) } as const
export const replaySet = { kind: 'capture.replay-set.1', body: Replay } as const
/** All keys and files of the class's segments are destroyed; their entries remain. */
export const recordingDestroyed = { kind: 'capture.recording-destroyed.1', body: z.object({ segments: z.number() }) } as const
