import { describe, expect, it } from 'vitest'
import { HandClock } from '../../../../../testkit/hand-clock.ts'
import { ItemId, PollId, SeatId, TimerId } from '../../../../kernel/ids.ts'
import { type HubTime, hubTime } from '../../../../kernel/time.ts'
import { nodeCrypto } from '../../../../platform/crypto-node.ts'
import { Unreachable } from '../../../../ui/client.ts'
import { Emitter } from '../../../../ui/emitter.ts'
import { ClockEstimator } from '../../rules/clock/clock.ts'
import type { LiveNews } from '../../wire/messages.ts'
import type { LinkEvent } from '../link/link-events.ts'
import type { LiveCommand, LiveTelemetry } from '../link/socket-session.ts'
import { Company } from './company.ts'
import { LearnerStore } from './model.ts'
import { startState } from './state.ts'

const poll = { id: PollId.parse('poll_aaaaaaaaaaaaaaaa'), question: 'Where?', options: ['Neck', 'Back'], since: hubTime(0), open: true, shown: false, counts: null, answered: 0, of: 2 }
const item = ItemId.parse('item_aaaaaaaaaaaaaaaa')
const mine = (ready: boolean): LiveNews => ({ type: 'mine', handSince: null, reps: 0, ready, standing: 'welcome' })
const heard = () => new Promise<void>((resolve) => void setImmediate(resolve))
const FRAME_MS = 1000 / 60

/** A seat's company on a link whose far end is played by hand; the page's clock is the shared one. */
function seated() {
  const clock = new HandClock()
  const events = new Emitter<LinkEvent>()
  const sent: { message: LiveCommand; done: () => void; fail: (error: Error) => void }[] = []
  const told: LiveTelemetry[] = []
  const drawn: (HubTime | undefined)[] = []
  const estimator = new ClockEstimator()
  for (let probe = 0; probe < 8; probe++) estimator.add({ sentAt: clock.now() - 1000 + probe, hubAt: hubTime(clock.now() - 500 + probe), receivedAt: clock.now() + probe })
  const store = new LearnerStore(startState('K7M4QX', null, { vibration: false, staysAwake: true }))
  const removed: string[] = []
  const company = new Company({
    link: {
      clock: estimator, on: (listener) => events.on(listener), ageMs: () => 0, hubNow: () => clock.now(),
      send: (message) => {
        const done = new Promise<void>((resolve, reject) => void sent.push({ message, done: resolve, fail: reject }))
        return { done, kept: done }
      },
      tell: (message) => void told.push(message),
    },
    crypto: nodeCrypto(), store, timers: clock, now: () => clock.now(),
    frames: { requestAnimationFrame: (draw) => { clock.after(FRAME_MS, () => draw(clock.now() / 1000)); return 0 } },
    onCounted: (at) => drawn.push(at), onNow: () => undefined, onDone: () => undefined, onRemoved: () => removed.push('removed'),
  })
  const says = (news: LiveNews): void => events.emit({ type: 'news', news })
  const enters = (): void => events.emit({ type: 'phase', phase: { phase: 'entered', seat: SeatId.parse('seat_aaaaaaaaaaaaaaaa') } })
  const last = (): LiveCommand | undefined => sent.at(-1)?.message
  return { clock, company, drawn, enters, last, removed, says, sent, store, together: () => store.state.value.together, told }
}

describe('what a seat does with the others', () => {
  it('tells its name again whenever it comes in, and none when there is none', () => {
    const { company, enters, sent } = seated()
    enters()
    expect(sent).toHaveLength(0)
    company.nameMe('Ana')
    sent[0]?.fail(new Unreachable())
    enters()
    expect(sent.map(({ message }) => message)).toContainEqual({ type: 'name-me', name: 'Ana' })
  })

  it('tells an answer again to a box that began anew, and lets another window of its own overrule it', async () => {
    const { company, enters, last, says, sent, together } = seated()
    enters()
    says({ type: 'poll', poll })
    company.answerPoll(poll.id, 1)
    sent[0]?.done()
    await heard()
    expect(together().answer).toEqual({ poll: poll.id, option: 1, told: true })
    says({ type: 'my-answer', poll: poll.id, option: null })
    expect(sent).toHaveLength(2)
    expect(last()).toMatchObject({ type: 'answer-poll', option: 1 })
    sent[1]?.done()
    await heard()
    says({ type: 'my-answer', poll: poll.id, option: 0 })
    expect([together().answer, together().now.myAnswer, sent.length]).toEqual([null, 0, 2])
  })

  it('does not answer a closed poll again', async () => {
    const { company, says, sent } = seated()
    says({ type: 'poll', poll })
    company.answerPoll(poll.id, 1)
    sent[0]?.done()
    await heard()
    says({ type: 'poll', poll: { ...poll, open: false } })
    says({ type: 'my-answer', poll: poll.id, option: null })
    expect(sent).toHaveLength(1)
  })

  it('asks again what the box has lost, under the same id, and nothing that it has', async () => {
    const { company, says, sent, together } = seated()
    company.ask('Does it hurt?', false)
    sent[0]?.done()
    await heard()
    const [asked] = together().asked
    if (!asked) throw new Error('asked')
    says({ type: 'my-questions', questions: [{ id: asked.id, text: asked.text, state: 'waiting' }] })
    expect(sent).toHaveLength(1)
    says({ type: 'my-questions', questions: [] })
    expect(sent.map(({ message }) => message)).toMatchObject([{ question: asked.id }, { question: asked.id }])
  })

  it('answers the check again while it is on, and only where the box does not know', async () => {
    const { company, says, sent } = seated()
    const run = { revision: 1, current: 0, line: { length: 45_000_000, position: 0, since: hubTime(0) }, items: [{ id: item, title: 'Check', kind: 'check' as const, seconds: 45, overrun: 'push' as const, cues: [], poll: null, music: null, state: 'now' as const, length: 45_000_000, ran: null }] }
    says({ type: 'run', run } as LiveNews)
    company.felt(item)
    sent[0]?.done()
    await heard()
    says(mine(true))
    expect(sent).toHaveLength(1)
    says(mine(false))
    expect(sent).toHaveLength(2)
    sent[1]?.done()
    await heard()
    says({ type: 'run', run: { ...run, current: null } } as LiveNews)
    says(mine(false))
    expect(sent).toHaveLength(2)
  })

  it('after a reload sends what had not reached the box, and nothing else', () => {
    const { company, sent } = seated()
    company.recall({ name: '', felt: { item, told: true }, answer: { poll: poll.id, option: 1, told: false }, asked: [] })
    expect(sent.map(({ message }) => message)).toMatchObject([{ type: 'answer-poll', option: 1 }])
  })

  it('draws a timer with the frame of its beginning, and reports that frame', async () => {
    const { clock, drawn, enters, says, told } = seated()
    enters()
    const since = hubTime(clock.now() + 400_000)
    says({ type: 'timer', timer: { id: TimerId.parse('tmr_aaaaaaaaaaaaaaaa'), label: '', line: { length: 60_000_000, position: 0, since } } })
    for (let step = 0; step < 60; step++) {
      clock.advance(10)
      await heard()
    }
    expect(drawn).toContain(since)
    expect(told).toHaveLength(1)
    const [report] = told
    expect(report?.type === 'started' && Math.abs(report.at - since) < 17_000).toBe(true)
  })

  it('reports nothing of a timer that ran before it came', async () => {
    const { clock, enters, says, told } = seated()
    const since = hubTime(clock.now() - 5_000_000)
    enters()
    says({ type: 'timer', timer: { id: TimerId.parse('tmr_aaaaaaaaaaaaaaaa'), label: '', line: { length: 60_000_000, position: 0, since } } })
    for (let step = 0; step < 60; step++) {
      clock.advance(10)
      await heard()
    }
    expect(told).toEqual([])
  })

  it('shows the word of a cue before its instant, and not those of cues long past', () => {
    const { clock, says, together } = seated()
    says({ type: 'cue', cue: { id: 'cue_aaaaaaaaaaaaaaaa', at: hubTime(clock.now() + 300_000), kind: 'planned', word: 'Lift' } } as LiveNews)
    expect(together().cueWord).toBe('Lift')
    says({ type: 'cue', cue: { id: 'cue_bbbbbbbbbbbbbbbb', at: hubTime(clock.now() - 9_000_000), kind: 'planned', word: 'Lower' } } as LiveNews)
    expect(together().cueWord).toBe('Lift')
  })

  it('hears that the host has taken the seat away', () => {
    const { removed, says, together } = seated()
    says({ type: 'removed', blocked: true })
    expect([together().removed, removed]).toEqual(['blocked', ['removed']])
  })
})
