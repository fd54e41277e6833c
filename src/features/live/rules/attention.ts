import type { Rung } from '../../../kernel/ladder.ts'
import type { HubTime, Micros } from '../../../kernel/time.ts'
import { MICROS_PER_SECOND } from '../../../kernel/time.ts'
import type { LinkState, RosterLine } from '../wire/words.ts'

/**
 * Which learners a host should look at now, and why.
 *
 * 1. A learner is named once, with the gravest of their reasons; in the order of {@link REASONS}, and
 *    within one reason whoever has waited longest comes first.
 * 2. Who is well is not named, and neither is who was removed or blocked.
 * 3. What passes by itself is given its time: a hand a minute, the live check half a minute, a practice
 *    three minutes of silence; a rung of the ladder without sound a quarter of a minute, one without picture a
 *    minute, and a phone that is not prepared half a minute of the class.
 * 4. A rung counts where the link is the reason: not what the seat asked for, and not what the class has
 *    nothing better of. While the page says on which it stands, its way to the box says nothing more.
 */
export const REASONS = ['hand', 'gone', 'cue-late', 'not-ready', 'no-sound', 'socket', 'no-picture', 'silent', 'unprepared', 'asleep'] as const
export type AttentionReason = (typeof REASONS)[number]

/** `since`: for how long it has been so, where that is known. */
export type Attention = { readonly line: RosterLine; readonly why: AttentionReason; readonly since: HubTime | null }

/** What the class is doing. Both null when it does neither. */
export type AttentionContext = {
  /** When the live check began, also when it is over by now; null before there was one. */
  readonly checkSince: HubTime | null
  /** When the practice began that is on. */
  readonly practiceSince: HubTime | null
  /** When the class began; null before, and when it is over. */
  readonly liveSince: HubTime | null
}

/** A cue later than this after the press was not felt together. */
export const CUE_LIMIT_MS = 150
/** How many a host can look at. */
export const MOST_NEEDING = 3
export const HAND_WAITS: Micros = 60 * MICROS_PER_SECOND
export const CHECK_WAITS: Micros = 30 * MICROS_PER_SECOND
/** After this the class is past its check, and whoever came later never saw one. */
export const CHECK_MATTERS: Micros = 300 * MICROS_PER_SECOND
export const PRACTICE_WAITS: Micros = 180 * MICROS_PER_SECOND
export const NO_SOUND_WAITS: Micros = 15 * MICROS_PER_SECOND
export const NO_PICTURE_WAITS: Micros = 60 * MICROS_PER_SECOND
export const UNPREPARED_WAITS: Micros = 30 * MICROS_PER_SECOND

const AWAKE: readonly LinkState[] = ['good', 'socket']

/** The `most` learners who need somebody now, gravest first. `now` is null while the page knows no shared time: then nothing counts that takes time. */
export function needing(lines: Iterable<RosterLine>, now: HubTime | null, context: AttentionContext, most: number = MOST_NEEDING): Attention[] {
  return [...lines]
    .flatMap((line) => attentionOf(line, now, context) ?? [])
    .sort(byGravity)
    .slice(0, most)
}

/** Why one learner needs somebody; undefined when they are well. */
export function attentionOf(line: RosterLine, now: HubTime | null, context: AttentionContext): Attention | undefined {
  if (line.standing === 'removed' || line.standing === 'blocked') return undefined
  for (const why of REASONS) {
    const since = TESTS[why](line, now, context)
    if (since !== undefined) return { line, why, since }
  }
  return undefined
}

/** Undefined: it is not so. Else since when, null where nobody knows. */
type Test = (line: RosterLine, now: HubTime | null, context: AttentionContext) => HubTime | null | undefined

const TESTS: Readonly<Record<AttentionReason, Test>> = {
  'hand': ({ handSince }, now) => (hasWaited(handSince, HAND_WAITS, now) ? handSince : undefined),
  'gone': ({ link }) => (link === 'gone' ? null : undefined),
  'cue-late': ({ cueMs, link }) => (cueMs !== null && cueMs > CUE_LIMIT_MS && link !== 'asleep' ? null : undefined),
  'not-ready': ({ ready, link }, now, { checkSince }) =>
    (!ready && AWAKE.includes(link) && hasWaited(checkSince, CHECK_WAITS, now) && !hasWaited(checkSince, CHECK_MATTERS, now) ? checkSince : undefined),
  'no-sound': (line, now) => stoodOn(line, ['cues', 'plan'], NO_SOUND_WAITS, now),
  'socket': ({ link, rung }) => (link === 'socket' && rung === null ? null : undefined), // 4
  'no-picture': (line, now) => stoodOn(line, ['audio'], NO_PICTURE_WAITS, now),
  'silent'({ actedAt, link }, now, { practiceSince }) {
    if (practiceSince === null || !AWAKE.includes(link)) return undefined
    const quietSince = actedAt !== null && actedAt > practiceSince ? actedAt : practiceSince
    return hasWaited(quietSince, PRACTICE_WAITS, now) ? quietSince : undefined
  },
  'unprepared': ({ prepared, link }, now, { liveSince }) =>
    (prepared !== null && prepared.have < prepared.of && AWAKE.includes(link) && hasWaited(liveSince, UNPREPARED_WAITS, now) ? liveSince : undefined),
  'asleep': ({ link }) => (link === 'asleep' ? null : undefined),
}

function stoodOn({ rung, link }: RosterLine, rungs: readonly Rung[], forAtLeast: Micros, now: HubTime | null): HubTime | undefined {
  if (rung === null || !AWAKE.includes(link) || !rungs.includes(rung.rung)) return undefined
  if (rung.cause === 'asked' || rung.cause === 'source') return undefined // 4
  return hasWaited(rung.since, forAtLeast, now) ? rung.since : undefined
}

function hasWaited(since: HubTime | null, forAtLeast: Micros, now: HubTime | null): boolean {
  return since !== null && now !== null && now - since >= forAtLeast
}

function byGravity(a: Attention, b: Attention): number {
  return REASONS.indexOf(a.why) - REASONS.indexOf(b.why)
    || (a.since ?? Infinity) - (b.since ?? Infinity) || 0
}
