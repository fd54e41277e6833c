import { beforeEach, describe, expect, it } from 'vitest'
import { HandClock } from '../../../../../testkit/hand-clock.ts'
import { ClaimId, PersonId } from '../../../../kernel/ids.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import { type Client, ToldRefusal, Unreachable } from '../../../../ui/client.ts'
import { m } from '../../../../words/messages.js'
import { decideClaim, listClaims, openClaim } from '../../wire/routes.ts'
import type { ReviewedClaim } from '../../wire/words.ts'
import { ReviewModel } from './review-model.ts'

const wall = (seconds: number): WallTime => (Date.UTC(2026, 10, 22, 14) + seconds * 1000) as WallTime
function claim(letter: string, over: Partial<ReviewedClaim> = {}): ReviewedClaim {
  return {
    id: ClaimId.parse(`clm_${letter.repeat(16)}`), span: { from: wall(60), to: wall(90) }, remove: { sound: true, picture: true, text: false }, state: 'waiting', madeAt: wall(3600), decidedAt: null,
    reason: 'I say where I work.', note: '', person: PersonId.parse(`prs_${letter.repeat(16)}`), who: 'Ana', bySelf: true, playable: true, ...over,
  }
}
const refusal = (code: string): ToldRefusal => new ToldRefusal({ code, sentence: `No: ${code}`, details: {}, status: 409 })

let clock: HandClock
let claims: ReviewedClaim[]
let sent: { readonly params: unknown; readonly input: unknown }[]
let decide: (id: string) => Promise<unknown>
let answers: () => Promise<void>
let model: ReviewModel

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const open = (letter: string): void => model.choose(claim(letter).id)
const listed = (): string[] => (model.state.peek().at === 'queue' ? (model.state.peek() as { queue: { claims: ReviewedClaim[] } }).queue.claims.map(({ id, state }) => `${id[4]} ${state}`) : [])

beforeEach(async () => {
  clock = new HandClock()
  claims = [claim('b', { madeAt: wall(7200) }), claim('a')]
  sent = []
  answers = () => Promise.resolve()
  decide = (id) => {
    claims = claims.map((one) => (one.id === id ? { ...one, state: 'removed' as const, decidedAt: wall(9000) } : one))
    return Promise.resolve({ claim: claims.find((one) => one.id === id) })
  }
  // Of the client no more is used than this.
  const client = {
    call: async (route: unknown, given: { params: { claim: string }; input: unknown }) => {
      if (route === listClaims) {
        const told = { title: 'Knees', classSpan: null, claims, window: { state: 'open', hours: 168, until: null }, means: ['silence'] }
        await answers()
        return told
      }
      if (route === openClaim) return { path: '/hls/span', wallAtZero: 0 }
      if (route !== decideClaim) throw new Error('nobody asks that')
      sent.push(given)
      return decide(given.params.claim)
    },
  } as unknown as Pick<Client, 'call'>
  model = new ReviewModel({ client, code: 'K7M4QX', timers: clock, play: () => ({ play: () => undefined, close: () => undefined }) })
  model.follow()
  await settled()
})

describe('reviewing claims', () => {
  it('opens the one that waits longest, and decides nothing beforehand', () => {
    expect(listed()).toEqual(['a waiting', 'b waiting'])
    expect([model.open.peek(), model.draft.peek().what]).toEqual([claim('a').id, null])
    model.goOn()
    expect([model.step.peek(), sent]).toEqual(['choosing', []])
  })

  it('destroys only by a second step, says that it is under way, and stays at the claim to show what is there now', async () => {
    model.change({ what: 'all', note: ' gone ' })
    model.goOn()
    expect([model.step.peek(), sent]).toEqual(['sure', []])
    model.goBack()
    expect(model.step.peek()).toBe('choosing')
    model.goOn()
    model.goOn()
    expect(model.step.peek()).toBe('working')
    model.goOn()
    await settled()
    expect(sent).toEqual([{ params: { code: 'K7M4QX', claim: claim('a').id }, input: { remove: { sound: true, picture: true, text: false }, means: 'silence', note: 'gone' } }])
    expect([listed(), model.open.peek(), model.step.peek()]).toEqual([['b waiting', 'a removed'], claim('a').id, 'choosing'])
  })

  it('leaves it at once, with the reason', async () => {
    model.change({ what: 'nothing', note: 'You are not heard here.' })
    model.goOn()
    await settled()
    expect(sent).toMatchObject([{ input: { remove: null, note: 'You are not heard here.' } }])
  })

  it('sends nothing for one claim that was typed for another', () => {
    model.change({ what: 'nothing', note: 'typed for a' })
    open('b')
    expect(model.draft.peek()).toMatchObject({ what: null, note: '' })
  })

  it('tells the second of two reviewers in a sentence, and shows what the first decided', async () => {
    model.change({ what: 'all' })
    model.goOn()
    claims = claims.map((one) => (one.id === claim('a').id ? { ...one, state: 'refused' as const } : one))
    decide = () => Promise.reject(refusal('CLAIM_DECIDED'))
    model.goOn()
    await settled()
    expect([model.notice.peek(), model.problem.peek(), listed()]).toEqual([m.privacy_review_somebody_else(), null, ['b waiting', 'a refused']])
    model.dismiss()
    expect(model.notice.peek()).toBeNull()
  })

  it('says so too when the other was quicker while this one was still reading, or who asked took it back', async () => {
    model.change({ what: 'all' })
    model.goOn()
    claims = claims.map((one) => (one.id === claim('a').id ? { ...one, state: 'taken-back' as const } : one))
    clock.advance(10_000)
    await settled()
    expect([model.step.peek(), model.notice.peek()]).toEqual(['choosing', m.privacy_review_taken_back_meanwhile()])
  })

  it('keeps what was typed after a refusal, and looks what the box did when it did not answer', async () => {
    model.change({ what: 'all', means: 'tone' })
    decide = () => Promise.reject(refusal('NO_ENCODER'))
    model.goOn()
    model.goOn()
    await settled()
    expect([model.problem.peek(), model.draft.peek().what, listed()]).toEqual(['No: NO_ENCODER', 'all', ['a waiting', 'b waiting']])
    decide = async () => {
      claims = claims.map((one) => (one.id === claim('a').id ? { ...one, state: 'removed' as const } : one))
      throw new Unreachable()
    }
    model.goOn()
    model.goOn()
    await settled()
    expect([model.problem.peek(), listed()]).toEqual([m.privacy_crew_unreachable(), ['b waiting', 'a removed']])
  })

  it('does not take an answer from before a decision for what is so now', async () => {
    let let_go = (): void => undefined
    answers = () => new Promise((resolve) => { let_go = resolve })
    clock.advance(10_000)
    model.change({ what: 'all' })
    model.goOn()
    model.goOn()
    await settled()
    let_go()
    await settled()
    expect(listed()).toEqual(['b waiting', 'a removed'])
  })

  it('goes on showing what it read while the box does not answer, and stops when it says no', async () => {
    answers = () => Promise.reject(new Unreachable())
    clock.advance(10_000)
    await settled()
    expect(listed()).toEqual(['a waiting', 'b waiting'])
    answers = () => Promise.reject(refusal('FORBIDDEN'))
    clock.advance(10_000)
    await settled()
    expect(model.state.peek()).toEqual({ at: 'refused', sentence: 'No: FORBIDDEN' })
  })

  it('plays what stands at the claim now: another stream once it was decided', () => {
    const before = model.visitOf(claim('a'))
    expect(model.visitOf(claim('a'))).toBe(before)
    expect(model.visitOf(claim('a', { state: 'removed' }))).not.toBe(before)
  })
})
