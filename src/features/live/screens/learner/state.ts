import type { SeatId } from '../../../../kernel/ids.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import type { ClassView, LinkRung, SeatChoice } from '../../wire/words.ts'
import { NOTHING_TOGETHER, stepTogether, type Together, type TogetherEvent } from './together.ts'

/**
 * All the learner's page knows, and how each event changes it. Pure: the runtime turns what happens
 * into events, the components draw what {@link viewOf} makes of the state.
 *
 * 1. The page of a class is shown only with the class; nothing is guessed while looking.
 * 2. A seat, once given, is kept through every loss of the link; only the end of the class
 *    and the host's removal end it.
 * 3. A class's end is final: no later event leads back.
 * 4. What the learner did shows at once and survives a lost link; `told` says how much
 *    of it the box has.
 */

/** What the page's link is like. `lost` when nothing has come for a while, also after a sleep. */
export type LinkReading = {
  readonly state: 'arriving' | 'good' | 'socket' | 'lost'
  /** Milliseconds there and back. */
  readonly roundTripMs: number | null
  /** How far the page's clock may be from everybody's, milliseconds. */
  readonly clockErrorMs: number | null
}

export type MediaReading = {
  readonly picture: 'none' | 'arriving' | 'playing' | 'stalled'
  /** The picture is a smaller one, to fit the link. */
  readonly small: boolean
  /** The browser plays nothing aloud before a press. */
  readonly sound: 'none' | 'arriving' | 'playing' | 'needs-press'
  /** This browser has no decoder for the class's picture; the sound goes on. */
  readonly undecodable: boolean
}

/** What a learner has done in a seat. */
export type Done = { readonly hand: boolean; readonly reps: number; readonly cues: { readonly felt: number; readonly late: number }; readonly since: HubTime | null }

/** What this device can do, from the page's one probe. */
export type Abilities = { readonly vibration: boolean; readonly staysAwake: boolean }

/** `sentence` is the box's own, where it sent one. */
export type Refusal = { readonly code: string; readonly typed: string; readonly sentence: string | null }

export type LearnerState = {
  /** `bringing`: the page at which a person is brought to this device. */
  readonly stage: 'typing' | 'looking' | 'known' | 'over' | 'bringing'
  readonly code: string
  readonly refusal: Refusal | null
  /** The box did not answer the last time it was asked. */
  readonly unreachable: boolean
  readonly class: ClassView | null
  /** At some time while this page looked: then there may be something to watch again. */
  readonly wasRecorded: boolean
  readonly choice: SeatChoice | null
  readonly asking: boolean
  readonly seat: SeatId | null
  readonly link: LinkReading
  readonly media: MediaReading
  /** Where the page stands on the ladder; null before it stands anywhere. */
  readonly rung: LinkRung | null
  /** The learner's own wish. */
  readonly muted: boolean
  readonly abilities: Abilities
  readonly hand: { readonly up: boolean; readonly told: boolean }
  readonly reps: { readonly count: number; readonly told: number }
  readonly cues: { readonly felt: number; readonly late: number; readonly tried: boolean }
  /** Hub time of sitting down, for the learner's own figures. */
  readonly since: HubTime | null
  readonly until: HubTime | null
  readonly together: Together
  /** A pass as text, not yet read; empty for none. */
  readonly brought: string
}

export type LearnerEvent =
  | { readonly type: 'code-typed'; readonly code: string }
  | { readonly type: 'class-found'; readonly class: ClassView }
  | { readonly type: 'refused'; readonly code: string; readonly sentence?: string }
  | { readonly type: 'unreachable' }
  | { readonly type: 'seat-wished'; readonly choice: SeatChoice }
  | { readonly type: 'seat-asked' }
  | { readonly type: 'seat-given'; readonly seat: SeatId; readonly class: ClassView; readonly choice: SeatChoice; readonly at: HubTime | null }
  | { readonly type: 'class'; readonly class: ClassView; readonly at: HubTime | null }
  | { readonly type: 'link'; readonly link: LinkReading }
  | { readonly type: 'media'; readonly media: MediaReading }
  | { readonly type: 'rung'; readonly rung: LinkRung }
  | { readonly type: 'mute'; readonly muted: boolean }
  | { readonly type: 'hand'; readonly up: boolean }
  | { readonly type: 'hand-told'; readonly up: boolean }
  | { readonly type: 'rep' }
  | { readonly type: 'rep-told'; readonly count: number }
  /** What the box holds of the seat, as when the host has lowered its hand. */
  | { readonly type: 'mine'; readonly hand: boolean; readonly reps: number }
  | { readonly type: 'cue-felt'; readonly late: boolean; readonly trial: boolean }
  | { readonly type: 'clock-set'; readonly at: HubTime }
  /** What an earlier life of this page had done in the same seat. */
  | { readonly type: 'remembered'; readonly was: Done }
  | { readonly type: 'another-class' }
  /** `text`: what came with the address. */
  | { readonly type: 'bring'; readonly text: string }
  | { readonly type: 'together'; readonly event: TogetherEvent }

const NO_LINK: LinkReading = { state: 'arriving', roundTripMs: null, clockErrorMs: null }
export const NO_MEDIA: MediaReading = { picture: 'none', small: false, sound: 'none', undecodable: false }

export function startState(code: string | null, choice: SeatChoice | null, abilities: Abilities): LearnerState {
  return {
    stage: code === null ? 'typing' : 'looking',
    code: code ?? '',
    refusal: null,
    unreachable: false,
    class: null,
    wasRecorded: false,
    choice,
    asking: false,
    seat: null,
    link: NO_LINK,
    media: NO_MEDIA,
    rung: null,
    muted: false,
    abilities,
    hand: { up: false, told: true },
    reps: { count: 0, told: 0 },
    cues: { felt: 0, late: 0, tried: false },
    since: null,
    until: null,
    together: NOTHING_TOGETHER,
    brought: '',
  }
}

const ENDED = new Set<ClassView['phase']>(['closed', 'contestable', 'settled', 'forgotten'])

export function step(state: LearnerState, event: LearnerEvent): LearnerState {
  if (state.stage === 'over' && event.type !== 'another-class' && event.type !== 'bring') return state // 3
  switch (event.type) {
    case 'code-typed':
      return { ...startState(event.code, state.choice, state.abilities) }
    case 'another-class':
      return startState(null, state.choice, state.abilities)
    case 'bring':
      return { ...startState(null, state.choice, state.abilities), stage: 'bringing', brought: event.text }
    case 'class-found':
      return withClass({ ...state, stage: 'known', refusal: null, unreachable: false }, event.class, null)
    case 'class':
      return withClass(state, event.class, event.at)
    case 'refused':
      return refuse(state, event.code, event.sentence ?? null)
    case 'unreachable':
      return { ...state, unreachable: true, asking: false }
    case 'seat-wished':
      return { ...state, choice: event.choice, refusal: null }
    case 'seat-asked':
      return { ...state, asking: true, refusal: null, unreachable: false }
    case 'seat-given':
      return withClass(
        { ...state, seat: event.seat, choice: event.choice, asking: false, refusal: null, unreachable: false, since: state.since ?? event.at },
        event.class,
        event.at,
      )
    case 'together':
      return stepSeat(state, event.event)
    default:
      return stepSeated(state, event)
  }
}

type SeatedEvent = Extract<LearnerEvent, { type: 'link' | 'media' | 'rung' | 'mute' | 'hand' | 'hand-told' | 'rep' | 'rep-told' | 'mine' | 'cue-felt' | 'clock-set' | 'remembered' }>

function stepSeated(state: LearnerState, event: SeatedEvent): LearnerState {
  switch (event.type) {
    case 'link':
      return { ...state, link: event.link, unreachable: event.link.state === 'lost' ? state.unreachable : false }
    case 'media':
      return { ...state, media: event.media }
    case 'rung':
      return { ...state, rung: event.rung }
    case 'mute':
      return { ...state, muted: event.muted }
    case 'hand':
      return { ...state, refusal: null, hand: { up: event.up, told: false } }
    case 'hand-told':
      return state.hand.up === event.up ? { ...state, hand: { up: event.up, told: true } } : state
    case 'rep':
      return { ...state, refusal: null, reps: { ...state.reps, count: state.reps.count + 1 } }
    case 'rep-told':
      return { ...state, reps: { ...state.reps, told: Math.max(state.reps.told, Math.min(event.count, state.reps.count)) } }
    case 'mine':
      return heldByTheBox(state, event)
    case 'cue-felt':
      return { ...state, cues: cuesAfter(state.cues, event) }
    case 'remembered':
      return recall(state, event.was)
    case 'clock-set':
      return { ...state, since: state.seat === null ? null : (state.since ?? event.at) }
  }
}

/** A seat that was taken away is one's own no longer; the class stays known. */
function stepSeat(state: LearnerState, event: TogetherEvent): LearnerState {
  const together = stepTogether(state.together, event)
  return event.type === 'removed' ? { ...state, together, seat: null, asking: false, refusal: null } : { ...state, together }
}

/** The page's earlier life, unless this one has already gone beyond it. */
function recall(state: LearnerState, { hand, reps, cues, since }: Done): LearnerState {
  if (state.reps.count > reps || state.cues.felt > cues.felt || !state.hand.told) return state
  const count = Math.max(state.reps.count, reps)
  return { ...state, hand: { up: hand, told: true }, reps: { count, told: count }, cues: { ...state.cues, ...cues }, since: since ?? state.since }
}

/** Another's hand may have changed the seat's; but a wish that is still on the way comes after it. */
function heldByTheBox(state: LearnerState, { hand, reps }: { readonly hand: boolean; readonly reps: number }): LearnerState {
  const count = Math.max(state.reps.count, reps)
  return { ...state, hand: state.hand.told ? { up: hand, told: true } : state.hand, reps: { count, told: Math.max(state.reps.told, reps) } }
}

function cuesAfter(cues: LearnerState['cues'], event: { late: boolean; trial: boolean }): LearnerState['cues'] {
  if (event.trial) return { ...cues, tried: true }
  return { ...cues, felt: cues.felt + 1, late: cues.late + (event.late ? 1 : 0) }
}

function withClass(state: LearnerState, view: ClassView, at: HubTime | null): LearnerState {
  const told = { ...state, class: view, wasRecorded: state.wasRecorded || view.recorded }
  if (ENDED.has(view.phase)) return { ...told, stage: 'over', asking: false, until: at } // 3
  return { ...told, stage: 'known' }
}

function refuse(state: LearnerState, code: string, sentence: string | null): LearnerState {
  const quiet = { ...state, asking: false, unreachable: false }
  if (code === 'CLASS_OVER') return { ...quiet, stage: 'over', refusal: null }
  if (code === 'CLASS_UNKNOWN' && state.seat === null) return { ...quiet, stage: 'typing', class: null, refusal: { code, typed: state.code, sentence } }
  return { ...quiet, refusal: { code, typed: state.code, sentence } } // 2
}
