import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LobbyWorld } from '../../../../../../testkit/lobby-world.ts'
import type { MemorySocket } from '../../../../../../testkit/memory-socket.ts'
import { newId } from '../../../../../kernel/ids.ts'
import type { PollId } from '../../../../../kernel/ids.ts'
import type { PollDraft } from '../../../wire/run.ts'
import type { RecordedFigures } from '../../../wire/words.ts'
import { endClass } from '../../class/end-class.ts'
import { setPlan } from '../../run/set-plan.ts'

let world: LobbyWorld
let host: MemorySocket

beforeEach(() => {
  world = new LobbyWorld()
  host = world.studio()
  world.begin()
})
afterEach(() => {
  world[Symbol.dispose]()
  // A page that sends nonsense is logged; anything else is a defect.
  expect(world.faults.map(String).filter((fault) => !fault.includes('live frame'))).toEqual([])
})

const KNEES: PollDraft = { question: 'How are your knees?', options: ['Fine', 'So so', 'Sore'] }
const said = (page: MemorySocket, ...message: Parameters<MemorySocket['command']>): string[] => page.answers(page.command(...message))
const poll = (page = host) => page.last('poll')?.poll
const settle = (): void => world.clock.advance(1000)
const entries = (kind: string) => world.journal.read(0, 1000).filter((entry) => entry.kind === kind)

async function end(): Promise<RecordedFigures> {
  await endClass(world.deps, world.made.code, world.host.id)
  return entries('live.class-ended.1')[0]?.body['figures'] as RecordedFigures // As the end of a class writes it.
}

describe('a poll', () => {
  function open(draft = KNEES): PollId {
    said(host, { type: 'poll', act: { do: 'open', poll: draft } })
    const opened = poll()
    if (!opened) throw new Error('no poll')
    return opened.id
  }
  const act = (what: 'close' | 'clear', of: PollId) => said(host, { type: 'poll', act: { do: what, poll: of } })
  const show = (of: PollId, shown: boolean) => said(host, { type: 'poll', act: { do: 'show', poll: of, shown } })
  const answer = (page: MemorySocket, of: PollId, option: number) => said(page, { type: 'answer-poll', poll: of, option, at: world.clock.now() })

  it('is on every page at once; counts are the host\'s alone until they are shown', () => {
    const phones = [world.learner(), world.learner(), world.learner()]
    const id = open()
    expect(phones.map((phone) => poll(phone))).toEqual(Array(3).fill({ ...KNEES, id, since: world.clock.now(), open: true, shown: false, counts: null, answered: 0, of: 3 }))
    for (const [place, phone] of phones.entries()) expect(answer(phone, id, place === 0 ? 0 : 2)).toEqual(['done'])
    settle()
    expect(poll()).toMatchObject({ counts: [1, 0, 2], answered: 3 })
    expect(poll(phones[0])).toMatchObject({ counts: null, answered: 3 })
    show(id, true)
    expect(poll(phones[0])).toMatchObject({ shown: true, counts: [1, 0, 2] })
    show(id, false)
    expect(poll(phones[0])?.counts).toBeNull()
  })

  it('takes another answer in place of the first until it closes, and none after it', () => {
    const phone = world.learner()
    const id = open()
    answer(phone, id, 0)
    answer(phone, id, 1)
    expect(phone.last('my-answer')).toEqual({ type: 'my-answer', poll: id, option: 1 })
    act('close', id)
    expect(poll(phone)).toMatchObject({ open: false, counts: [0, 1, 0], answered: 1 })
    expect(answer(phone, id, 2)).toEqual(['POLL_CLOSED'])
    expect(poll()?.counts).toEqual([0, 1, 0])
  })

  it('that another took the place of is closed, also for a page that has not heard of it', () => {
    const phone = world.learner()
    const first = open()
    answer(phone, first, 0)
    const second = open({ question: 'And now?', options: ['Yes', 'No'] })
    expect(answer(phone, first, 1)).toEqual(['POLL_CLOSED'])
    expect(poll(phone)?.id).toBe(second)
    settle()
    expect(entries('live.poll-closed.1').map(({ body }) => body)).toEqual([{ poll: first, counts: [1, 0, 0], answered: 1 }])
  })

  it.each([
    ['an answer it does not have', (page: MemorySocket, id: PollId) => answer(page, id, 3), 'OPTION_UNKNOWN'],
    ['a poll nobody opened', (page: MemorySocket) => answer(page, newId('poll', world.crypto), 0), 'POLL_UNKNOWN'],
    ['a host who answers', (_: MemorySocket, id: PollId) => answer(host, id, 0), 'FORBIDDEN'],
    ['a learner who closes it', (page: MemorySocket, id: PollId) => said(page, { type: 'poll', act: { do: 'close', poll: id } }), 'FORBIDDEN'],
    ['closing one nobody opened', () => act('close', newId('poll', world.crypto)), 'POLL_UNKNOWN'],
    ['showing one nobody opened', () => show(newId('poll', world.crypto), true), 'POLL_UNKNOWN'],
  ])('refuses %s', (_, tried, refusal) => {
    const phone = world.learner()
    const id = open()
    expect(tried(phone, id)).toEqual([refusal])
    settle()
    expect(poll()).toMatchObject({ id, open: true, answered: 0 })
  })

  it('goes off every screen when it is cleared', () => {
    const phone = world.learner()
    const id = open()
    expect(act('clear', id)).toEqual(['done'])
    expect([poll(), poll(phone)]).toEqual([null, null])
    expect(answer(phone, id, 0)).toEqual(['POLL_CLOSED'])
    expect(world.learner().last('poll')).toEqual({ type: 'poll', poll: null })
  })

  it('tells the studio of many answers in few messages', () => {
    const phones = Array.from({ length: 20 }, () => world.learner())
    const id = open()
    settle()
    const before = host.all('poll').length
    for (const phone of phones) answer(phone, id, 1)
    settle()
    expect(host.all('poll').length - before).toBeLessThanOrEqual(3)
    expect(poll()?.counts).toEqual([0, 20, 0])
  })

  it('leaves on record how many answered what; what was asked can be erased, and who answered is nowhere', async () => {
    const phone = world.learner()
    const id = open()
    answer(phone, id, 2)
    const figures = await end()
    expect(entries('live.poll-opened.1').map(({ body }) => body)).toMatchObject([{ poll: id, options: 3, item: null }])
    expect(JSON.stringify(entries('live.poll-opened.1'))).not.toContain('knees')
    expect(entries('live.poll-closed.1').map((entry) => [entry.actor, entry.body])).toEqual([['box', { poll: id, counts: [0, 0, 1], answered: 1 }]])
    expect(figures.polls).toEqual([{ counts: [0, 0, 1], answered: 1 }])
    expect(poll(phone)).toBeNull()
  })

  it('is open again after a restart of the box, and pages tell their answers again', async () => {
    const phone = world.learner()
    const first = open()
    answer(phone, first, 0)
    act('close', first)
    const id = open({ question: 'And now?', options: ['Yes', 'No'] })
    answer(phone, id, 1)
    settle()
    world.crashAndRestart()
    host = world.studio()
    const back = world.learner('elsewhere', phone.device)
    expect(poll(back)).toMatchObject({ id, question: 'And now?', options: ['Yes', 'No'], open: true, answered: 0 })
    expect(back.last('my-answer')).toEqual({ type: 'my-answer', poll: id, option: null })
    expect(answer(back, first, 0)).toEqual(['POLL_CLOSED'])
    answer(back, id, 1)
    expect((await end()).polls).toEqual([{ counts: [1, 0, 0], answered: 1 }, { counts: [0, 1], answered: 1 }])
  })

  it('that was closed shows its counts after a restart; one that was cleared stays away', () => {
    const phone = world.learner()
    const id = open()
    answer(phone, id, 0)
    act('close', id)
    settle()
    world.crashAndRestart()
    host = world.studio()
    expect(poll(world.learner())).toMatchObject({ id, open: false, counts: [1, 0, 0], answered: 1 })
    act('clear', id)
    settle()
    world.crashAndRestart()
    expect(world.learner().last('poll')).toEqual({ type: 'poll', poll: null })
  })

  it('of an item opens and closes with it', () => {
    world[Symbol.dispose]()
    world = new LobbyWorld()
    const item = (title: string, asks: PollDraft | null) => ({ id: newId('item', world.crypto), title, kind: asks ? 'poll' as const : 'talk' as const, seconds: 60, overrun: 'push' as const, cues: [], poll: asks, music: null })
    const asking = item('Ask', KNEES)
    setPlan(world.deps, world.made.code, { objective: '', items: [item('Talk', null), asking, item('Close', null)] }, world.host.id)
    host = world.studio()
    const phone = world.learner()
    world.begin()
    const next = () => said(host, { type: 'move-run', revision: phone.last('run')?.run?.revision ?? 0, move: { do: 'next' } })
    expect(poll(phone)).toBeNull()
    next()
    expect(poll(phone)).toMatchObject({ question: KNEES.question, open: true })
    settle()
    world.crashAndRestart()
    host = world.studio()
    const back = world.learner('elsewhere', phone.device)
    expect(back.last('poll')?.poll).toMatchObject({ open: true })
    expect(entries('live.poll-opened.1')).toHaveLength(1)
    said(host, { type: 'move-run', revision: back.last('run')?.run?.revision ?? 0, move: { do: 'next' } })
    expect(poll(back)).toMatchObject({ open: false })
  })
})

describe('what is asked and answered', () => {
  it('ends with the class', async () => {
    const phone = world.learner()
    said(host, { type: 'poll', act: { do: 'open', poll: KNEES } })
    const id = poll()?.id
    if (!id) throw new Error('no poll')
    await end()
    expect(said(phone, { type: 'answer-poll', poll: id, option: 0, at: world.clock.now() })).toEqual(['CLASS_NOT_LIVE'])
    expect(said(phone, { type: 'ask', question: newId('qst', world.crypto), named: true, text: 'Late?', at: world.clock.now() })).toEqual(['CLASS_NOT_LIVE'])
    expect(said(host, { type: 'poll', act: { do: 'open', poll: KNEES } })).toEqual(['CLASS_NOT_LIVE'])
  })

  it('tells the host when somebody acted last, by poll as by hand', () => {
    const phone = world.learner()
    said(host, { type: 'poll', act: { do: 'open', poll: KNEES } })
    const id = poll()?.id
    if (!id) throw new Error('no poll')
    world.clock.advance(5000)
    const at = world.clock.now()
    said(phone, { type: 'answer-poll', poll: id, option: 0, at })
    settle()
    expect(host.last('seat')?.line.actedAt).toBe(at)
    world.clock.advance(5000)
    said(phone, { type: 'raise-hand', up: true, at: world.clock.now() })
    settle()
    expect(host.last('seat')?.line.actedAt).toBe(at + 6_000_000)
  })
})
