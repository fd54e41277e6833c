import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { poll } from '../../../../../testkit/together.ts'
import { ItemId, QuestionId } from '../../../../kernel/ids.ts'
import { hubTime } from '../../../../kernel/time.ts'
import { NOTHING_KNOWN } from '../link/class-now.ts'
import { chosenOption, isUntold, NOTHING_TOGETHER, stepTogether, type Together, type TogetherEvent } from './together.ts'

const at = hubTime(1)
const first = poll()
const items = ['a', 'b'].map((letter) => ItemId.parse(`item_${letter.repeat(16)}`))
const questions = ['a', 'b', 'c'].map((letter) => QuestionId.parse(`qst_${letter.repeat(16)}`))
const after = (...events: TogetherEvent[]): Together => events.reduce(stepTogether, NOTHING_TOGETHER)
const hears = (myAnswer: number | null, on: typeof first | null = first): TogetherEvent => ({ type: 'now', now: { ...NOTHING_KNOWN, poll: on, myAnswer } })

const option = fc.nat(3)
const item = fc.constantFrom(...items)
const id = fc.constantFrom(...questions)
const anyEvent: fc.Arbitrary<TogetherEvent> = fc.oneof(
  option.map((chosen): TogetherEvent => ({ type: 'answered', poll: first.id, option: chosen })),
  option.map((chosen): TogetherEvent => ({ type: 'told', answer: { type: 'answer-poll', poll: first.id, option: chosen, at } })),
  fc.constant<TogetherEvent>({ type: 'turned-down', code: 'POLL_CLOSED', answer: { type: 'answer-poll', poll: first.id, option: 0, at } }),
  fc.option(option).map((own) => hears(own)),
  item.map((felt): TogetherEvent => ({ type: 'felt', item: felt })),
  item.map((felt): TogetherEvent => ({ type: 'told', answer: { type: 'ready', item: felt, at } })),
  id.map((asked): TogetherEvent => ({ type: 'asked', asked: { id: asked, text: 'Why?', named: false } })),
  id.map((question): TogetherEvent => ({ type: 'told', answer: { type: 'ask', question, text: 'Why?', named: false, at } })),
  fc.boolean().map((ready): TogetherEvent => ({ type: 'standing', standing: 'welcome', ready })),
)

describe('what is done together', () => {
  it('shows an answer at once, and counts it as told only once the box has that very answer', () => {
    fc.assert(fc.property(fc.array(anyEvent, { maxLength: 20 }), option, (before, chosen) => {
      const state = [...before, hears(null), { type: 'answered', poll: first.id, option: chosen } as const].reduce(stepTogether, NOTHING_TOGETHER)
      expect([chosenOption(state), state.answer?.told, isUntold(state)]).toEqual([chosen, false, true])
      const other = stepTogether(state, { type: 'told', answer: { type: 'answer-poll', poll: first.id, option: (chosen + 1) % 4, at } })
      expect(other.answer?.told).toBe(false)
      expect(stepTogether(state, { type: 'told', answer: { type: 'answer-poll', poll: first.id, option: chosen, at } }).answer?.told).toBe(true)
    }))
  })

  it('loses no question that was not refused, and holds each once', () => {
    fc.assert(fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
      const { asked } = after(...events)
      const wished = new Set(events.flatMap((event) => (event.type === 'asked' ? [event.asked.id] : [])))
      expect(asked.map((one) => one.id).toSorted()).toEqual([...wished].toSorted())
    }))
  })

  it('takes a refused answer back to what the box has', () => {
    const state = after(hears(2), { type: 'answered', poll: first.id, option: 0 }, { type: 'turned-down', code: 'POLL_CLOSED', answer: { type: 'answer-poll', poll: first.id, option: 0, at } })
    expect([chosenOption(state), state.turnedDown]).toEqual([2, { code: 'POLL_CLOSED', what: 'answer-poll' }])
    expect(stepTogether(state, { type: 'answered', poll: first.id, option: 1 }).turnedDown).toBeNull()
  })

  it('does not let the answer of one poll stand for another, nor wait for one that is gone', () => {
    const state = after(hears(null), { type: 'answered', poll: first.id, option: 0 }, hears(null, null))
    expect([chosenOption(state), isUntold(state)]).toEqual([null, false])
  })

  it('has an earlier life of the page under what this one has done', () => {
    const [one, two] = questions
    if (!one || !two || !items[0]) throw new Error('ids')
    const was = { name: 'Ana', felt: { item: items[0], told: true }, answer: { poll: first.id, option: 3, told: true }, asked: [{ id: one, text: 'First?', named: false, told: true }] }
    const state = after({ type: 'answered', poll: first.id, option: 1 }, { type: 'asked', asked: { id: two, text: 'Second?', named: true } }, { type: 'recalled', was })
    expect([state.name, state.felt, state.answer?.option, state.asked.map(({ id: asked }) => asked)]).toEqual(['Ana', was.felt, 1, [one, two]])
  })

  it('does not tell anybody of a name that was not taken: the page says it by itself', () => {
    expect(after({ type: 'turned-down', code: 'SEAT_MUTED', answer: { type: 'name-me', name: 'Ana' } }).turnedDown).toBeNull()
  })
})
