import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PollId, QuestionId, SeatId, TimerId } from '../../../../kernel/ids.ts'
import { hubTime } from '../../../../kernel/time.ts'
import { MOST_OPEN_QUESTIONS } from '../../wire/together.ts'
import type { QuestionState } from '../../wire/together.ts'
import { agreedStart, START_LEAD_LEAST_MS, START_LEAD_MOST_MS, startLead } from './agreed-start.ts'
import { PollBox } from './poll.ts'
import { Questions } from './questions.ts'
import { START_SETTLES_AFTER, StartCollector } from './start-result.ts'

const SEATS = ['a', 'b', 'c', 'd'].map((letter) => `seat_${letter.repeat(16)}` as SeatId)
const [ADA, BEA] = SEATS as [SeatId, SeatId]
const seat = fc.constantFrom(...SEATS)
const at = hubTime(0)

describe('a poll', () => {
  const opened = { id: `poll_${'a'.repeat(16)}` as PollId, draft: { question: 'Why?', options: ['A', 'B', 'C'] }, since: at, item: null }
  const act = fc.oneof(
    fc.record({ do: fc.constant('answer' as const), seat, option: fc.integer({ min: -1, max: 3 }) }),
    fc.record({ do: fc.constant('close' as const) }),
    fc.record({ do: fc.constant('show' as const), shown: fc.boolean() }),
  )

  it('counts each seat once, under its last answer before the close, whatever is done', () => {
    fc.assert(fc.property(fc.array(act, { maxLength: 40 }), fc.subarray(SEATS), (acts, here) => {
      const box = new PollBox(opened)
      const model = new Map<SeatId, number>()
      let isOpen = true
      let shown = false
      for (const one of acts) {
        if (one.do === 'close') isOpen = (box.close(), false)
        else if (one.do === 'show') box.show(shown = one.shown)
        else {
          const refusal = box.answer(one.seat, one.option)
          const isOne = one.option >= 0 && one.option < 3
          expect(refusal).toBe(isOpen ? (isOne ? undefined : 'OPTION_UNKNOWN') : 'POLL_CLOSED')
          if (refusal === undefined) model.set(one.seat, one.option)
        }
      }
      const counts = [0, 1, 2].map((option) => [...model.values()].filter((answer) => answer === option).length)
      const [studio, others] = [box.view('studio', here), box.view('others', here)]
      expect(studio).toMatchObject({ counts, answered: model.size, open: isOpen, shown })
      expect(others.counts).toEqual(shown || !isOpen ? counts : null)
      expect(others.of).toBeGreaterThanOrEqual(others.answered)
      expect(JSON.stringify([studio, others])).not.toContain('seat_')
      for (const who of SEATS) expect(box.answerOf(who)).toBe(model.get(who) ?? null)
    }))
  })

  it('that the record says is closed takes no answer and keeps its counts', () => {
    const box = new PollBox(opened, { counts: [4, 0, 1], answered: 5 })
    expect(box.answer(ADA, 0)).toBe('POLL_CLOSED')
    expect(box.view('others', [])).toMatchObject({ open: false, counts: [4, 0, 1], answered: 5, of: 5 })
  })

  it('takes no half option', () => {
    expect(new PollBox(opened).answer(ADA, 0.5)).toBe('OPTION_UNKNOWN')
  })
})

describe('questions', () => {
  const id = fc.nat({ max: 12 }).map((n) => `qst_${String.fromCharCode(97 + n).repeat(16)}` as QuestionId)
  const state = fc.constantFrom<QuestionState>('waiting', 'kept', 'answered', 'hidden')
  const act = fc.oneof(
    fc.record({ do: fc.constant('ask' as const), id, seat, named: fc.boolean() }),
    fc.record({ do: fc.constant('handle' as const), id, state }),
  )

  it('are asked once each, by whoever was first, with at most five waiting by asking, and counted right', () => {
    fc.assert(fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      const questions = new Questions()
      const askers = new Map<QuestionId, SeatId>()
      for (const one of acts) {
        if (one.do === 'handle') {
          expect(questions.handle(one.id, one.state) !== undefined).toBe(askers.has(one.id))
          continue
        }
        const waiting = questions.ofSeat(one.seat).filter((question) => question.state === 'waiting').length
        const outcome = questions.ask({ id: one.id, seat: one.seat, named: one.named, text: `by ${one.seat}`, at })
        expect(outcome).toBe(askers.has(one.id) ? 'again' : waiting >= MOST_OPEN_QUESTIONS ? 'QUESTIONS_TOO_MANY' : 'new')
        if (outcome === 'new') askers.set(one.id, one.seat)
      }
      expect(questions.all().map((question) => [question.id, question.seat, question.text])).toEqual([...askers].map(([asked, by]) => [asked, by, `by ${by}`]))
      const { asked, answered, kept, hidden } = questions.counts()
      const waiting = questions.all().filter((question) => question.state === 'waiting').length
      expect([asked, answered + kept + hidden + waiting]).toEqual([askers.size, askers.size])
    }))
  })

  it('of one seat fill only so much memory, however many of them were answered', () => {
    const questions = new Questions()
    const outcomes = Array.from({ length: 80 }, (_, n) => {
      const question = `qst_${n.toString(26).padStart(16, 'q')}` as QuestionId
      const outcome = questions.ask({ id: question, seat: ADA, named: true, text: 'Why?', at })
      questions.handle(question, 'answered')
      return outcome
    })
    expect(outcomes.filter((outcome) => outcome === 'new')).toHaveLength(60)
    expect(questions.ask({ id: `qst_${'z'.repeat(16)}` as QuestionId, seat: BEA, named: true, text: 'Why?', at })).toBe('new')
  })

  it('are gone when they are forgotten', () => {
    const questions = new Questions()
    questions.ask({ id: `qst_${'a'.repeat(16)}` as QuestionId, seat: ADA, named: true, text: 'Why?', at })
    questions.forget()
    expect([questions.all(), questions.counts().asked]).toEqual([[], 0])
  })
})

describe('an agreed start', () => {
  it('lies ahead by twice what the slowest device needs, at least 300 ms, at most a second and a half', () => {
    fc.assert(fc.property(fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: undefined }), fc.nat({ max: 2 ** 40 }), (need, now) => {
      const lead = agreedStart(hubTime(now), need) - now
      expect(lead).toBeGreaterThanOrEqual(START_LEAD_LEAST_MS * 1000)
      expect(lead).toBeLessThanOrEqual(START_LEAD_MOST_MS * 1000)
      if (need !== undefined && need * 2 <= START_LEAD_MOST_MS) expect(lead).toBeGreaterThanOrEqual(Math.floor(need * 2000))
    }))
    expect([startLead(undefined), startLead(400)]).toEqual([300_000, 800_000])
  })

  const start = { what: 'timer', id: `tmr_${'a'.repeat(16)}` as TimerId, decidedAt: hubTime(1_000_000), at: hubTime(1_300_000) } as const
  const told = fc.record({ seat, at: fc.integer({ min: 900_000, max: 6_000_000 }), now: fc.integer({ min: 1_000_000, max: 6_000_000 }) })

  it('counts each device that was here once, believes no figure from before the decision or from the future, and settles for good', () => {
    fc.assert(fc.property(fc.array(told, { maxLength: 20 }), fc.subarray(SEATS), (all, here) => {
      const collector = new StartCollector(start, here)
      const began = new Map<SeatId, number>()
      let settled = here.length === 0
      for (const one of all.toSorted((a, b) => a.now - b.now)) {
        settled ||= one.now >= start.at + START_SETTLES_AFTER
        const counts = !settled && here.includes(one.seat) && !began.has(one.seat) && one.at >= start.decidedAt && one.at <= one.now + 50_000
        expect(collector.began(one.seat, hubTime(one.at), hubTime(one.now))).toBe(counts)
        if (counts) began.set(one.seat, one.at)
        settled ||= began.size === here.length
        expect(collector.settled).toBe(settled)
      }
      const instants = [...began.values()]
      const apart = instants.length === 0 ? null : Math.round((Math.max(...instants) - Math.min(...instants)) / 100) / 10
      expect(collector.result()).toEqual({ what: 'timer', id: start.id, at: start.at, of: here.length, played: instants.length, apartMs: apart })
    }))
  })
})
