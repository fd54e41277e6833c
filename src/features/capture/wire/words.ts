import { z } from 'zod/mini'
import { HubTime, WallTime } from '../../../kernel/time.ts'

/** Why nothing is being written although the class is on the record. */
export const NotWritten = z.enum(['disk-full', 'disk-failing', 'no-media', 'codec', 'recorder-died', 'lagging'])
export type NotWritten = z.infer<typeof NotWritten>

/**
 * How the recording of a class stands. `off`: the host has not confirmed it, or took it off the
 * record; `on`: it is being written; `failing`: it is meant to be, and is not.
 */
export const Recording = z.object({
  state: z.enum(['off', 'on', 'failing']),
  /** When it was last switched, on the shared clock; null when it never was. */
  since: z.nullable(HubTime),
  /** Everything recorded up to here survives a power cut; what came later would be lost. */
  keptTo: z.nullable(HubTime),
  why: z.nullable(NotWritten),
  /** For how long the disk has room at the present rate, whole seconds; null when not known. */
  roomForSeconds: z.nullable(z.number()),
  /** What can be replayed so far, whole seconds. */
  seconds: z.number(),
  /** One track alone, or none, when the programme's codec cannot be kept. */
  tracks: z.object({ video: z.boolean(), audio: z.boolean() }),
})
export type Recording = z.infer<typeof Recording>
export const NOT_RECORDED: Recording = { state: 'off', since: null, keptTo: null, why: null, roomForSeconds: null, seconds: 0, tracks: { video: false, audio: false } }

/** Who may watch the recording afterwards: nobody, those who had a seat, or whoever knows the code. */
export const ReplayFor = z.enum(['nobody', 'class', 'code'])
export type ReplayFor = z.infer<typeof ReplayFor>
/** `until`: wall time, milliseconds since 1970, after which nobody may; null: until the recording is deleted. */
export const Replay = z.strictObject({ who: ReplayFor, until: z.nullable(WallTime) })
export type Replay = z.infer<typeof Replay>
export const NO_REPLAY: Replay = { who: 'nobody', until: null }

export const Track = z.enum(['video', 'audio'])
export type Track = z.infer<typeof Track>

/** One track's share of a segment: `bytes` of CMAF fragments, played after the init segment with this SHA-256 (hex). */
export const SegmentPart = z.object({ track: Track, codec: z.string().check(z.maxLength(64)), bytes: z.number(), init: z.string().check(z.regex(/^[0-9a-f]{64}$/)) })
export type SegmentPart = z.infer<typeof SegmentPart>

/** What stands in place of what was removed: `silence` and a black picture, or a `tone` and a picture in coarse blocks. */
export const ReplacedBy = z.enum(['silence', 'tone'])
export type ReplacedBy = z.infer<typeof ReplacedBy>
