import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { HandClock } from '../../../../../testkit/hand-clock.ts'
import { ClaimId, ClassId, personIdOf } from '../../../../kernel/ids.ts'
import { classKey, type SignedStatement, verifyStatement } from '../../../../kernel/statement.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import { nodeCrypto } from '../../../../platform/crypto-node.ts'
import { type Client, ToldRefusal, Unreachable } from '../../../../ui/client.ts'
import { makeClaim, openMoment, showConsent, showMoments, takeClaimBack } from '../../wire/routes.ts'
import { type Claim, type Moment, MOST_CLAIM_MS, type Span } from '../../wire/words.ts'
import { mayAsk, type MomentsTold, readPlace, readSpan, rowsOf } from './moments-state.ts'
import { MomentsVisit } from './moments-visit.ts'

const crypto = nodeCrypto()
const secretKey = new Uint8Array(32).fill(9)
const classId = ClassId.parse('cls_aaaaaaaaaaaaaaaa')
const BEGAN = Date.UTC(2026, 10, 22, 14)
const wall = (seconds: number): WallTime => (BEGAN + seconds * 1000) as WallTime
const span = (from: number, to: number): Span => ({ from: wall(from), to: wall(to) })
const moment = (over: Partial<Moment> = {}): Moment => ({ span: span(60, 80), why: 'hand', playable: true, ...over })
const claim = (letter: string, over: Partial<Claim> = {}): Claim => ({
  id: ClaimId.parse(`clm_${letter.repeat(16)}`), span: span(60, 80), remove: { sound: true, picture: false, text: false }, state: 'waiting', madeAt: wall(3600), decidedAt: null, reason: 'Mine.', note: '', ...over,
})
const told = (over: Partial<MomentsTold> = {}): MomentsTold => ({
  title: 'Knees', classSpan: span(0, 1500), moments: [moment()], claims: [], window: { state: 'open', hours: 168, until: null }, mayWatchAll: false, recorded: true, ...over,
})

describe('the list of moments', () => {
  it('has one line for each span, in the order of the class, with what it is before what was marked', () => {
    const rows = rowsOf(told({
      moments: [moment({ span: span(300, 320), why: 'stage' }), moment({ why: 'marked' }), moment({ why: 'question', playable: false })],
      claims: [claim('a'), claim('b', { span: span(10, 20) })],
    }))
    expect(rows.map(({ span: { from }, why, playable, claim: asked }) => [(from - BEGAN) / 1000, why, playable, asked?.id[4]])).toEqual([
      [10, 'marked', false, 'b'], [60, 'question', true, 'a'], [300, 'stage', true, undefined],
    ])
  })

  it('shows what is still open before what was taken back, and the last that was', () => {
    const rowOf = (...claims: Claim[]) => rowsOf(told({ claims }))[0]?.claim?.id[4]
    expect(rowOf(claim('a', { state: 'removed', madeAt: wall(1) }), claim('b', { state: 'taken-back', madeAt: wall(2) }))).toBe('a')
    expect(rowOf(claim('a', { state: 'taken-back', madeAt: wall(1) }), claim('b', { state: 'taken-back', madeAt: wall(2) }))).toBe('b')
  })

  it('lets somebody ask again after a no or a change of mind, never twice at once, never after removal, and only in time', () => {
    const may = (state: Claim['state'] | null, window: MomentsTold['window']['state'] = 'open') => mayAsk({ claim: state === null ? null : claim('a', { state }) }, { window: { state: window, hours: 168, until: null } })
    expect([may(null), may('taken-back'), may('refused'), may('waiting'), may('removed')]).toEqual([true, true, true, false, false])
    expect([may(null, 'over'), may(null, 'not-yet')]).toEqual([false, false])
  })
})

describe('a time in a class', () => {
  it.each([['4:20', 260], ['0:07', 7], ['1:02:03', 3723], ['90', 90], [' 12:30 ', 750], ['', null], ['4:60', null], ['4:', null], [':20', null], ['-1', null], ['4.20', null], ['1:2:3:4', null], ['4:20x', null], ['１:20', null]])('%j is %j seconds', (text, seconds) => {
    expect(readPlace(text)).toBe(seconds)
  })

  it.each([['x', '1:00', 'unread', 'from'], ['1:00', '', 'unread', 'to'], ['2:00', '1:00', 'order', 'to'], ['1:00', '1:00', 'order', 'to'], ['0:00', '10:01', 'long', 'to'], ['25:00', '26:00', 'outside', 'from'], ['24:00', '25:30', 'outside', 'to']] as const)('from %j to %j is no span: %s, in the field %s', (from, to, fault, field) => {
    expect(readSpan(from, to, span(0, 1500))).toEqual({ fault, field })
  })

  it('makes spans that lie in the class and are no longer than a claim may be, whatever is typed', () => {
    const place = fc.oneof(fc.string(), fc.nat(2000).map((seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`))
    fc.assert(fc.property(place, place, fc.integer({ min: 1, max: 7_200_000 }), (from, to, length) => {
      const whole = { from: wall(0), to: (BEGAN + length) as WallTime }
      const read = readSpan(from, to, whole)
      if ('fault' in read) return
      expect(read.span.from).toBeGreaterThanOrEqual(whole.from)
      expect(read.span.to).toBeGreaterThan(read.span.from)
      expect(read.span.to).toBeLessThanOrEqual(whole.to)
      expect(read.span.to - read.span.from).toBeLessThanOrEqual(MOST_CLAIM_MS)
    }))
  })
})

describe('a visit of one\'s moments', () => {
  let clock: HandClock
  let now: MomentsTold
  let sent: { readonly claim: ClaimId; readonly statement: SignedStatement; readonly span: Span; readonly remove: Claim['remove']; readonly reason: string }[]
  let take: () => Promise<void>
  let asked: number
  let opened: Span[]
  let visit: MomentsVisit
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  const there = () => {
    const state = visit.state.peek()
    if (state.at !== 'there') throw new Error('not there')
    return state
  }

  beforeEach(async () => {
    clock = new HandClock()
    now = told()
    sent = []
    opened = []
    asked = 0
    take = () => Promise.resolve()
    const client = {
      call: async (route: unknown, { input, params }: { input: (typeof sent)[number] & Span; params: { claim: ClaimId } }) => {
        if (route === showConsent) return { class: { id: classId } }
        if (route === showMoments) {
          asked++
          return now
        }
        if (route === openMoment) {
          opened.push(input)
          return { path: '/hls/span', wallAtZero: 0 }
        }
        if (route === makeClaim) sent.push(input)
        await take()
        if (route === makeClaim) {
          return { claim: claim('z', { id: input.claim, span: input.span, remove: input.remove, reason: input.reason }) }
        }
        if (route === takeClaimBack) return { claim: claim('z', { id: params.claim, state: 'taken-back' }) }
        throw new Error('nobody asks that')
      },
    } as unknown as Pick<Client, 'call'>
    visit = new MomentsVisit({
      code: 'K7M4QX', client, secretKey, crypto, wallMs: () => BEGAN + 0.5, timers: clock,
      play: ({ open }) => {
        void open()
        return { play: () => undefined, close: () => undefined }
      },
    })
    await visit.look()
  })

  it('asks for a span, signed by the person\'s key of this class, and shows that it waits', async () => {
    visit.ask(span(60, 80))
    visit.remove({ sound: true, picture: false, text: true })
    visit.reason('  I say where I work. ')
    await visit.claim()
    const [only] = sent
    if (only === undefined) throw new Error('nothing was sent')
    expect(only).toMatchObject({ span: span(60, 80), remove: { sound: true, picture: false, text: true }, reason: 'I say where I work.' })
    const words = { kind: 'claim', class: classId, said: { claim: only.claim, span: only.span, remove: only.remove } } as const
    expect(verifyStatement(words, only.statement, crypto)).toBe(personIdOf(crypto.ed25519.publicKey(classKey(secretKey, classId, crypto)), crypto))
    expect([there().draft, rowsOf(there().told)[0]?.claim?.state]).toEqual([null, 'waiting'])
  })

  it('asks for nothing without what should go and why', async () => {
    visit.ask(span(60, 80))
    visit.reason('Mine.')
    await visit.claim()
    visit.remove({ sound: true, picture: true, text: true })
    visit.reason('   ')
    await visit.claim()
    expect([sent, there().draft?.isPressed]).toEqual([[], true])
  })

  it('sends the same claim again when the first did not get an answer, and another when it says something else', async () => {
    take = () => Promise.reject(new Unreachable())
    visit.ask(span(60, 80))
    visit.remove({ sound: true, picture: false, text: false })
    visit.reason('Mine.')
    await visit.claim()
    expect(there().draft).toMatchObject({ reason: 'Mine.', isSending: false, fault: { type: 'unreachable' } })
    await visit.claim()
    visit.reason('Mine, and nobody else\'s.')
    take = () => Promise.resolve()
    await visit.claim()
    const ids = sent.map(({ claim: id }) => id)
    expect([ids[0] === ids[1], new Set(ids).size, there().draft]).toEqual([true, 2, null])
  })

  it('keeps what was written when the box says no, in its words', async () => {
    take = () => Promise.reject(new ToldRefusal({ code: 'WINDOW_OVER', sentence: 'It is too late.', details: {}, status: 409 }))
    visit.ask(span(60, 80))
    visit.remove({ sound: true, picture: false, text: false })
    visit.reason('Mine.')
    await visit.claim()
    expect(there().draft).toMatchObject({ reason: 'Mine.', fault: { code: 'WINDOW_OVER', sentence: 'It is too late.' } })
  })

  it('takes back what was asked; where somebody has decided meanwhile, it shows that, and says why not', async () => {
    now = told({ claims: [claim('a')] })
    await visit.look()
    await visit.takeBack(claim('a').id)
    expect(rowsOf(there().told)[0]?.claim?.state).toBe('taken-back')
    now = told({ claims: [claim('a', { state: 'removed' })] })
    take = () => Promise.reject(new ToldRefusal({ code: 'CLAIM_DECIDED', sentence: 'Decided.', details: {}, status: 409 }))
    await visit.takeBack(claim('a').id)
    expect([rowsOf(there().told)[0]?.claim?.state, there().fault]).toMatchObject(['removed', { code: 'CLAIM_DECIDED' }])
  })

  it('looks again by itself only while somebody decides', async () => {
    clock.advance(60_000)
    await settled()
    expect(asked).toBe(1)
    now = told({ claims: [claim('a')] })
    await visit.look()
    now = told({ claims: [claim('a', { state: 'refused' })] })
    clock.advance(15_000)
    await settled()
    expect([asked, rowsOf(there().told)[0]?.claim?.state]).toEqual([3, 'refused'])
    clock.advance(60_000)
    await settled()
    expect(asked).toBe(3)
  })

  it('keeps what it shows while the box does not answer, and says so only where nothing is shown', async () => {
    const gone = new MomentsVisit({
      code: 'K7M4QX', client: { call: () => Promise.reject(new Unreachable()) }, secretKey, crypto, wallMs: () => BEGAN, timers: clock, play: () => ({ play: () => undefined, close: () => undefined }),
    })
    await gone.look()
    expect(gone.state.peek()).toEqual({ at: 'failed', fault: { type: 'unreachable' } })
  })

  it('plays one span at a time', () => {
    visit.play(span(60, 80))
    visit.playing.peek()?.visit.picture({ currentTime: 0 } as HTMLMediaElement)
    visit.play(span(100, 120))
    expect([opened, visit.playing.peek()?.span]).toEqual([[span(60, 80)], span(100, 120)])
    visit.stop()
    expect(visit.playing.peek()).toBeNull()
  })
})
