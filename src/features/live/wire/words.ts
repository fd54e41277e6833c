import { z } from 'zod/mini'
import { ClassCode, ClassId, CueId, PublisherId, SeatId } from '../../../kernel/ids.ts'
import { MediaWay, Rung, RungCause } from '../../../kernel/ladder.ts'
import { HubTime, WallTime } from '../../../kernel/time.ts'
import { ItemKind } from './run.ts'

/** The life of a class (design, section 2). This version ends at `closed`; the rest have their place. */
export const ClassPhase = z.enum(['draft', 'lobby', 'live', 'closed', 'contestable', 'settled', 'forgotten'])
export type ClassPhase = z.infer<typeof ClassPhase>

/** Where a learner sits: in the room (silent, cues by light), at another venue, or somewhere else. */
export const SeatKind = z.enum(['room', 'venue', 'elsewhere'])
export type SeatKind = z.infer<typeof SeatKind>

/** `headphones` lets a phone in the room sound, since nobody else hears it. */
export const SeatChoice = z.strictObject({ kind: SeatKind, headphones: z.boolean() })
export type SeatChoice = z.infer<typeof SeatChoice>

/** Pressed by a host, tried in the lobby, or given by the box itself as the plan or a timer's end says. */
export const CueKind = z.enum(['now', 'trial', 'planned'])
export type CueKind = z.infer<typeof CueKind>

/** A message with a time on the shared clock. Delivered several times over two ways; `id` tells. */
export const Cue = z.object({ id: CueId, at: HubTime, kind: CueKind, /** Shown with the light, when there is one. */ word: z.optional(z.string()) })
export type Cue = z.infer<typeof Cue>

/** How a cue showed itself on a device; the measured instant is defined by it. */
export const CueOutput = z.enum(['sound', 'light'])
export type CueOutput = z.infer<typeof CueOutput>

/** How a seat stands with the host: `muted` can neither ask nor be heard; `removed` may come again; `blocked` may not. */
export const Standing = z.enum(['welcome', 'muted', 'removed', 'blocked'])
export type Standing = z.infer<typeof Standing>

/** One instant for each kind of seat, on the shared clock. */
export const Admission = z.object({ room: HubTime, venue: HubTime, elsewhere: HubTime })
export type Admission = z.infer<typeof Admission>

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
  /** What people can do afterwards; may be empty. */
  objective: z.string(),
  /** Nobody new comes in. */
  locked: z.boolean(),
  /** When the host means to begin, and the class begins by itself; null when they did not say. */
  startsAt: z.nullable(HubTime),
  /** When each kind of seat is let in from the lobby; null before the class began. Instants in the past: at once. */
  admitAt: z.nullable(Admission),
  /** A sample class of the guided tour: nothing in it counts. */
  sample: z.boolean(),
  /** On the record: the host confirmed it, and it is not switched off. */
  recorded: z.boolean(),
  /** A crew rehearsal: nothing in it counts, and it is erased at the end except for its sheet. */
  rehearsal: z.boolean(),
})
export type ClassView = z.infer<typeof ClassView>

/** How a learner's page is linked: with data channel and media, by socket alone, asleep or gone. */
export const LinkState = z.enum(['arriving', 'good', 'socket', 'asleep', 'gone'])
export type LinkState = z.infer<typeof LinkState>

/** Where a page stands on the ladder, by its own word: the rung, why not a better one, since when, and which way media comes. */
export const LinkRung = z.object({ rung: Rung, cause: RungCause, since: HubTime, way: z.nullable(MediaWay) })
export type LinkRung = z.infer<typeof LinkRung>

/** What a page has of what the plan needs: files fetched, and how many there are. Ready when equal. */
export const Prepared = z.object({ have: z.number().check(z.int(), z.nonnegative(), z.maximum(1000)), of: z.number().check(z.int(), z.nonnegative(), z.maximum(1000)) })
export type Prepared = z.infer<typeof Prepared>

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
  /** Answered the live check. */
  ready: z.boolean(),
  standing: Standing,
  /** The last hand, rep, answer or question; null before the first. */
  actedAt: z.nullable(HubTime),
  /** Null before its page told. */
  rung: z.nullable(LinkRung),
  /** Between packets of sound, as the browser measures it. */
  jitterMs: z.nullable(z.number()),
  prepared: z.nullable(Prepared),
})
export type RosterLine = z.infer<typeof RosterLine>

export const Publisher = z.object({
  id: PublisherId,
  /** A browser of ours, or another WHIP client. */
  from: z.enum(['studio', 'whip', 'guest']),
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
/** Who were there in the first minute, and how many of them still are at each minute; null of a class that ended before (`rules/figures/seat-times.ts`). */
export const Retention = z.object({ began: z.number(), at1: z.nullable(z.number()), at3: z.nullable(z.number()), at7: z.nullable(z.number()) })
export type Retention = z.infer<typeof Retention>
/** Time that learners spent on each rung (whole seconds, summed over seats; without what they asked for themselves) and how often one was fallen to (`rules/figures/seat-times.ts`). */
export const RungFigures = z.array(z.object({ rung: Rung, seconds: z.number(), falls: z.number() }))
export type RungFigures = z.infer<typeof RungFigures>
/** Why it was less than the full picture: time spent below it (as in {@link RungFigures}) and falls, by reason. */
export const CauseFigures = z.array(z.object({ cause: RungCause, seconds: z.number(), falls: z.number() }))
export type CauseFigures = z.infer<typeof CauseFigures>
const SeatFigures = z.object({
  kind: SeatKind, came: z.number(), joinTried: z.number(), joinSucceeded: z.number(), cueMs: Percentiles, videoMs: Percentiles,
  jitterMs: z._default(Percentiles, null),
  // Null also where a small group could be told from them.
  hands: z._default(z.nullable(z.number()), null), reps: z._default(z.nullable(z.number()), null), answers: z._default(z.nullable(z.number()), null),
  retention: z._default(z.nullable(Retention), null),
  rungs: z._default(RungFigures, []),
})
/** EBU R128 of the programme's sound: integrated loudness and loudness range, tenths of LUFS and LU; null when too little was heard. */
export const Loudness = z.object({ integrated: z.nullable(z.number()), range: z.nullable(z.number()) })
export type Loudness = z.infer<typeof Loudness>

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
  // What follows is nought in figures that were recorded before it was counted.
  /** Still here at the end. */
  stayed: z._default(z.number(), 0),
  /** Answered the live check. */
  ready: z._default(z.number(), 0),
  questions: z._default(z.object({ asked: z.number(), answered: z.number(), kept: z.number(), hidden: z.number() }), { asked: 0, answered: 0, kept: 0, hidden: 0 }),
  /** In order of opening; what was asked is not among what is kept. */
  polls: z._default(z.array(z.object({ counts: z.array(z.number()), answered: z.number() })), []),
  /** Starts of timers and music: between the first and the last device, milliseconds. */
  startMs: z._default(Percentiles, null),
  /** Learners who were on stage. */
  guests: z._default(z.number(), 0),
  /** What became of each item of the plan. Seconds. */
  items: z._default(z.array(z.object({ kind: ItemKind, planned: z.number(), ran: z.nullable(z.number()) })), []),
  jitterMs: z._default(Percentiles, null),
  /** Answers to polls and the live check. */
  answers: z._default(z.number(), 0),
  retention: z._default(z.nullable(Retention), null),
  rungs: z._default(RungFigures, []),
  causes: z._default(CauseFigures, []),
  /** Learners who watched over HLS for a while. */
  fallbacks: z._default(z.number(), 0),
  loudness: z._default(z.nullable(Loudness), null),
  /** Whole seconds on the record, and of the class off it or lost; null of a class that was never recorded. */
  recorded: z._default(z.nullable(z.object({ seconds: z.number(), missing: z.number() })), null),
})
export type ClassFigures = z.infer<typeof ClassFigures>

/** What of it stands in the class's last entry for good: not its title, which can be erased. */
export const RecordedFigures = z.omit(ClassFigures, { title: true })
export type RecordedFigures = z.infer<typeof RecordedFigures>

/** A class's figures with what was said on its items and polls, in their order; of a class whose texts were erased, and to who only sees links, without. */
export const ClassReport = z.extend(ClassFigures, {
  texts: z.nullable(z.object({
    items: z.array(z.string()),
    polls: z.array(z.object({ question: z.string(), options: z.array(z.string()) })),
  })),
})
export type ClassReport = z.infer<typeof ClassReport>

/** What the studio's lamp says of the recording; the same words as capture's own. */
export const RecordingLamp = z.object({
  state: z.enum(['off', 'on', 'failing']),
  since: z.nullable(HubTime),
  keptTo: z.nullable(HubTime),
  why: z.nullable(z.enum(['disk-full', 'disk-failing', 'no-media', 'codec', 'recorder-died', 'lagging'])),
  roomForSeconds: z.nullable(z.number()),
  seconds: z.number(),
  tracks: z.object({ video: z.boolean(), audio: z.boolean() }),
})
export type RecordingLamp = z.infer<typeof RecordingLamp>
