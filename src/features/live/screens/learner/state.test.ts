import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classView } from '../../../../../testkit/class-view.ts'
import { ClassCode, SeatId } from '../../../../kernel/ids.ts'
import { hubTime } from '../../../../kernel/time.ts'
import type { ClassPhase, ClassView, SeatChoice } from '../../wire/words.ts'
import { type LearnerEvent, type LearnerState, startState, step } from './state.ts'
import { viewOf } from './view.ts'

const code = ClassCode.parse('K7M4QX')
const seat = SeatId.parse('seat_aaaaaaaaaaaaaaaa')
const elsewhere: SeatChoice = { kind: 'elsewhere', headphones: false }
const abilities = { vibration: true, staysAwake: true }
const view = (phase: ClassPhase): ClassView => classView({ phase })
const at = hubTime(5)
const given: LearnerEvent = { type: 'seat-given', seat, class: view('lobby'), choice: elsewhere, at }
const after = (...events: LearnerEvent[]): LearnerState => events.reduce(step, startState(code, null, abilities))
const page = (...events: LearnerEvent[]): string => viewOf(after(...events), at).page

const phase = fc.constantFrom<ClassPhase>('draft', 'lobby', 'live', 'closed')
const anyEvent: fc.Arbitrary<LearnerEvent> = fc.oneof(
  phase.map((now): LearnerEvent => ({ type: 'class-found', class: view(now) })),
  phase.map((now): LearnerEvent => ({ type: 'class', class: view(now), at })),
  fc.constantFrom('CLASS_UNKNOWN', 'CLASS_OVER', 'CLASS_NOT_OPEN', 'ROOM_FULL', 'NO_SEAT', 'HUB_LOCKED', 'TOO_MANY').map((refusal): LearnerEvent => ({ type: 'refused', code: refusal })),
  fc.constant<LearnerEvent>({ type: 'unreachable' }),
  fc.constant<LearnerEvent>({ type: 'seat-wished', choice: elsewhere }),
  fc.constant<LearnerEvent>({ type: 'seat-asked' }),
  fc.tuple(fc.boolean(), fc.nat(9)).map(([hand, reps]): LearnerEvent => ({ type: 'mine', hand, reps })),
  phase.map((now): LearnerEvent => ({ type: 'seat-given', seat, class: view(now), choice: elsewhere, at })),
  fc.constantFrom('arriving', 'good', 'socket', 'lost').map((state): LearnerEvent => ({ type: 'link', link: { state: state as 'good', roundTripMs: 1, clockErrorMs: 1 } })),
  fc.boolean().map((up): LearnerEvent => ({ type: 'hand', up })),
  fc.boolean().map((up): LearnerEvent => ({ type: 'hand-told', up })),
  fc.constant<LearnerEvent>({ type: 'rep' }),
  fc.record({ hand: fc.boolean(), reps: fc.integer({ min: 0, max: 9 }), cues: fc.constant({ felt: 3, late: 1 }), since: fc.constant(at) }).map((was): LearnerEvent => ({ type: 'remembered', was })),
  fc.integer({ min: 0, max: 50 }).map((count): LearnerEvent => ({ type: 'rep-told', count })),
  fc.boolean().map((late): LearnerEvent => ({ type: 'cue-felt', late, trial: false })),
)

describe('a class that was recorded', () => {
  it('may be watched again, though it is recorded no more once it is over', () => {
    const view = (phase: ClassView['phase'], recorded: boolean): LearnerEvent => ({ type: 'class', class: { ...classView({ phase }), recorded }, at: null })
    expect(after(view('live', true), view('live', false), view('closed', false))).toMatchObject({ stage: 'over', wasRecorded: true })
    expect(after(view('live', false), view('closed', false)).wasRecorded).toBe(false)
  })
})

describe("the learner's page", () => {
  it('goes from the code to the class by itself', () => {
    expect(page()).toBe('looking')
    expect(page({ type: 'class-found', class: view('draft') })).toBe('not-open')
    expect(page({ type: 'class-found', class: view('draft') }, { type: 'class-found', class: view('lobby') })).toBe('seat')
    expect(page({ type: 'class-found', class: view('lobby') }, given)).toBe('lobby')
    expect(page({ type: 'class-found', class: view('lobby') }, given, { type: 'class', class: view('live'), at })).toBe('live')
    expect(page({ type: 'class-found', class: view('lobby') }, given, { type: 'class', class: view('closed'), at })).toBe('over')
  })

  it('asks for another code, and says which one was unknown', () => {
    const state = after({ type: 'refused', code: 'CLASS_UNKNOWN' })
    expect(viewOf(state, at).page).toBe('code')
    expect(state.refusal).toEqual({ code: 'CLASS_UNKNOWN', typed: code, sentence: null })
  })

  it('opens the code page without a code, and any class from there', () => {
    const state = startState(null, null, abilities)
    expect(viewOf(state, at).page).toBe('code')
    expect(viewOf(step(state, { type: 'code-typed', code }), at).page).toBe('looking')
  })

  it('stays seated when the link is lost or the box refuses something', () => {
    const kept = after({ type: 'class-found', class: view('live') }, { ...given, class: view('live') }, { type: 'refused', code: 'CLASS_UNKNOWN' }, { type: 'unreachable' })
    expect(viewOf(kept, at).page).toBe('live')
  })

  it('takes a press as done at once and as told when the box says so', () => {
    const pressed = after(given, { type: 'hand', up: true }, { type: 'rep' }, { type: 'rep' })
    expect(pressed.hand).toEqual({ up: true, told: false })
    expect(pressed.reps).toEqual({ count: 2, told: 0 })
    const told = [{ type: 'hand-told', up: true }, { type: 'rep-told', count: 1 }].reduce((state, event) => step(state, event as LearnerEvent), pressed)
    expect(told.hand.told).toBe(true)
    expect(told.reps).toEqual({ count: 2, told: 1 })
  })

  it('does not take the answer to an earlier press for the last one', () => {
    const state = after(given, { type: 'hand', up: true }, { type: 'hand', up: false }, { type: 'hand-told', up: true })
    expect(state.hand).toEqual({ up: false, told: false })
  })

  it('takes down a hand that the host has lowered, unless it was just raised anew', () => {
    const raised = after(given, { type: 'hand', up: true }, { type: 'hand-told', up: true })
    expect(step(raised, { type: 'mine', hand: false, reps: 0 }).hand).toEqual({ up: false, told: true })
    const anew = step(step(raised, { type: 'hand', up: false }), { type: 'hand', up: true })
    expect(step(anew, { type: 'mine', hand: false, reps: 0 }).hand).toEqual({ up: true, told: false })
  })

  it('takes up the repeats that the box holds, and keeps those it does not have yet', () => {
    expect(after(given, { type: 'mine', hand: false, reps: 4 }).reps).toEqual({ count: 4, told: 4 })
    expect(after(given, { type: 'rep' }, { type: 'rep' }, { type: 'mine', hand: false, reps: 1 }).reps).toEqual({ count: 2, told: 1 })
  })

  it('takes up what was done before a reload', () => {
    const was = { hand: true, reps: 6, cues: { felt: 3, late: 1 }, since: hubTime(2) }
    const state = after(given, { type: 'remembered', was })
    expect(state).toMatchObject({ hand: { up: true, told: true }, reps: { count: 6, told: 6 }, cues: { felt: 3, late: 1 }, since: 2 })
  })

  it('counts a trial cue as tried, not as one of the class', () => {
    expect(after(given, { type: 'cue-felt', late: false, trial: true }).cues).toEqual({ felt: 0, late: 0, tried: true })
  })

  it('never leaves the end of a class but for another one', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
        const over = after({ type: 'class-found', class: view('closed') })
        expect(viewOf(events.reduce(step, over), at).page).toBe('over')
        expect(viewOf(step(over, { type: 'another-class' }), at).page).toBe('code')
      }),
    )
  })

  it('never loses a seat or a count, and never has told more than was done', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        let state = after()
        for (const event of events) {
          const next = step(state, event)
          if (state.seat !== null) expect(next.seat).toBe(state.seat)
          expect(next.reps.count).toBeGreaterThanOrEqual(state.reps.count)
          expect(next.reps.told).toBeLessThanOrEqual(next.reps.count)
          expect(next.cues.late).toBeLessThanOrEqual(next.cues.felt)
          state = next
        }
      }),
    )
  })
})
