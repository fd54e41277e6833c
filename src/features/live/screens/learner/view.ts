import type { Rung } from '../../../../kernel/ladder.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import { admittedAt } from '../../rules/admission.ts'
import { seatBehaviour } from '../../rules/seat-behaviour.ts'
import type { ClassView, LinkRung, SeatChoice } from '../../wire/words.ts'
import type { LearnerState } from './state.ts'

/** What is on the screen, as one of few pages; drawn by `learner-page.tsx`. */
export type LearnerView =
  | { readonly page: 'code' }
  | { readonly page: 'bring'; readonly text: string }
  | { readonly page: 'looking' }
  | { readonly page: 'not-open'; readonly class: ClassView }
  | { readonly page: 'seat'; readonly class: ClassView }
  | { readonly page: 'lobby'; readonly class: ClassView; readonly choice: SeatChoice }
  | { readonly page: 'live'; readonly class: ClassView; readonly choice: SeatChoice }
  | { readonly page: 'removed'; readonly class: ClassView; readonly blocked: boolean }
  | { readonly page: 'over' }

/** `now`: the shared time, for who is let in; null before it is known. */
export function viewOf(state: LearnerState, now: HubTime | null): LearnerView {
  if (state.stage === 'over') return { page: 'over' }
  if (state.stage === 'bringing') return { page: 'bring', text: state.brought }
  if (state.stage === 'typing') return { page: 'code' }
  if (state.class === null) return { page: 'looking' }
  if (state.class.phase === 'draft') return { page: 'not-open', class: state.class }
  if (state.together.removed !== null) return { page: 'removed', class: state.class, blocked: state.together.removed === 'blocked' }
  if (state.seat === null || state.choice === null) return { page: 'seat', class: state.class }
  return { page: isIn(state.class, state.choice, now) ? 'live' : 'lobby', class: state.class, choice: state.choice }
}

/** Before the shared time is known, whoever has to wait for others waits. */
function isIn(view: ClassView, choice: SeatChoice, now: HubTime | null): boolean {
  const at = admittedAt(view, choice.kind)
  return view.phase === 'live' && (at === null || (now ?? view.beganAt ?? at) >= at)
}

/** The line about the link: a rung and what it says, in one of these sentences. */
export type LinkSentence =
  | 'lost' | 'lost-silent' | 'arriving' | 'socket'
  | 'full' | 'small' | 'still' | 'paused' | 'stalled' | 'sound-only' | 'undecodable' | 'sound-coming' | 'cues-only' | 'nothing-sent'
  | 'late' | 'late-sound'
  | 'silent-buzz' | 'silent' | 'headphones' | 'needs-press'
export type LinkLine = { readonly rung: Rung; readonly sentence: LinkSentence; readonly tone: 'steady' | 'now' }

const steady = (rung: Rung, sentence: LinkSentence): LinkLine => ({ rung, sentence, tone: 'steady' })
const now = (rung: Rung, sentence: LinkSentence): LinkLine => ({ rung, sentence, tone: 'now' })

/**
 * What works right now, best first; what is lost is said only after it. Liveness is what is seen
 * and heard, not an open socket: a stalled picture is told although the link may stand.
 */
export function linkLine(state: LearnerState): LinkLine {
  const does = seatBehaviour(state.choice ?? { kind: 'elsewhere', headphones: false }, { vibration: state.abilities.vibration, audio: true, video: true })
  if (state.link.state === 'lost' || state.together.now.staleSeconds !== null) return now('plan', does.video || does.sound ? 'lost' : 'lost-silent')
  if (state.link.state === 'arriving') return steady('plan', 'arriving')
  if (!does.sound) return steady('cues', does.vibrate ? 'silent-buzz' : 'silent')
  const stands = state.rung ?? { rung: 'cues', cause: 'silent', way: null }
  if (state.media.sound === 'needs-press') return now(state.media.picture === 'playing' ? 'still' : 'cues', 'needs-press')
  if (stands.rung === 'cues' || stands.rung === 'plan') return cuesLine(state, stands)
  if (stands.rung === 'audio') return soundLine(state, stands, does.video)
  if (stands.way === 'hls') return steady(stands.rung, 'late')
  return steady(stands.rung, PICTURES[stands.rung])
}

type Stands = Pick<LinkRung, 'rung' | 'cause' | 'way'>

const PICTURES = { full: 'full', low: 'small', still: 'still' } as const

function soundLine({ media }: LearnerState, { cause, way }: Stands, wantsPicture: boolean): LinkLine {
  if (!wantsPicture) return steady('audio', way === 'hls' ? 'late-sound' : 'headphones')
  if (media.undecodable) return now('audio', 'undecodable')
  if (cause === 'link' || cause === 'loss') return now('audio', 'paused')
  return cause === 'source' || media.picture === 'arriving' ? steady('audio', 'sound-only') : now('audio', 'stalled')
}

function cuesLine({ link, class: view }: LearnerState, { cause, way }: Stands): LinkLine {
  if (cause === 'link' || cause === 'loss') return now('cues', 'cues-only')
  if (view !== null && !view.programme.video && !view.programme.audio) return steady('cues', 'nothing-sent')
  return link.state === 'socket' && way !== 'hls' ? now('cues', 'socket') : steady('cues', 'sound-coming')
}

/** What is ready while waiting; each is a row of the lobby. */
export type Readiness = {
  readonly link: 'wait' | 'on'
  readonly clock: 'wait' | 'on'
  /** Absent in a seat without picture and sound. */
  readonly media: 'wait' | 'on' | 'none'
  readonly all: boolean
}

/** Within this the page's clock serves cues: half of the spread allowed between devices. */
const CLOCK_GOOD_MS = 10

export function readiness(state: LearnerState): Readiness {
  const linked = state.link.state === 'good' || state.link.state === 'socket'
  const clocked = linked && state.link.clockErrorMs !== null && state.link.clockErrorMs <= CLOCK_GOOD_MS
  const does = seatBehaviour(state.choice ?? { kind: 'elsewhere', headphones: false }, { vibration: false, audio: true, video: true })
  const wanted = does.sound || does.video
  const media = !wanted ? 'none' : state.link.state === 'good' ? 'on' : 'wait'
  return { link: linked ? 'on' : 'wait', clock: clocked ? 'on' : 'wait', media, all: linked && clocked && media !== 'wait' }
}
