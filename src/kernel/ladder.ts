import { z } from 'zod/mini'
import type { Micros } from './time.ts'
import { MICROS_PER_MS } from './time.ts'

/**
 * The degradation ladder: what a learner still gets, in named steps. One decision for everybody: the
 * box steps by what a link can carry, a page by what reaches it; the page's word is the last one.
 *
 * `full`: the best picture the class has; `low`: a smaller one; `still`: one picture every two to
 * four seconds; `audio`: sound; `cues`: cues, timers and words without sound; `plan`: nothing comes
 * from the box, the page goes on by the plan and its own clock.
 */
export const Rung = z.enum(['full', 'low', 'still', 'audio', 'cues', 'plan'])
export type Rung = z.infer<typeof Rung>
export const RUNGS: readonly Rung[] = Rung.options

/**
 * Why it is not the rung above: `link` carries too little, `loss` is too high, `source`: the class
 * has nothing better, `asked`: the seat wants no more, `blocked`: WebRTC does not get through,
 * `silent`: nothing arrives. `none` on the rung `full`.
 */
export const RungCause = z.enum(['none', 'link', 'loss', 'source', 'asked', 'blocked', 'silent'])
export type RungCause = z.infer<typeof RungCause>

/** Which way media comes: the box's own WebRTC, or HLS from the box. */
export const MediaWay = z.enum(['webrtc', 'hls'])
export type MediaWay = z.infer<typeof MediaWay>

/** What could be had now, and why not more. */
export type Affordable = { readonly rung: Rung; readonly cause: RungCause }

/** More must have been affordable for so long before a step up; each fall soon after a step up doubles it, up to the most. */
export const CLIMB_AFTER = { least: 1_000 * MICROS_PER_MS, most: 16_000 * MICROS_PER_MS } as const
/** A fall within this after a step up says that the step was too bold; holding out so long makes bold again. */
export const BOLD_FOR: Micros = 10_000 * MICROS_PER_MS

/**
 * Where somebody stands on any scale on which more is better: rungs here, layers of a picture in the SFU.
 * `since`: when this height was taken. `wait`: how long more must be affordable before it is taken.
 * `climbedAt`: when it last stepped up, undefined once it has fallen. `better`: since when more was
 * affordable without a break, and the least of it; undefined while no more is.
 */
export type Climb = {
  readonly height: number
  readonly since: Micros
  readonly wait: Micros
  readonly climbedAt: Micros | undefined
  readonly better: { readonly since: Micros; readonly least: number } | undefined
}

/** `wait` less than {@link CLIMB_AFTER}`.least` lets the first step up come sooner: nothing was tried yet that could have failed. */
export function startClimb(height: number, now: Micros, wait: Micros = CLIMB_AFTER.least): Climb {
  return { height, since: now, wait, climbedAt: undefined, better: undefined }
}

/**
 * The one decision. Callers feed what is affordable as often as they know it.
 *
 * 1. Down is at once, to what is affordable, however many steps.
 * 2. Up only after more was affordable without a break for `wait`, then straight to the least that was affordable meanwhile:
 *    nothing is ever taken that was not affordable during all of that time.
 * 3. The first fall within {@link BOLD_FOR} of a step up doubles `wait`, up to the most; a step up that was held for so long sets it back.
 *    Falls that follow a fall change nothing. So somebody who cannot hold a height tries it ever less often.
 * 4. Between two steps up lies at least {@link CLIMB_AFTER}`.least`, the first step up apart.
 * 5. Time that runs backwards or repeats changes nothing but a fall.
 */
export function stepClimb(climb: Climb, affordable: number, now: Micros): Climb {
  const at = Math.max(now, climb.since)
  if (affordable < climb.height) return { height: affordable, since: at, wait: waitAfterFall(climb, at), climbedAt: undefined, better: undefined }
  if (affordable === climb.height) return climb.better === undefined ? climb : { ...climb, better: undefined }
  const better = { since: climb.better?.since ?? at, least: Math.min(climb.better?.least ?? affordable, affordable) }
  if (at - better.since < climb.wait) return { ...climb, better }
  return { height: better.least, since: at, wait: Math.max(climb.wait, CLIMB_AFTER.least), climbedAt: at, better: undefined }
}

function waitAfterFall({ climbedAt, wait }: Climb, at: Micros): Micros {
  if (climbedAt === undefined) return wait
  if (at - climbedAt >= BOLD_FOR) return CLIMB_AFTER.least
  return Math.min(CLIMB_AFTER.most, Math.max(CLIMB_AFTER.least, wait * 2))
}

/** `since`: when this rung was taken; its cause may have changed since. */
export type LadderState = { readonly rung: Rung; readonly cause: RungCause; readonly since: Micros; readonly climb: Climb }

export function startLadder(rung: Rung, cause: RungCause, now: Micros): LadderState {
  return { rung, cause, since: now, climb: startClimb(heightOf(rung), now) }
}

/** {@link stepClimb} over the rungs. The cause is that of what is affordable; where more is, of why this rung was taken. */
export function stepLadder(state: LadderState, affordable: Affordable, now: Micros): LadderState {
  const wanted = heightOf(affordable.rung)
  const climb = stepClimb(state.climb, wanted, now)
  const rung = RUNGS[RUNGS.length - 1 - climb.height] ?? state.rung
  const cause = climb.height === wanted ? affordable.cause : state.cause
  return { rung, cause: rung === 'full' ? 'none' : cause, since: climb.since, climb }
}

function heightOf(rung: Rung): number {
  return RUNGS.length - 1 - RUNGS.indexOf(rung)
}

/** The lower of two rungs, with its cause. */
export function lower(one: Affordable, other: Affordable): Affordable {
  return RUNGS.indexOf(one.rung) >= RUNGS.indexOf(other.rung) ? one : other
}
