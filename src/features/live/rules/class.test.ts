import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { ClassCode, ClassId } from '../../../kernel/ids.ts'
import { hubTime } from '../../../kernel/time.ts'
import { apply, CLASS_PHASES, type ClassCommand, type ClassContext, type ClassState, decide, isOver, isRunning, seatRefusal } from './class.ts'

const id = 'cls_aaaaaaaaaaaaaaaa' as ClassId
const code = 'ABC234' as ClassCode
const quiet: ClassContext = { now: hubTime(5), anotherRunning: false }

function after(...commands: ClassCommand[]): ClassState {
  let state: ClassState | undefined
  for (const command of [{ type: 'make', id, code, title: 'Breath' } as const, ...commands]) {
    const decision = decide(state, command, quiet)
    if (!decision.ok) throw new Error(decision.refusal)
    for (const event of decision.events) state = apply(state, event)
  }
  if (!state) throw new Error('no class')
  return state
}

function refusal(state: ClassState | undefined, command: ClassCommand, context = quiet): string | undefined {
  const decision = decide(state, command, context)
  return decision.ok ? undefined : decision.refusal
}

describe('the life of a class', () => {
  it('goes from draft over lobby and live to closed', () => {
    expect(after().phase).toBe('draft')
    expect(after({ type: 'open-lobby' }).phase).toBe('lobby')
    expect(after({ type: 'open-lobby' }, { type: 'begin' })).toMatchObject({ phase: 'live', beganAt: 5, endedAt: null })
    expect(after({ type: 'open-lobby' }, { type: 'begin' }, { type: 'end' })).toMatchObject({ phase: 'closed', endedAt: 5 })
  })

  it('refuses steps out of turn with the code of what is missing', () => {
    expect(refusal(after(), { type: 'begin' })).toBe('CLASS_NOT_LOBBY')
    expect(refusal(after(), { type: 'end' })).toBe('CLASS_NOT_LIVE')
    expect(refusal(after({ type: 'open-lobby' }), { type: 'open-lobby' })).toBe('CLASS_NOT_DRAFT')
    expect(refusal(after({ type: 'open-lobby' }, { type: 'begin' }, { type: 'end' }), { type: 'rename', title: 'x' })).toBe('CLASS_OVER')
    expect(refusal(undefined, { type: 'begin' })).toBe('CLASS_UNKNOWN')
  })

  it('lets no second class open while another runs', () => {
    const busy = { ...quiet, anotherRunning: true }
    expect(refusal(after(), { type: 'open-lobby' }, busy)).toBe('ANOTHER_CLASS_RUNNING')
    expect(refusal(undefined, { type: 'make', id, code, title: 'Two' }, busy)).toBe('ANOTHER_CLASS_RUNNING')
  })

  it('agrees a start in its lobby alone, and has none once it has begun', () => {
    expect(after({ type: 'open-lobby' }, { type: 'set-start', inSeconds: 2 }).startsAt).toBe(2_000_005)
    expect(after({ type: 'open-lobby' }, { type: 'set-start', inSeconds: 2 }, { type: 'set-start', inSeconds: null }).startsAt).toBeNull()
    expect(after({ type: 'open-lobby' }, { type: 'set-start', inSeconds: 2 }, { type: 'begin' }).startsAt).toBeNull()
    expect(refusal(after(), { type: 'set-start', inSeconds: 2 })).toBe('CLASS_NOT_LOBBY')
    expect(refusal(after({ type: 'open-lobby' }, { type: 'begin' }), { type: 'set-start', inSeconds: null })).toBe('CLASS_NOT_LOBBY')
  })

  it('lets kinds of seat in as the beginning says, all at once when it says nothing', () => {
    const stagger = { room: 0, venue: 1, elsewhere: 2 }
    expect(after({ type: 'open-lobby' }, { type: 'begin', stagger }).admitAt).toEqual({ room: 5, venue: 1_000_005, elsewhere: 2_000_005 })
    expect(after({ type: 'open-lobby' }, { type: 'begin' }).admitAt).toBeNull()
  })

  it('locks its door until it is over', () => {
    expect(after({ type: 'set-door', locked: true }).locked).toBe(true)
    expect(after({ type: 'set-door', locked: true }, { type: 'open-lobby' }, { type: 'set-door', locked: false }).locked).toBe(false)
    expect(decide(after(), { type: 'set-door', locked: false }, quiet)).toEqual({ ok: true, events: [] })
    expect(refusal(after({ type: 'open-lobby' }, { type: 'begin' }, { type: 'end' }), { type: 'set-door', locked: true })).toBe('CLASS_OVER')
  })

  it('puts nothing on record for a title that stays the same', () => {
    expect(decide(after(), { type: 'rename', title: 'Breath' }, quiet)).toEqual({ ok: true, events: [] })
  })

  it('gives seats in the lobby and live alone', () => {
    expect(CLASS_PHASES.map((phase) => seatRefusal(phase))).toEqual(['CLASS_NOT_OPEN', undefined, undefined, 'CLASS_OVER', 'CLASS_OVER', 'CLASS_OVER', 'CLASS_OVER'])
    expect(CLASS_PHASES.filter(isRunning)).toEqual(['lobby', 'live'])
    expect(CLASS_PHASES.filter(isOver)).toEqual(['closed', 'contestable', 'settled', 'forgotten'])
  })

  it('keeps its invariants under any commands at any time', () => {
    const command: fc.Arbitrary<ClassCommand> = fc.oneof(
      fc.constantFrom<ClassCommand[]>({ type: 'open-lobby' }, { type: 'begin' }, { type: 'end' }),
      fc.string().map((title): ClassCommand => ({ type: 'rename', title })),
      fc.option(fc.nat(900), { nil: null }).map((inSeconds): ClassCommand => ({ type: 'set-start', inSeconds })),
      fc.boolean().map((locked): ClassCommand => ({ type: 'set-door', locked })),
      fc.record({ room: fc.nat(900), venue: fc.nat(900), elsewhere: fc.nat(900) }).map((stagger): ClassCommand => ({ type: 'begin', stagger })),
    )
    const step = fc.tuple(command, fc.nat(), fc.boolean())
    fc.assert(fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let state = after()
      for (const [given, at, anotherRunning] of steps) {
        const decision = decide(state, given, { now: hubTime(at), anotherRunning })
        const events = decision.ok ? decision.events : []
        const next = events.reduce<ClassState>(apply, state)
        const climbed = CLASS_PHASES.indexOf(next.phase) - CLASS_PHASES.indexOf(state.phase)
        expect(climbed === 0 || climbed === 1).toBe(true)
        if (state.beganAt !== null) expect(next.beganAt).toBe(state.beganAt)
        expect(next.beganAt === null).toBe(next.phase === 'draft' || next.phase === 'lobby')
        expect(next.endedAt === null).toBe(!isOver(next.phase))
        expect(next.endedAt ?? Infinity).toBeGreaterThanOrEqual(next.beganAt ?? 0)
        if (isOver(state.phase)) expect(next).toEqual(state)
        if (next.startsAt !== null) expect(next.phase).toBe('lobby')
        if (state.beganAt !== null) expect(next.admitAt).toEqual(state.admitAt)
        state = next
      }
    }))
  })

  it('calls it a defect when an event comes before the class is made', () => {
    expect(() => apply(undefined, { type: 'lobby-opened' })).toThrow(RangeError)
    expect(() => decide(after(), { type: 'make', id, code, title: 'Again' }, quiet)).toThrow(RangeError)
  })
})
