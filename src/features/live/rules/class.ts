import type { ClassCode, ClassId } from '../../../kernel/ids.ts'
import { type HubTime, hubTime, later, MICROS_PER_SECOND } from '../../../kernel/time.ts'
import type { LiveRefusal } from '../wire/refusals.ts'
import type { Admission, ClassPhase } from '../wire/words.ts'
import { admissionOf } from './admission.ts'
import type { Stagger } from './admission.ts'

/**
 * The life of one class.
 *
 * 1. Phases are only ever left for the next one in {@link CLASS_PHASES}; none is skipped.
 * 2. `beganAt` is null before the class is live and never changes afterwards; `endedAt` likewise
 *    from `closed` on, and it is never before `beganAt`.
 * 3. A refused command yields no event, so it leaves the class as it was.
 * 4. Nothing changes a class that is closed. (The phases after that belong to later parts.)
 * 5. At most one class of a box is in its lobby or live.
 * 6. An agreed start belongs to a lobby alone, and is gone once the class begins; `admitAt` is set by the
 *    beginning and never changes afterwards.
 * 7. The door can be locked until the class is over; nobody is sent out by it.
 */
export const CLASS_PHASES = ['draft', 'lobby', 'live', 'closed', 'contestable', 'settled', 'forgotten'] as const satisfies readonly ClassPhase[]

export type ClassState = {
  readonly id: ClassId
  readonly code: ClassCode
  readonly title: string
  readonly phase: ClassPhase
  readonly beganAt: HubTime | null
  readonly endedAt: HubTime | null
  readonly startsAt: HubTime | null
  readonly locked: boolean
  readonly admitAt: Admission | null
}

export type ClassCommand =
  | { readonly type: 'make'; readonly id: ClassId; readonly code: ClassCode; readonly title: string }
  | { readonly type: 'rename'; readonly title: string }
  | { readonly type: 'open-lobby' }
  | { readonly type: 'begin'; readonly stagger?: Stagger | undefined }
  /** In so many seconds from now; null takes it back. */
  | { readonly type: 'set-start'; readonly inSeconds: number | null }
  | { readonly type: 'set-door'; readonly locked: boolean }
  | { readonly type: 'end' }

export type ClassEvent =
  | { readonly type: 'class-made'; readonly id: ClassId; readonly code: ClassCode; readonly title: string }
  | { readonly type: 'class-renamed'; readonly title: string }
  | { readonly type: 'lobby-opened' }
  | { readonly type: 'class-begun'; readonly at: HubTime; readonly admitAt: Admission | null }
  | { readonly type: 'start-set'; readonly at: HubTime | null }
  | { readonly type: 'door-set'; readonly locked: boolean }
  | { readonly type: 'class-ended'; readonly at: HubTime }

export type ClassDecision = { readonly ok: true; readonly events: readonly ClassEvent[] } | { readonly ok: false; readonly refusal: LiveRefusal }

/** `anotherRunning`: whether a different class of this box is in its lobby or live. */
export type ClassContext = { readonly now: HubTime; readonly anotherRunning: boolean }

export function decide(state: ClassState | undefined, command: ClassCommand, context: ClassContext): ClassDecision {
  if (command.type === 'make') {
    // An id is random; meeting one that exists is a defect of the caller, not something a person did.
    if (state) throw new RangeError('a class with this id exists')
    return context.anotherRunning ? refuse('ANOTHER_CLASS_RUNNING') : accept({ type: 'class-made', id: command.id, code: command.code, title: command.title })
  }
  if (!state) return refuse('CLASS_UNKNOWN')

  switch (command.type) {
    case 'rename':
      if (isOver(state.phase)) return refuse('CLASS_OVER')
      return command.title === state.title ? accept() : accept({ type: 'class-renamed', title: command.title })
    case 'open-lobby':
      if (state.phase !== 'draft') return refuse('CLASS_NOT_DRAFT')
      return context.anotherRunning ? refuse('ANOTHER_CLASS_RUNNING') : accept({ type: 'lobby-opened' })
    case 'begin':
      if (state.phase !== 'lobby') return refuse('CLASS_NOT_LOBBY')
      return accept({ type: 'class-begun', at: context.now, admitAt: command.stagger ? admissionOf(context.now, command.stagger) : null })
    case 'set-start':
      return state.phase === 'lobby' ? setStart(state, command.inSeconds, context.now) : refuse('CLASS_NOT_LOBBY')
    case 'set-door':
      if (isOver(state.phase)) return refuse('CLASS_OVER')
      return command.locked === state.locked ? accept() : accept({ type: 'door-set', locked: command.locked })
    case 'end':
      if (state.phase !== 'live') return refuse('CLASS_NOT_LIVE')
      return accept({ type: 'class-ended', at: hubTime(Math.max(context.now, state.beganAt ?? 0)) })
  }
}

export function apply(state: ClassState | undefined, event: ClassEvent): ClassState {
  if (event.type === 'class-made') {
    return { id: event.id, code: event.code, title: event.title, phase: 'draft', beganAt: null, endedAt: null, startsAt: null, locked: false, admitAt: null }
  }
  if (!state) throw new RangeError(`${event.type} before class-made`)

  switch (event.type) {
    case 'class-renamed':
      return { ...state, title: event.title }
    case 'lobby-opened':
      return { ...state, phase: 'lobby' }
    case 'class-begun':
      return { ...state, phase: 'live', beganAt: event.at, startsAt: null, admitAt: event.admitAt }
    case 'start-set':
      return { ...state, startsAt: event.at }
    case 'door-set':
      return { ...state, locked: event.locked }
    case 'class-ended':
      return { ...state, phase: 'closed', endedAt: event.at }
  }
}

function setStart(state: ClassState, inSeconds: number | null, now: HubTime): ClassDecision {
  const at = inSeconds === null ? null : later(now, inSeconds * MICROS_PER_SECOND)
  return at === state.startsAt ? accept() : accept({ type: 'start-set', at })
}

/** In its lobby or live: people may come in, and no other class can. */
export function isRunning(phase: ClassPhase): boolean {
  return phase === 'lobby' || phase === 'live'
}

export function isOver(phase: ClassPhase): boolean {
  return CLASS_PHASES.indexOf(phase) >= CLASS_PHASES.indexOf('closed')
}

/** Why nobody can take a seat now; undefined when they can. */
export function seatRefusal(phase: ClassPhase): LiveRefusal | undefined {
  if (isOver(phase)) return 'CLASS_OVER'
  return phase === 'draft' ? 'CLASS_NOT_OPEN' : undefined
}

function accept(...events: readonly ClassEvent[]): ClassDecision {
  return { ok: true, events }
}

function refuse(refusal: LiveRefusal): ClassDecision {
  return { ok: false, refusal }
}
