import { z } from 'zod/mini'
import { ClassCode, ClassId, CueId, PublisherId, SeatId } from '../../../kernel/ids.ts'
import { HubTime, WallTime } from '../../../kernel/time.ts'

/** The life of a class (design, section 2). This version ends at `closed`; the rest have their place. */
export const ClassPhase = z.enum(['draft', 'lobby', 'live', 'closed', 'contestable', 'settled', 'forgotten'])
export type ClassPhase = z.infer<typeof ClassPhase>

/** Where a learner sits: in the room (silent, cues by light), at another venue, or somewhere else. */
export const SeatKind = z.enum(['room', 'venue', 'elsewhere'])
export type SeatKind = z.infer<typeof SeatKind>

/** `headphones` lets a phone in the room sound, since nobody else hears it. */
export const SeatChoice = z.strictObject({ kind: SeatKind, headphones: z.boolean() })
export type SeatChoice = z.infer<typeof SeatChoice>

export const CueKind = z.enum(['now', 'trial'])
export type CueKind = z.infer<typeof CueKind>

/** A message with a time on the shared clock. Delivered several times over two ways; `id` tells. */
export const Cue = z.object({ id: CueId, at: HubTime, kind: CueKind })
export type Cue = z.infer<typeof Cue>

/** How a cue showed itself on a device; the measured instant is defined by it. */
export const CueOutput = z.enum(['sound', 'light'])
export type CueOutput = z.infer<typeof CueOutput>

/** What every page of a class knows. */
export const ClassView = z.object({
  id: ClassId,
  code: ClassCode,
  title: z.string(),
  phase: ClassPhase,
  /** When the class began, on the shared clock; null before. */
  beganAt: z.nullable(HubTime),
  /** Whether picture and sound of the programme arrive at the box now. */
  programme: z.object({ video: z.boolean(), audio: z.boolean() }),
  here: z.number(),
})
export type ClassView = z.infer<typeof ClassView>

/** How a learner's page is linked: with data channel and media, by socket alone, asleep or gone. */
export const LinkState = z.enum(['arriving', 'good', 'socket', 'asleep', 'gone'])
export type LinkState = z.infer<typeof LinkState>

/** One line of the host's roster. Milliseconds; null where not yet measured. */
export const RosterLine = z.object({
  seat: SeatId,
  name: z.nullable(z.string()),
  kind: SeatKind,
  headphones: z.boolean(),
  link: LinkState,
  /** One way to the device, half the round trip. */
  linkMs: z.nullable(z.number()),
  /** Last cue: from the press to played. */
  cueMs: z.nullable(z.number()),
  /** Capture to presented frame. */
  videoMs: z.nullable(z.number()),
  handSince: z.nullable(HubTime),
  reps: z.number(),
})
export type RosterLine = z.infer<typeof RosterLine>

export const Publisher = z.object({
  id: PublisherId,
  /** A browser of ours, or another WHIP client. */
  from: z.enum(['studio', 'whip']),
  label: z.string(),
  video: z.boolean(),
  audio: z.boolean(),
  isProgramme: z.boolean(),
})
export type Publisher = z.infer<typeof Publisher>

/** What was measured of one cue. Milliseconds. */
export const CueResult = z.object({
  cue: CueId,
  pressedAt: HubTime,
  at: HubTime,
  /** Seats that were here at the press. */
  of: z.number(),
  played: z.number(),
  /** Played, but after the cue's time by more than the tolerance. */
  late: z.number(),
  /** Largest minus smallest instant. */
  apartMs: z.nullable(z.number()),
  /** Press to played, for each that played, in no order. */
  afterMs: z.array(z.number()),
  settled: z.boolean(),
})
export type CueResult = z.infer<typeof CueResult>

const Percentiles = z.nullable(z.object({ p50: z.number(), p95: z.number(), p99: z.number(), count: z.number() }))
const SeatFigures = z.object({ kind: SeatKind, came: z.number(), joinTried: z.number(), joinSucceeded: z.number(), cueMs: Percentiles, videoMs: Percentiles })

/** What a class ends with. Counts and percentiles only, nobody's name. */
export const ClassFigures = z.object({
  code: ClassCode,
  title: z.string(),
  beganAt: z.nullable(WallTime),
  endedAt: z.nullable(WallTime),
  came: z.number(),
  joinTried: z.number(),
  joinSucceeded: z.number(),
  joinMs: Percentiles,
  cues: z.number(),
  cueMs: Percentiles,
  apartMs: Percentiles,
  videoMs: Percentiles,
  backMs: Percentiles,
  hands: z.number(),
  reps: z.number(),
  bySeat: z.array(SeatFigures),
})
export type ClassFigures = z.infer<typeof ClassFigures>

/** What of it stands in the class's last entry for good: not its title, which can be erased. */
export const RecordedFigures = z.omit(ClassFigures, { title: true })
export type RecordedFigures = z.infer<typeof RecordedFigures>
