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
  const now = new ClassNow({ link: { on: (listener) => events.on(listener), ageMs: () => 0 }, timers: new HandClock() })
  return {
    socket: (news: unknown) => events.emit({ type: 'news', news: LiveNews.parse(news) }),
    channel: (news: unknown) => {
      const text = parseChannelText(JSON.stringify(news))
      if ('type' in text) events.emit({ type: 'news', news: text, way: 'channel' })
    },
    timer: () => now.state.timer?.id ?? null,
    music: () => now.state.music?.id ?? null,
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
