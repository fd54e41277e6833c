import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LobbyWorld } from '../../../../../../testkit/lobby-world.ts'
import type { MemorySocket } from '../../../../../../testkit/memory-socket.ts'
import { newId } from '../../../../../kernel/ids.ts'
import type { QuestionId } from '../../../../../kernel/ids.ts'
import type { PollDraft } from '../../../wire/run.ts'
import type { RecordedFigures } from '../../../wire/words.ts'
import { endClass } from '../../class/end-class.ts'
import { setPlan } from '../../run/set-plan.ts'
import { setStanding } from '../../seats/set-standing.ts'

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
const settle = (): void => world.clock.advance(1000)
const seatOf = (page: MemorySocket) => {
  const seat = page.last('entered')?.seat
  if (!seat) throw new Error('no seat')
  return seat
}
const entries = (kind: string) => world.journal.read(0, 1000).filter((entry) => entry.kind === kind)
const everything = (): string => JSON.stringify(world.journal.read(0, 1000).map((entry) => [entry, world.journal.disclosed(entry)]))

async function end(): Promise<RecordedFigures> {
  await endClass(world.deps, world.made.code, world.host.id)
  return entries('live.class-ended.1')[0]?.body['figures'] as RecordedFigures // As the end of a class writes it.
}

describe('a question', () => {
  const ask = (page: MemorySocket, text: string, { named = true, question = newId('qst', world.crypto) } = {}): { id: QuestionId; answers: string[] } =>
    ({ id: question, answers: said(page, { type: 'ask', question, named, text, at: world.clock.now() }) })
  const handle = (question: QuestionId, state: 'kept' | 'answered' | 'hidden' | 'waiting') => said(host, { type: 'handle-question', question, state })

  it('reaches the studio with its asker, and the asker hears what became of it', () => {
    const phone = world.learner()
    said(phone, { type: 'name-me', name: 'Ada' })
    const { id, answers } = ask(phone, '  Why slowly?  ')
    expect(answers).toEqual(['done'])
    expect(host.last('question')?.question).toEqual({ id, seat: seatOf(phone), name: 'Ada', text: 'Why slowly?', at: world.clock.now(), state: 'waiting' })
    handle(id, 'answered')
    expect(host.last('question')?.question.state).toBe('answered')
    expect(phone.last('my-questions')?.questions).toEqual([{ id, text: 'Why slowly?', state: 'answered' }])
    expect(world.studio().last('questions')?.questions).toHaveLength(1)
  })

  it('without a name leads nobody to its asker: no seat, no name, no stir on the roster, no actor on record', () => {
    const phone = world.learner()
    said(phone, { type: 'name-me', name: 'Ada' })
    settle()
    const stirred = host.all('seat').length
    const { id } = ask(phone, 'Is this safe with a bad hip?', { named: false })
    expect(host.last('question')?.question).toMatchObject({ id, seat: null, name: null })
    expect(world.studio().last('questions')?.questions).toMatchObject([{ seat: null, name: null }])
    settle()
    expect(host.all('seat')).toHaveLength(stirred)
    const [entry] = entries('live.question-asked.1')
    expect(JSON.stringify(entry)).not.toContain(seatOf(phone))
    expect(entry?.body).toEqual({ question: id, named: false })
    expect(phone.last('my-questions')?.questions).toMatchObject([{ id, state: 'waiting' }])
  })

  it('told twice is asked once', () => {
    const phone = world.learner()
    const { id } = ask(phone, 'Why?')
    expect(ask(phone, 'Why?', { question: id }).answers).toEqual(['done'])
    settle()
    expect(host.all('question')).toHaveLength(1)
    expect(entries('live.question-asked.1')).toHaveLength(1)
  })

  it('with markup is the text it is', () => {
    ask(world.learner(), '<b onclick="x()">Why?</b>')
    expect(host.last('question')?.question.text).toBe('<b onclick="x()">Why?</b>')
  })

  it('is refused while five of the same seat wait, and taken again when one was answered', () => {
    const phone = world.learner()
    const asked = Array.from({ length: 5 }, (_, n) => ask(phone, `Question ${n}`))
    expect(ask(phone, 'One more').answers).toEqual(['QUESTIONS_TOO_MANY'])
    expect(ask(world.learner(), 'Another asks').answers).toEqual(['done'])
    handle(asked[0]?.id ?? newId('qst', world.crypto), 'kept')
    world.clock.advance(10_000)
    expect(ask(phone, 'One more').answers).toEqual(['done'])
  })

  it('of a muted seat is refused, and so is another name', () => {
    const phone = world.learner()
    setStanding(world.deps, { code: world.made.code, seat: seatOf(phone), standing: 'muted' }, world.host.id)
    expect(ask(phone, 'Why?').answers).toEqual(['SEAT_MUTED'])
    expect(said(phone, { type: 'name-me', name: 'Loud' })).toEqual(['SEAT_MUTED'])
    expect(host.all('question')).toEqual([])
  })

  it.each([
    ['that is empty', ''], ['of blanks', '   '], ['of 281 characters', 'x'.repeat(281)],
  ])('%s is no message', (_, text) => {
    const phone = world.learner()
    ask(phone, text)
    expect(phone.closed?.code).toBe(1008)
  })

  it('nobody asked cannot be handled, and a learner handles none', () => {
    const phone = world.learner()
    const { id } = ask(phone, 'Why?')
    expect(handle(newId('qst', world.crypto), 'answered')).toEqual(['QUESTION_UNKNOWN'])
    expect(said(phone, { type: 'handle-question', question: id, state: 'answered' })).toEqual(['FORBIDDEN'])
    expect([handle(id, 'hidden'), handle(id, 'hidden')]).toEqual([['done'], ['done']]) // Neither is kept before the first is.
    settle()
    expect(handle(id, 'hidden')).toEqual(['done', 'kept'])
    expect(entries('live.question-handled.1')).toHaveLength(1)
  })

  it('is nowhere on record but in its count, and forgotten with the class', async () => {
    const phone = world.learner()
    const first = ask(phone, 'Unrepeatable words one')
    ask(phone, 'Unrepeatable words two', { named: false })
    handle(first.id, 'answered')
    const figures = await end()
    expect(figures.questions).toEqual({ asked: 2, answered: 1, kept: 0, hidden: 0 })
    expect(everything()).not.toContain('Unrepeatable')
    expect(world.studio().last('questions')?.questions).toEqual([])
  })

  it('is counted over a restart, and once when its page asks again', async () => {
    const phone = world.learner()
    const { id } = ask(phone, 'Why?')
    handle(ask(phone, 'How?').id, 'kept')
    settle()
    world.crashAndRestart()
    host = world.studio()
    const back = world.learner('elsewhere', phone.device)
    expect(back.last('my-questions')?.questions).toEqual([])
    ask(back, 'Why?', { question: id })
    expect((await end()).questions).toEqual({ asked: 2, answered: 0, kept: 1, hidden: 0 })
  })
})

describe('what comes while the class ends, or after it', () => {
  it('is refused, so that the class\'s last entry is its end', async () => {
    world[Symbol.dispose]()
    world = new LobbyWorld()
    const item = (title: string, more: { music?: string; poll?: PollDraft }) =>
      ({ id: newId('item', world.crypto), title, kind: 'talk' as const, seconds: 5, overrun: 'cut' as const, cues: [], poll: more.poll ?? null, music: more.music ?? null })
    setPlan(world.deps, world.made.code, { objective: '', items: [item('Talk', {}), item('Ask', { poll: KNEES, music: 'beat-60' })] }, world.host.id)
    host = world.studio()
    const phone = world.learner()
    world.begin()
    said(phone, { type: 'raise-hand', up: true, at: world.clock.now() })
    const question = newId('qst', world.crypto)
    said(phone, { type: 'ask', question, named: true, text: 'Why?', at: world.clock.now() })
    said(host, { type: 'timer', start: { seconds: 5, label: '' } })
    world.clock.advance(500)
    const tryAll = () => [
      said(host, { type: 'handle-question', question, state: 'answered' }), said(host, { type: 'take-control', label: 'Late' }), said(host, { type: 'lower-hand', seat: seatOf(phone) }),
    ]
    world.holdCore() // The floor has stopped taking; the core has not written the end yet.
    const ending = end()
    expect(tryAll()).toEqual([['CLASS_OVER'], ['CLASS_OVER'], ['CLASS_NOT_LIVE']])
    world.clock.advance(10_000)
    world.releaseCore()
    await ending
    expect(tryAll()).toEqual([['CLASS_OVER'], ['CLASS_OVER'], ['CLASS_NOT_LIVE']])
    world.clock.advance(10_000)
    expect(world.journal.read(0, 1000).at(-1)?.kind).toBe('live.class-ended.1')
  })
})
