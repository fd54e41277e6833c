import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Device } from '../../../../../testkit/device.ts'
import { LobbyWorld } from '../../../../../testkit/lobby-world.ts'
import type { MemorySocket } from '../../../../../testkit/memory-socket.ts'
import { newId } from '../../../../kernel/ids.ts'
import type { PollId, SeatId } from '../../../../kernel/ids.ts'
import { liveAnswers } from '../answers.ts'
import { endClass } from '../class/end-class.ts'
import { takeSeat } from '../seats/take-seat.ts'
import type { KeptPurpose } from './kept-store.ts'

let world: LobbyWorld
let host: MemorySocket
/** Who said yes to what. */
let yes: Set<string>

function start(): void {
  world = new LobbyWorld()
  yes = new Set()
  world.mayKeep = (_class, seat, purpose) => yes.has(`${seat} ${purpose}`)
  host = world.studio()
  world.begin()
}
beforeEach(start)
afterEach(() => {
  world[Symbol.dispose]()
  expect(world.faults).toEqual([])
})

const seatOf = (page: MemorySocket): SeatId => {
  const seat = page.last('entered')?.seat
  if (!seat) throw new Error('no seat')
  return seat
}
const settle = (): void => world.clock.advance(1000)
const sayYes = (page: MemorySocket, purpose: KeptPurpose = 'answers') => yes.add(`${seatOf(page)} ${purpose}`)
const kept = (kind: string): Record<string, unknown>[] => world.journal.read(0, 2000).filter((entry) => entry.kind === kind)
  .map((entry) => ({ seat: entry.body['seat'], actor: entry.actor, ...world.journal.disclosed(entry) }))
const everything = (): string => JSON.stringify(world.journal.read(0, 2000).map((entry) => [entry, world.journal.disclosed(entry)]))
const name = (page: MemorySocket, text: string) => page.command({ type: 'name-me', name: text })
const ask = (page: MemorySocket, text: string, named = true, question = newId('qst', world.crypto)) => {
  page.command({ type: 'ask', question, named, text, at: world.clock.now() })
  return question
}
function openPoll(): PollId {
  host.command({ type: 'poll', act: { do: 'open', poll: { question: 'How are your knees?', options: ['Fine', 'So so', 'Sore-needle'] } } })
  const id = host.last('poll')?.poll?.id
  if (!id) throw new Error('no poll')
  return id
}
const answer = (page: MemorySocket, poll: PollId, option: number) => page.command({ type: 'answer-poll', poll, option, at: world.clock.now() })

describe('what somebody says', () => {
  it('is on record nowhere without their yes, not even that it was theirs', async () => {
    const [ana, ben] = [world.learner(), world.learner()]
    sayYes(ben)
    sayYes(ben, 'analytics')
    name(ana, 'Ana-needle')
    answer(ana, openPoll(), 2)
    ask(ana, 'Question-needle')
    settle()
    await endClass(world.deps, world.made.code, world.host.id)
    expect(everything()).not.toMatch(/Ana-needle|Question-needle/)
    expect(kept('live.answer-kept.1')).toEqual([])
    expect(kept('live.question-kept.1')).toEqual([])
    expect(kept('live.name-kept.1')).toEqual([])
    expect(kept('live.visit-kept.1').map(({ seat }) => seat)).toEqual([seatOf(ben)])
    expect(liveAnswers(world.journal.query).keptOf(world.made.id, seatOf(ana), 'answers')).toEqual([])
  })

  it('is kept with it, each by itself, and found by its seat and purpose', () => {
    const device = new Device()
    const ana = world.learner('room', device)
    sayYes(ana)
    name(ana, 'Ana')
    const poll = openPoll()
    answer(ana, poll, 2)
    answer(ana, poll, 0)
    const at = world.clock.wall()
    ask(ana, 'Why slowly?')
    settle()
    const seat = seatOf(ana)
    const answers = liveAnswers(world.journal.query)
    expect(kept('live.name-kept.1')).toEqual([{ seat, actor: seat, name: 'Ana' }])
    expect(kept('live.answer-kept.1')).toEqual([{ seat, actor: seat, option: 2, text: 'Sore-needle' }, { seat, actor: seat, option: 0, text: 'Fine' }])
    expect(kept('live.question-kept.1')).toEqual([{ seat, actor: seat, text: 'Why slowly?' }])
    expect(answers.keptOf(world.made.id, seat, 'answers')).toHaveLength(4)
    expect(answers.keptOf(world.made.id, seat, 'analytics')).toEqual([])
    expect(answers.actsOf(world.made.id, answers.seatOf(world.made.id, device.id) ?? seat).map(({ why, from }) => [why, from]))
      .toEqual([['answer', at], ['answer', at], ['question', at]])
  })

  it('is not kept of a question without a name, whatever they agreed to', () => {
    const ana = world.learner()
    sayYes(ana)
    ask(ana, 'Anonymous-needle', false)
    settle()
    expect(everything()).not.toContain('Anonymous-needle')
    expect(kept('live.question-asked.1').map(({ actor }) => actor)).toEqual(['box'])
    expect(liveAnswers(world.journal.query).actsOf(world.made.id, seatOf(ana))).toEqual([])
  })

  it('is not kept from the instant on at which they take their yes back, also of what is on its way', () => {
    const ana = world.learner()
    sayYes(ana)
    const poll = openPoll()
    answer(ana, poll, 1)
    settle()
    answer(ana, poll, 2)
    yes.clear() // Before the floor handed it over.
    settle()
    answer(ana, poll, 0)
    name(ana, 'Ana')
    ask(ana, 'Why?')
    settle()
    expect(kept('live.answer-kept.1').map((one) => one['option'])).toEqual([1])
    expect(kept('live.name-kept.1')).toEqual([])
    expect(kept('live.question-kept.1')).toEqual([])
  })

  it('is kept once, though a page tells it again after a restart of the box', () => {
    const device = new Device()
    let ana = world.learner('room', device)
    sayYes(ana)
    name(ana, 'Ana')
    const poll = openPoll()
    answer(ana, poll, 1)
    const question = ask(ana, 'Why?')
    settle()
    world.crashAndRestart()
    world.mayKeep = (_class, seat, purpose) => yes.has(`${seat} ${purpose}`)
    host = world.studio()
    ana = world.learner('room', device)
    takeSeat(world.deps, { device: device.id, code: world.made.code, choice: { kind: 'room', headphones: false } }, 'Ana')
    name(ana, 'Ana')
    answer(ana, poll, 1)
    ask(ana, 'Why?', true, question)
    settle()
    expect([kept('live.name-kept.1'), kept('live.answer-kept.1'), kept('live.question-kept.1')].map(({ length }) => length)).toEqual([1, 1, 1])
    name(ana, 'Anabel')
    name(ana, '')
    settle()
    expect(kept('live.name-kept.1').map((one) => one['name'])).toEqual(['Ana', 'Anabel', ''])
  })

  it('is kept of everybody who agreed when two hundred answer at once, and the class does not wait for it', () => {
    const pages = Array.from({ length: 200 }, () => world.learner())
    pages.forEach((page, index) => { if (index % 2 === 0) sayYes(page) })
    const poll = openPoll()
    world.holdCore()
    for (const page of pages) answer(page, poll, 1)
    settle()
    expect(host.last('poll')?.poll).toMatchObject({ counts: [0, 200, 0] })
    world.releaseCore()
    settle()
    expect(new Set(kept('live.answer-kept.1').map(({ seat }) => seat)).size).toBe(100)
  })

  it('is kept exactly while they agree, whatever they say when', { timeout: 60_000 }, () => {
    world[Symbol.dispose]()
    fc.assert(fc.property(fc.array(fc.oneof(fc.constant('yes'), fc.constant('no'), fc.nat(2)), { maxLength: 12 }), (steps) => {
      start()
      const ana = world.learner()
      const poll = openPoll()
      const expected: number[] = []
      for (const step of steps) {
        if (step === 'yes') sayYes(ana)
        else if (step === 'no') yes.clear()
        else if (typeof step === 'number') {
          answer(ana, poll, step)
          if (yes.size > 0 && expected.at(-1) !== step) expected.push(step)
        }
        settle()
      }
      expect(kept('live.answer-kept.1').map((one) => one['option'])).toEqual(expected)
      world[Symbol.dispose]()
    }), { numRuns: 15 })
    start()
  })
})

describe('a visit', () => {
  it('is kept at the end of the class of those who agreed to it, before the class’s last entry', async () => {
    const ana = world.learner('room')
    world.learner('elsewhere')
    sayYes(ana, 'analytics')
    ana.command({ type: 'raise-hand', up: true, at: world.clock.now() })
    answer(ana, openPoll(), 1)
    settle()
    await endClass(world.deps, world.made.code, world.host.id)
    const entries = world.journal.read(0, 2000)
    expect(entries.map(({ kind }) => kind).slice(-2)).toEqual(['live.visit-kept.1', 'live.class-ended.1'])
    expect(kept('live.visit-kept.1')).toEqual([{ seat: seatOf(ana), actor: seatOf(ana), seconds: 1, joinMs: null, hands: 1, reps: 0, answers: 1, rungs: [] }])
    expect(liveAnswers(world.journal.query).keptOf(world.made.id, seatOf(ana), 'analytics')).toHaveLength(1)
    expect(entries.at(-1)?.body['entries']).toBe(entries.filter((entry) => entry.class?.id === world.made.id).length)
  })
})
