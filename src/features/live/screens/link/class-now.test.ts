import { describe, expect, it } from 'vitest'
import { HandClock } from '../../../../../testkit/hand-clock.ts'
import { Emitter } from '../../../../ui/emitter.ts'
import { LiveNews } from '../../wire/messages.ts'
import { parseChannelText } from './channel-text.ts'
import { ClassNow } from './class-now.ts'
import type { LinkEvent } from './link-events.ts'

const line = { length: 60_000_000, position: 0, since: 5_000_000 }
const timer = (letter: string) => ({ type: 'timer', timer: { id: `tmr_${letter.repeat(16)}`, label: 'Plank', line } })
const music = (letter: string) => ({ type: 'music', music: { id: `mus_${letter.repeat(16)}`, track: 'beat-100', title: 'Beat', loops: true, line: { ...line, length: null } } })

/** What a page knows when this is said to it. */
function page() {
  const events = new Emitter<LinkEvent>()
  const clock = new HandClock()
  let age: number | null = 0
  let changes = 0
  const now = new ClassNow({ link: { on: (listener) => events.on(listener), ageMs: () => age }, timers: clock })
  now.on(() => changes++)
  return {
    socket: (news: unknown) => events.emit({ type: 'news', news: LiveNews.parse(news) }),
    channel: (news: unknown) => {
      const text = parseChannelText(JSON.stringify(news))
      if ('type' in text) events.emit({ type: 'news', news: text, way: 'channel' })
    },
    timer: () => now.state.timer?.id ?? null,
    music: () => now.state.music?.id ?? null,
    answer: () => now.state.myAnswer,
    stale: () => now.state.staleSeconds,
    changes: () => changes,
    /** So long ago the box spoke last; looked at, unless told otherwise. */
    ages: (ms: number | null, looked = true) => {
      age = ms
      if (looked) clock.advance(500)
    },
  }
}

describe('starts that come two ways', () => {
  it('are known from whichever is first', () => {
    const one = page()
    one.channel(timer('a'))
    expect(one.timer()).toBe(`tmr_${'a'.repeat(16)}`)
    one.socket(timer('a'))
    one.socket(music('b'))
    one.channel(music('b'))
    expect([one.timer(), one.music()]).toEqual([`tmr_${'a'.repeat(16)}`, `mus_${'b'.repeat(16)}`])
  })

  it('do not come back by a late copy over the channel once they were stopped, or another took their place', () => {
    const one = page()
    one.socket(timer('a'))
    one.socket({ type: 'timer', timer: null })
    one.channel(timer('a'))
    expect(one.timer()).toBeNull()
    one.socket(music('a'))
    one.socket(music('b'))
    one.channel(music('a'))
    expect(one.music()).toBe(`mus_${'b'.repeat(16)}`)
  })

  it.each([
    ['without an instant', { type: 'timer', timer: { id: `tmr_${'a'.repeat(16)}`, label: '' } }],
    ['that is a stop, which the socket alone tells', { type: 'timer', timer: null }],
    ['of music with the id of a timer', { type: 'music', music: { ...music('a').music, id: `tmr_${'a'.repeat(16)}` } }],
  ])('are not read from the channel: one %s', (_, text) => {
    expect(() => parseChannelText(JSON.stringify(text))).toThrow('channel text')
  })
})

describe('what a page knows', () => {
  const id = (letter: string) => `poll_${letter.repeat(16)}`
  const poll = (letter: string) => ({ type: 'poll', poll: { id: id(letter), question: 'Where?', options: ['A', 'B'], since: 1, open: true, shown: false, counts: null, answered: 0, of: 1 } })

  it('of its own answer goes with the poll it was given to, whichever of the two is told first', () => {
    const one = page()
    one.socket({ type: 'my-answer', poll: id('a'), option: 1 })
    expect(one.answer()).toBeNull()
    one.socket(poll('a'))
    expect(one.answer()).toBe(1)
    one.socket(poll('b'))
    expect(one.answer()).toBeNull()
    one.socket(poll('a'))
    expect(one.answer()).toBe(1)
    one.socket({ type: 'poll', poll: null })
    expect(one.answer()).toBeNull()
  })

  it('is as old as the last word of the box; from two seconds on its age is told, each second once, and it ends with the next word', () => {
    const one = page()
    one.ages(1900)
    expect(one.stale()).toBeNull()
    one.ages(2100)
    expect(one.stale()).toBe(2)
    const before = one.changes()
    one.ages(2600)
    expect(one.changes()).toBe(before)
    one.ages(7200)
    expect(one.stale()).toBe(7)
    one.ages(0, false)
    one.socket({ type: 'beat', t: 1 })
    expect(one.stale()).toBeNull()
  })

  it('has no age before the box ever spoke', () => {
    const one = page()
    one.ages(null)
    expect(one.stale()).toBeNull()
  })
})
