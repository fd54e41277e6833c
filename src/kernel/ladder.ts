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

/** `since`: when this rung was taken. `betterSince`: since when more could be had without a break; undefined while it cannot. `wait`: how long that must last. */
export type LadderState = {
  readonly rung: Rung
  readonly cause: RungCause
  readonly since: Micros
  readonly betterSince: Micros | undefined
  readonly wait: Micros
}

/** More must have been affordable for so long before a step up; each fall soon after a step up doubles it, up to the most. */
export const CLIMB_AFTER = { least: 1_000 * MICROS_PER_MS, most: 16_000 * MICROS_PER_MS } as const
/** A fall within this after a step up says that the step was too bold; a stay of this length makes bold again. */
export const BOLD_FOR: Micros = 10_000 * MICROS_PER_MS

export function startLadder(rung: Rung, cause: RungCause, now: Micros): LadderState {
  return { rung, cause, since: now, betterSince: undefined, wait: CLIMB_AFTER.least }
}

/**
 * The one decision. Callers feed what is affordable as often as they know it.
 *
 * 1. Down is at once, to what is affordable, however many steps.
 * 2. Up only after more was affordable without a break for `wait`, then straight to the least that was affordable meanwhile.
 * 3. A fall within {@link BOLD_FOR} of a step up doubles `wait`; a stay of that length sets it back.
 * 4. Time that runs backwards or repeats changes nothing but a fall.
 */
export function stepLadder(state: LadderState, affordable: Affordable, now: Micros): LadderState {
  const [at, to] = [RUNGS.indexOf(state.rung), RUNGS.indexOf(affordable.rung)]
  if (to > at) {
    const wasBold = now - state.since < BOLD_FOR && state.betterSince === undefined
    return { rung: affordable.rung, cause: affordable.cause, since: now, betterSince: undefined, wait: wasBold ? Math.min(CLIMB_AFTER.most, state.wait * 2) : CLIMB_AFTER.least }
  }
  if (to === at) return { ...state, cause: affordable.cause, betterSince: undefined }
  const betterSince = state.betterSince ?? now
  if (now - betterSince < state.wait) return { ...state, betterSince }
  return { rung: affordable.rung, cause: affordable.cause, since: now, betterSince: undefined, wait: state.wait }
}

/** The lower of two rungs, with its cause. */
export function lower(one: Affordable, other: Affordable): Affordable {
  return RUNGS.indexOf(one.rung) >= RUNGS.indexOf(other.rung) ? one : other
}
