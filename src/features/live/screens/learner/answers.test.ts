import { describe, expect, it } from 'vitest'
import { Refused } from '../../../../kernel/failures.ts'
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
    onHandTold: (up) => told.push({ up }),
    onRepTold: (count) => told.push({ count }),
    onRefused: (code) => told.push({ code }),
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
    expect(told).toEqual([{ up: true }])
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
    expect(told).toEqual([{ count: 1 }, { count: 4 }])
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
    expect(told).toEqual([{ up: true }, { count: 2 }])
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
    expect(told).toEqual([{ code: 'CLASS_NOT_LIVE' }])
    expect(sent).toHaveLength(1)
  })
})
