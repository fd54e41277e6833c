import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ClassWorld } from '../../../../../testkit/class-world.ts'
import { Device } from '../../../../../testkit/device.ts'
import { LobbyWorld } from '../../../../../testkit/lobby-world.ts'
import { newId } from '../../../../kernel/ids.ts'
import { classEnded } from '../../wire/entries.ts'
import type { PlanItem } from '../../wire/run.ts'
import type { ClassReport } from '../../wire/words.ts'
import { endClass } from '../class/end-class.ts'
import { makeClass } from '../class/make-class.ts'
import { setPlan } from '../run/set-plan.ts'
import { showFigures } from './show-figures.ts'

let world: LobbyWorld

beforeEach(() => { world = new LobbyWorld() })
afterEach(() => world[Symbol.dispose]())

const report = (role: 'host' | 'technician' = 'host'): Promise<ClassReport> => showFigures(world.deps, world.made.code, [role])
const end = () => endClass(world.deps, world.made.code, world.host.id)
const item = (title: string, kind: PlanItem['kind'], seconds: number): PlanItem =>
  ({ id: newId('item', world.crypto), title, kind, seconds, overrun: 'push', cues: [], poll: null, music: null })

/** A class with a plan, one learner, one poll and one question, half way through. */
function halfWay() {
  setPlan(world.deps, world.made.code, { objective: '', items: [item('Why knees ache', 'talk', 60), item('Lifts', 'practice', 120)] }, world.host.id)
  const device = new Device()
  const phone = world.learner('elsewhere', device)
  const studio = world.studio()
  world.begin()
  phone.command({ type: 'ask', question: newId('qst', world.crypto), named: false, text: 'Which knee?', at: world.clock.now() })
  studio.command({ type: 'poll', act: { do: 'open', poll: { question: 'Does it hurt?', options: ['Yes', 'No'] } } })
  const poll = studio.last('poll')?.poll?.id
  if (!poll) throw new Error('no poll was opened')
  phone.command({ type: 'answer-poll', poll, option: 1, at: world.clock.now() })
  world.clock.advance(90_000)
  studio.command({ type: 'move-run', revision: studio.last('run')?.run?.revision ?? 0, move: { do: 'next' } })
  studio.command({ type: 'poll', act: { do: 'close', poll } })
  world.clock.advance(1000)
  return { device, studio, phone }
}

describe('the report of a class', () => {
  it('ends with what was planned, asked and answered, and comes back with its words to those who run the room', async () => {
    halfWay()
    await end()
    const got = await report()
    expect(got).toMatchObject({ came: 1, stayed: 1, questions: { asked: 1, answered: 0 }, polls: [{ counts: [0, 1], answered: 1 }] })
    expect(got.items).toEqual([{ kind: 'talk', planned: 60, ran: 90 }, { kind: 'practice', planned: 120, ran: 1 }])
    expect(got.texts).toEqual({ items: ['Why knees ache', 'Lifts'], polls: [{ question: 'Does it hurt?', options: ['Yes', 'No'] }] })
  })

  it('shows a technician the figures without a word of what was said', async () => {
    halfWay()
    await end()
    const got = await report('technician')
    expect(got.texts).toBeNull()
    expect(JSON.stringify(got)).not.toMatch(/knee|Lifts|hurt|Yes/)
  })

  it('leaves no text of a question, a poll or an item in what can never be erased', async () => {
    halfWay()
    await end()
    expect(JSON.stringify(world.journal.read(0, 1000))).not.toMatch(/Which knee|Does it hurt|Why knees ache/)
    expect(JSON.stringify(await report())).not.toContain('Which knee')
  })

  it('is there while the class goes on, ends nothing, and counts who is here', async () => {
    const { phone, studio } = halfWay()
    const got = await report()
    expect(got).toMatchObject({ endedAt: null, came: 1, stayed: 1, joinTried: 1, polls: [{ answered: 1 }] })
    expect(got.items[0]).toMatchObject({ planned: 60, ran: 90 })
    expect(phone.answers(phone.command({ type: 'raise-hand', up: true, at: world.clock.now() }))).toEqual(['done'])
    expect(studio.last('class')?.class.phase).toBe('live')
  })

  it('of a draft is empty rather than waited for', async () => {
    using draft = new ClassWorld()
    const { code } = makeClass(draft.deps, 'Hips', draft.host.id)
    expect(await showFigures(draft.deps, code, ['host'])).toMatchObject({ title: 'Hips', beganAt: null, came: 0, items: [], polls: [] })
  })

  it('keeps the counts on record when the box crashed in the middle', async () => {
    halfWay()
    world.clock.advance(300)
    world.crashAndRestart()
    await end()
    expect(await report()).toMatchObject({ came: 1, questions: { asked: 1 }, polls: [{ counts: [0, 1], answered: 1 }], items: [{ planned: 60, ran: 90 }, { planned: 120 }] })
  })

  it('counts hands, repeats and answers by kind of seat, on record where they are', async () => {
    const { phone, studio } = halfWay()
    const venue = world.learner('venue')
    for (const page of [phone, venue]) page.command({ type: 'raise-hand', up: true, at: world.clock.now() })
    venue.command({ type: 'confirm-rep', count: 4, at: world.clock.now() })
    world.clock.advance(300)
    const rows = async () => (await report()).bySeat.map(({ hands, reps, answers }) => [hands, reps, answers])
    expect(await report()).toMatchObject({ hands: 2, reps: 4, answers: 1 })
    expect(await rows()).toEqual([[0, 0, 0], [1, 4, 0], [1, 0, 1]])
    studio.hangUp()
    world.crashAndRestart()
    // Whose answers the closed poll's were is in nobody's memory any more.
    expect(await report()).toMatchObject({ hands: 2, reps: 4, answers: 1 })
    expect(await rows()).toEqual([[0, 0, null], [1, 4, null], [1, 0, null]])
  })

  it('has jitter, rungs and their causes, fallbacks and who stayed, from what pages report', async () => {
    const phone = world.learner('elsewhere')
    world.learner('venue') // Enters and is never heard of again.
    world.begin()
    const say = (rung: 'full' | 'low', way: 'webrtc' | 'hls', jitterMs: number): void => phone.say({
      type: 'report', roundTripMs: 8, clockErrorMs: 1, leadMs: 20, videoMs: null, joinMs: null, channel: true, asleep: false,
      rung: { rung, cause: rung === 'full' ? 'none' : 'link', since: world.clock.now(), way }, jitterMs,
    })
    for (let second = 0; second < 60; second++) {
      if (second < 40) say('full', 'webrtc', 3.4)
      else say('low', 'hls', 9.6)
      world.clock.advance(1000)
    }
    const got = await report()
    expect(got).toMatchObject({ jitterMs: { p50: 3, p95: 10, count: 60 }, fallbacks: 1, retention: { began: 2, at1: 1, at3: null, at7: null } })
    expect(got.rungs).toEqual([{ rung: 'full', seconds: 40, falls: 0 }, { rung: 'low', seconds: 20, falls: 1 }])
    expect(got.causes).toEqual([{ cause: 'link', seconds: 20, falls: 1 }])
    expect(got.bySeat.map(({ rungs }) => rungs.length)).toEqual([0, 0, 2])
  })

  it('measures no staying of a class in which the box was started again after the first minute', async () => {
    const { phone } = halfWay()
    phone.command({ type: 'raise-hand', up: true, at: world.clock.now() })
    expect((await report()).retention).toMatchObject({ began: 1, at1: 1 })
    world.crashAndRestart()
    expect((await report()).retention).toBeNull()
  })

  it('is read from an entry that was written before rungs, jitter and the rest of the links were counted', async () => {
    halfWay()
    await end()
    const { figures } = classEnded.body.parse(world.journal.read(0, 1000).at(-1)?.body)
    const { jitterMs: _j, answers: _a, retention: _r, rungs: _u, causes: _w, fallbacks: _f, loudness: _l, recorded: _c, ...before } = figures
    const bySeat = before.bySeat.map(({ jitterMs: _1, hands: _2, reps: _3, answers: _4, retention: _5, rungs: _6, ...row }) => row)
    const read = classEnded.body.parse({ at: 1, entries: 1, figures: { ...before, bySeat } })
    expect(read.figures).toMatchObject({ came: 1, jitterMs: null, answers: 0, retention: null, rungs: [], causes: [], fallbacks: 0, loudness: null, recorded: null })
    expect(read.figures.bySeat[0]).toMatchObject({ came: 0, jitterMs: null, hands: null, reps: null, answers: null, retention: null, rungs: [] })
  })

  it('is read from an entry that was written before polls, items and the rest were counted', async () => {
    halfWay()
    await end()
    const entry = world.journal.read(0, 1000).at(-1)
    const { figures } = classEnded.body.parse(entry?.body)
    const { stayed: _s, ready: _r, questions: _q, polls: _p, startMs: _m, guests: _g, items: _i, ...before } = figures
    const read = classEnded.body.parse({ at: 1, entries: 1, figures: before })
    expect(read.figures).toMatchObject({ came: 1, stayed: 0, ready: 0, polls: [], items: [], startMs: null, questions: { asked: 0 } })
  })

  it('keeps no times of a kind of seat in which fewer than five sat, though the class’s own are kept', async () => {
    const [studio, phone] = [world.studio(), world.learner('elsewhere')]
    const venue = Array.from({ length: 5 }, () => world.learner('venue'))
    world.begin()
    studio.command({ type: 'press-cue', kind: 'now', pressedAt: world.clock.now() })
    world.clock.advance(500)
    const cue = studio.last('cue')?.cue
    if (!cue) throw new Error('no cue was given')
    for (const page of [phone, ...venue]) page.say({ type: 'played', cue: cue.id, at: cue.at, output: 'light' })
    expect((await report()).bySeat.map(({ cueMs }) => cueMs?.count ?? null)).toEqual([null, 5, 1])
    await end()
    expect((await report()).bySeat.map(({ came, cueMs }) => [came, cueMs?.count ?? null])).toEqual([[0, null], [5, 5], [1, null]])
    expect((await report()).bySeat.map(({ hands, answers, retention }) => [hands, answers, retention])).toEqual([[null, null, null], [null, null, null], [null, null, null]])
    expect(await report()).toMatchObject({ cueMs: { count: 6 }, hands: 0 })
  })
})
