import type { ItemId, PollId } from '../../../../kernel/ids.ts'
import type { Standing } from '../../wire/words.ts'
import { type ClassNowState, NOTHING_KNOWN } from '../link/class-now.ts'
import type { Answer, Asked } from './answers.ts'

/**
 * What host and learner do together besides hand and reps, as this page knows it. Pure, as `state.ts`.
 *
 * 1. What the learner did shows at once; `told` says whether the box has it.
 * 2. The box's word takes the place of one's own only when nothing of one's own is on the way.
 * 3. A poll's answer and a check's go with their poll and their item; questions stay for the class.
 */
export type Together = {
  /** What the box last told; extrapolated on the shared clock where it is shown. */
  readonly now: ClassNowState
  readonly standing: Standing
  /** Set once the host has taken the seat away. */
  readonly removed: 'removed' | 'blocked' | null
  /** As the learner wrote it; empty for none. */
  readonly name: string
  /** The live check that was answered here last. */
  readonly felt: { readonly item: ItemId; readonly told: boolean } | null
  readonly answer: { readonly poll: PollId; readonly option: number; readonly told: boolean } | null
  /** The box took none of these back; what became of them stands in `now.myQuestions`. */
  readonly asked: readonly (Asked & { readonly told: boolean })[]
  /** The last thing that was turned down for good, until the next try. */
  readonly turnedDown: { readonly code: string; readonly what: Answer['type'] } | null
  /** The word of the cue that is coming or was last; empty for none. */
  readonly cueWord: string
}

/** What outlives a reload of the page. */
export type TogetherDone = Pick<Together, 'name' | 'felt' | 'answer' | 'asked'>

export type TogetherEvent =
  | { readonly type: 'now'; readonly now: ClassNowState }
  | { readonly type: 'standing'; readonly standing: Standing; readonly ready: boolean }
  | { readonly type: 'removed'; readonly blocked: boolean }
  | { readonly type: 'named'; readonly name: string }
  | { readonly type: 'felt'; readonly item: ItemId }
  | { readonly type: 'answered'; readonly poll: PollId; readonly option: number }
  | { readonly type: 'asked'; readonly asked: Asked }
  /** An answer of whatever kind has reached the box. */
  | { readonly type: 'told'; readonly answer: Answer }
  | { readonly type: 'turned-down'; readonly code: string; readonly answer: Answer }
  | { readonly type: 'cue-ahead'; readonly word: string }
  | { readonly type: 'recalled'; readonly was: TogetherDone }

export const NOTHING_TOGETHER: Together = {
  now: NOTHING_KNOWN, standing: 'welcome', removed: null, name: '', felt: null, answer: null, asked: [], turnedDown: null, cueWord: '',
}

export function stepTogether(state: Together, event: TogetherEvent): Together {
  switch (event.type) {
    case 'now':
      return hear(state, event.now)
    case 'standing':
      return { ...state, standing: event.standing, felt: state.felt && { ...state.felt, told: state.felt.told && event.ready } }
    case 'removed':
      return { ...state, removed: event.blocked ? 'blocked' : 'removed' }
    case 'named':
      return { ...state, name: event.name }
    case 'felt':
      return { ...state, turnedDown: null, felt: { item: event.item, told: false } }
    case 'answered':
      return { ...state, turnedDown: null, answer: { poll: event.poll, option: event.option, told: false } }
    case 'asked':
      return { ...state, turnedDown: null, asked: [...state.asked.filter(({ id }) => id !== event.asked.id), { ...event.asked, told: false }] }
    case 'told':
      return told(state, event.answer)
    case 'turned-down':
      return turnDown(state, event.code, event.answer)
    case 'cue-ahead':
      return { ...state, cueWord: event.word }
    case 'recalled':
      return recall(state, event.was)
  }
}

/** The answer that the page shows as chosen; the box's own where the learner has none on the way. */
export function chosenOption({ answer, now }: Together): number | null {
  if (now.poll === null) return null
  return answer?.poll === now.poll.id ? answer.option : now.myAnswer
}

/** Whether something the learner did has not reached the box. */
export function isUntold({ felt, answer, asked, now }: Together): boolean {
  const answers = answer !== null && !answer.told && answer.poll === now.poll?.id
  return answers || (felt !== null && !felt.told) || asked.some((one) => !one.told)
}

function hear(state: Together, now: ClassNowState): Together {
  const { answer } = state
  // Another window of this person may have answered since: 2
  const overtaken = answer !== null && answer.told && now.poll?.id === answer.poll && now.myAnswer !== null && now.myAnswer !== answer.option
  return { ...state, now, answer: overtaken ? null : answer }
}

function told(state: Together, answer: Answer): Together {
  switch (answer.type) {
    case 'ready':
      return state.felt?.item === answer.item ? { ...state, felt: { item: answer.item, told: true } } : state
    case 'answer-poll':
      return state.answer?.poll === answer.poll && state.answer.option === answer.option ? { ...state, answer: { ...state.answer, told: true } } : state
    case 'ask':
      return { ...state, asked: state.asked.map((one) => (one.id === answer.question ? { ...one, told: true } : one)) }
    default:
      return state
  }
}

function turnDown(state: Together, code: string, answer: Answer): Together {
  const turnedDown = { code, what: answer.type }
  switch (answer.type) {
    case 'ready':
      return { ...state, turnedDown, felt: null }
    case 'answer-poll':
      return { ...state, turnedDown, answer: null }
    case 'ask':
      return { ...state, turnedDown, asked: state.asked.filter(({ id }) => id !== answer.question) }
    case 'name-me':
      // The name is told again and again by the page itself; nobody asked for it now.
      return state
    default:
      return { ...state, turnedDown }
  }
}

/** The page's earlier life, under what this one has done already. */
function recall(state: Together, was: TogetherDone): Together {
  const known = new Set(state.asked.map(({ id }) => id))
  return {
    ...state,
    name: state.name === '' ? was.name : state.name,
    felt: state.felt ?? was.felt,
    answer: state.answer ?? was.answer,
    asked: [...was.asked.filter(({ id }) => !known.has(id)), ...state.asked],
  }
}
