import { describe, expect, it } from 'vitest'
import { Refused } from '../../../../kernel/failures.ts'
import { PollId, QuestionId } from '../../../../kernel/ids.ts'
import { type HubTime, hubTime } from '../../../../kernel/time.ts'
import { Unreachable } from '../../../../ui/client.ts'
import type { LiveCommand } from '../link/socket-session.ts'
import { Answers } from './answers.ts'

/** The link's far end, answered by hand. */
function farEnd() {
  const sent: Array<{ message: LiveCommand; done: () => void; fail: (error: Error) => void }> = []
  const timers: Array<() => void> = []
  const told: unknown[] = []
  const clock: { now: HubTime | undefined } = { now: hubTime(7) }
  const answers = new Answers({
    send: (message) => {
      const done = new Promise<void>((resolve, reject) => void sent.push({ message, done: resolve, fail: reject }))
      return { done, kept: done }
    },
    hubNow: () => clock.now,
    timers: { after: (_ms, run) => (timers.push(run), () => undefined) },
    onTold: (answer) => told.push(answer),
    onRefused: (code, answer) => told.push({ code, type: answer.type }),
  })
  return { answers, sent, timers, told, clock }
}
/** Lets what was answered be heard. */
const heard = () => new Promise<void>((resolve) => void setImmediate(resolve))

describe('what a learner does', () => {
  it('goes out at once and is told once the box has it', async () => {
    const { answers, sent, told } = farEnd()
    answers.raiseHand(true)
    expect(sent.map((one) => one.message)).toEqual([{ type: 'raise-hand', up: true, at: 7 }])
    sent[0]?.done()
    await heard()
    expect(told).toMatchObject([{ type: 'raise-hand', up: true }])
  })

  it('does not pile up: while one is on the way only the newest waits', async () => {
    const { answers, sent, told } = farEnd()
    for (const count of [1, 2, 3, 4]) answers.confirmRep(count)
    expect(sent).toHaveLength(1)
    sent[0]?.done()
    await heard()
    expect(sent.map((one) => one.message)).toMatchObject([{ count: 1 }, { count: 4 }])
    sent[1]?.done()
    await heard()
    expect(told).toMatchObject([{ count: 1 }, { count: 4 }])
    expect(sent).toHaveLength(2)
  })

  it('goes out again when the link is back, hands and repeats alike', async () => {
    const { answers, sent, told } = farEnd()
    answers.raiseHand(true)
    answers.confirmRep(1)
    for (const one of sent) one.fail(new Unreachable())
    await heard()
    answers.confirmRep(2)
    for (const one of sent.slice(2)) one.fail(new Unreachable())
    await heard()
    answers.entered()
    expect(sent.slice(3).map((one) => one.message)).toMatchObject([{ type: 'raise-hand', up: true }, { type: 'confirm-rep', count: 2 }])
    for (const one of sent.slice(3)) one.done()
    await heard()
    expect(told).toMatchObject([{ up: true }, { count: 2 }])
  })

  it('waits for the shared time, then goes out', () => {
    const { answers, sent, clock } = farEnd()
    clock.now = undefined
    answers.raiseHand(true)
    expect(sent).toHaveLength(0)
    clock.now = hubTime(9)
    answers.entered()
    expect(sent).toHaveLength(1)
  })

  it('waits a moment when it was too fast', async () => {
    const { answers, sent, timers, told } = farEnd()
    answers.confirmRep(1)
    sent[0]?.fail(new Refused('TOO_MANY'))
    await heard()
    expect(told).toEqual([])
    timers[0]?.()
    expect(sent).toHaveLength(2)
  })

  it('ends with a refusal, and says which', async () => {
    const { answers, sent, told } = farEnd()
    answers.raiseHand(true)
    sent[0]?.fail(new Refused('CLASS_NOT_LIVE'))
    await heard()
    answers.entered()
    expect(told).toEqual([{ code: 'CLASS_NOT_LIVE', type: 'raise-hand' }])
    expect(sent).toHaveLength(1)
  })

  it('brings every question, each told again until the box has it', async () => {
    const { answers, sent, told } = farEnd()
    const [first, second] = ['qst_aaaaaaaaaaaaaaaa', 'qst_bbbbbbbbbbbbbbbb'].map((id) => ({ id: QuestionId.parse(id), text: 'Why?', named: false }))
    if (!first || !second) throw new Error('two questions')
    answers.ask(first)
    answers.ask(second)
    for (const one of sent) one.fail(new Unreachable())
    await heard()
    answers.entered()
    expect(sent.slice(2).map((one) => one.message)).toMatchObject([{ type: 'ask', question: first.id }, { type: 'ask', question: second.id }])
    for (const one of sent) one.done()
    await heard()
    answers.entered()
    expect(sent).toHaveLength(4)
    expect(told).toMatchObject([{ question: first.id }, { question: second.id }])
  })

  it('lets the last of several answers to a poll count', async () => {
    const { answers, sent } = farEnd()
    const poll = PollId.parse('poll_aaaaaaaaaaaaaaaa')
    for (const option of [0, 2, 1]) answers.answerPoll(poll, option)
    sent[0]?.done()
    await heard()
    expect(sent.map((one) => one.message)).toMatchObject([{ option: 0 }, { option: 1 }])
  })
})
