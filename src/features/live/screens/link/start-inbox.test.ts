import { describe, expect, it } from 'vitest'
import type { LiveNews } from '../../wire/messages.ts'
import { parseChannelText } from './channel-text.ts'
import { StartInbox } from './start-inbox.ts'

const line = { length: 60_000_000, position: 0, since: 5_000_000 }
const timer = (letter: string): unknown => ({ type: 'timer', timer: { id: `tmr_${letter.repeat(16)}`, label: 'Plank', line } })
const over = (news: unknown): LiveNews => {
  const text = parseChannelText(JSON.stringify(news))
  if (!('type' in text)) throw new Error('no news')
  return text
}

describe('starts that come two ways', () => {
  it('are passed on from the channel once, whichever way was first', () => {
    const inbox = new StartInbox()
    expect([inbox.fromChannel(over(timer('a'))), inbox.fromChannel(over(timer('a')))]).toEqual([true, false])
    inbox.fromSocket(over(timer('b')))
    expect(inbox.fromChannel(over(timer('b')))).toBe(false)
  })

  it('do not come back by a late copy once they were stopped', () => {
    const inbox = new StartInbox()
    inbox.fromChannel(over(timer('a')))
    inbox.fromSocket({ type: 'timer', timer: null })
    expect(inbox.fromChannel(over(timer('a')))).toBe(false)
  })

  it('leave cues alone, whose repeats their own inbox drops', () => {
    const cue: LiveNews = { type: 'cue', cue: { id: `cue_${'a'.repeat(16)}`, at: 1, kind: 'now' } } as LiveNews
    const inbox = new StartInbox()
    expect([inbox.fromChannel(cue), inbox.fromChannel(cue)]).toEqual([true, true])
  })

  it.each([
    ['a start without an instant', { ...(timer('a') as object), timer: { id: `tmr_${'a'.repeat(16)}`, label: '' } }],
    ['a stop, which the socket alone tells', { type: 'timer', timer: null }],
    ['a piece of music with the id of a timer', { type: 'music', music: { id: `tmr_${'a'.repeat(16)}`, track: 'beat-100', title: '', loops: true, line } }],
  ])('are not read from the channel when it is %s', (_, text) => {
    expect(() => parseChannelText(JSON.stringify(text))).toThrow('channel text')
  })
})
