import { signal } from '@preact/signals'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HandClock } from '../../../../../../testkit/hand-clock.ts'
import type { PublisherId } from '../../../../../kernel/ids.ts'
import type { LiveNews } from '../../../wire/messages.ts'
import { loudness as message } from '../../../wire/messages.ts'
import type { Publisher } from '../../../wire/words.ts'
import { LoudnessDesk } from './loudness-desk.ts'
import { type Measuring, measuring } from './measuring.ts'

const publisher = (id: string, over: Partial<Publisher> = {}): Publisher =>
  ({ id: id as PublisherId, from: 'studio', label: '', video: true, audio: true, isProgramme: true, ...over })
const mine = 'mine' as PublisherId

describe('which sound a studio measures', () => {
  const about = { programme: undefined, mine, sends: false, hasControl: true }

  it('is its own, when that is what the class hears', () => {
    expect(measuring({ ...about, programme: publisher('mine'), sends: true, hasControl: false })).toBe('own')
  })

  it('is what the box sends on, when another program sends it and this device runs the class', () => {
    expect(measuring({ ...about, programme: publisher('obs', { from: 'whip' }) })).toBe('monitor')
    expect(measuring({ ...about, programme: publisher('obs', { from: 'whip' }), hasControl: false })).toBe('none')
  })

  it('is its own for itself alone, before it is on the air', () => {
    expect(measuring({ ...about, sends: true })).toBe('own-unsent')
    expect(measuring({ ...about, programme: publisher('silent', { audio: false }), sends: true })).toBe('own-unsent')
  })

  it('is measured and told by one of several studios at most', () => {
    const studio = fc.record({ mine: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null }), sends: fc.boolean() })
    const programme = fc.option(fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), from: fc.constantFrom<Publisher['from']>('studio', 'whip', 'guest') }), { nil: undefined })
    fc.assert(fc.property(fc.uniqueArray(studio, { selector: (one) => one.mine }), programme, fc.nat(3), (studios, on, control) => {
      const told = studios.map((one, at) => measuring({
        programme: on && publisher(on.id, { from: on.from }), mine: one.mine as PublisherId | null, sends: one.sends,
        // A program that is no page's own comes from none of them.
        hasControl: at === control && !(on !== undefined && studios.some((other) => other.mine === on.id)),
      })).filter((what) => what === 'own' || what === 'monitor')
      expect(told.length).toBeLessThanOrEqual(1)
    }))
  })
})

describe('the loudness of a class, in the studio', () => {
  function world(what: Measuring) {
    const clock = new HandClock()
    const sound = { tenths: -230 }
    const told: { type: 'loudness'; blocks: number[] }[] = []
    const open = { monitors: 0 }
    const doing = signal(what)
    const desk = new LoudnessDesk({
      measuring: doing, timers: clock, own: () => [sound.tenths], tell: (one) => told.push(message.body.parse(one)),
      monitor: () => { open.monitors++; return { take: () => [sound.tenths], close: () => { open.monitors-- } } },
    })
    return { clock, sound, told, open, doing, desk }
  }
  const news = (shortTerm: number | null): LiveNews => ({ type: 'loudness', shortTerm, class: { integrated: -241, range: 60 } })

  it('is measured ten times and told once a second', () => {
    const { clock, told, desk } = world('own')
    clock.advance(3000)
    expect(told.map(({ blocks }) => blocks.length)).toEqual([10, 10, 10])
    expect(desk.level.value).toMatchObject({ says: 'good' })
    expect(desk.level.value?.speech).toBeCloseTo(-23)
  })

  it('is shown and not told before the sound is on the air', () => {
    const { clock, told, desk, sound } = world('own-unsent')
    sound.tenths = -400
    clock.advance(1000)
    expect([desk.level.value?.says, told]).toEqual(['quiet', []])
  })

  it('takes the class’s sound from the box for as long as it falls to this page', () => {
    const { clock, doing, open, told } = world('monitor')
    clock.advance(1000)
    expect([open.monitors, told.length]).toEqual([1, 1])
    doing.value = 'none'
    clock.advance(5000)
    expect([open.monitors, told.length]).toEqual([0, 1])
  })

  it('is as the box tells it, where another device measures', () => {
    const { desk } = world('none')
    desk.hear(news(-120))
    expect(desk.level.value).toEqual({ momentary: null, speech: -12, says: 'loud' })
    desk.hear(news(null))
    expect(desk.level.value?.says).toBe('silent')
    expect(desk.programme.value?.integrated).toBe(-241)
  })

  it('stays its own measure where this page measures, whatever the box tells', () => {
    const { clock, desk } = world('own')
    clock.advance(500)
    desk.hear(news(-120))
    expect(desk.level.value?.says).toBe('good')
  })
})
