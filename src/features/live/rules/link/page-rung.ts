import { type Affordable, type LadderState, lower, type MediaWay, startLadder, stepLadder } from '../../../../kernel/ladder.ts'
import type { Micros } from '../../../../kernel/time.ts'

/** What a page knows of its own link, picture and sound. */
export type PageSees = {
  /** The box was heard a moment ago. */
  readonly linked: boolean
  readonly wants: { readonly sound: boolean; readonly video: boolean }
  readonly programme: { readonly video: boolean; readonly audio: boolean }
  readonly picture: 'none' | 'arriving' | 'playing' | 'stalled'
  /** The picture is much smaller than it has been. */
  readonly small: boolean
  readonly sound: 'none' | 'arriving' | 'playing' | 'needs-press'
  readonly undecodable: boolean
  readonly way: MediaWay | null
  /** WebRTC has never brought anything here, and should have. */
  readonly blocked: boolean
  /** No picture and no sound has come to this page yet. */
  readonly isFresh: boolean
  /** The box has only just begun to send a picture again: its first frame is not missed yet. */
  readonly pictureIsSoon: boolean
  /** The box's word on its own sending, while it is fresh. It speaks of WebRTC alone. */
  readonly box: Affordable | undefined
}

const FULL: Affordable = { rung: 'full', cause: 'none' }

/**
 * What reaches this page, best first.
 *
 * 1. Nothing of the box for a while is the plan, whatever still plays.
 * 2. What the seat does not want or the class does not have is nobody's fault: causes `asked` and `source`.
 * 3. What the box says that it sends and what comes are two words; the lower one counts.
 * 4. What the box says it does not send now is not missed here: the page adds nothing to its word.
 */
export function pageAffords(sees: PageSees): Affordable {
  const { linked, wants, way } = sees
  if (!linked) return { rung: 'plan', cause: 'silent' } // 1
  if (!wants.sound && !wants.video) return { rung: 'cues', cause: 'asked' } // 2
  const has = lower(sourceOf(sees), wants.video ? FULL : { rung: 'audio', cause: 'asked' }) // 2
  const box = way === 'webrtc' ? sees.box : undefined
  return lower(lower(has, box ?? FULL), received(sees, box)) // 3
}

function sourceOf({ programme }: PageSees): Affordable {
  if (programme.video) return FULL
  return programme.audio ? { rung: 'audio', cause: 'source' } : { rung: 'cues', cause: 'source' }
}

function received(sees: PageSees, box: Affordable | undefined): Affordable {
  const { wants, programme, picture, sound, small, undecodable } = sees
  const sent = box?.rung ?? 'full'
  if (sent === 'cues' || sent === 'plan') return FULL // 4
  const cause = sees.blocked ? 'blocked' : 'silent'
  const [isSeen, isHeard] = [picture === 'playing', sound === 'playing' || sound === 'needs-press']
  const expectsPicture = wants.video && programme.video && sent !== 'audio'
  if (!isSeen && !isHeard && (expectsPicture || (wants.sound && programme.audio))) return { rung: 'cues', cause }
  if (isSeen || !expectsPicture) return isSeen && small && box === undefined ? { rung: 'low', cause: 'link' } : FULL
  if (sees.pictureIsSoon && isHeard) return { rung: 'audio', cause: 'link' }
  return undecodable ? { rung: 'audio', cause: 'source' } : { rung: 'audio', cause }
}

/** `isFree`: it stands where it does for a reason other than what came to this page, so that it may rise at once. */
export type PageRung = { readonly ladder: LadderState; readonly isFree: boolean }

/**
 * The rung that a page shows: {@link pageAffords} through the one decision of the ladder. The box has been
 * slow in stepping up already, so only the page's own word waits here; and what the class, the seat or the
 * page's beginning had taken away comes back at once, since no link was too weak for it.
 */
export function stepPageRung(before: PageRung | undefined, sees: PageSees, now: Micros): PageRung {
  const affords = pageAffords(sees)
  const ladder = before === undefined || before.isFree ? anew(before?.ladder, affords, now) : stepLadder(before.ladder, affords, now)
  return { ladder, isFree: isFree(ladder, sees) }
}

function anew(before: LadderState | undefined, { rung, cause }: Affordable, now: Micros): LadderState {
  return before?.rung === rung ? { ...before, cause } : startLadder(rung, cause, now)
}

function isFree({ cause }: LadderState, { box, isFresh, way }: PageSees): boolean {
  if (cause === 'source' || cause === 'asked' || isFresh) return true
  return way === 'webrtc' && box !== undefined && (cause === 'link' || cause === 'loss')
}
