import { describe, expect, it, vi } from 'vitest'
import type { ChannelMessage } from '../engine.ts'
import { Channels } from './channels.ts'
import type { Channel } from './transport.ts'

/** A data channel whose other end is the test. */
class TestChannel implements Channel {
  readonly sent: string[] = []
  say: (text: string) => void = () => undefined
  change: (open: boolean) => void = () => undefined

  send(text: string): boolean {
    this.sent.push(text)
    return true
  }

  onText(listen: (text: string) => void): void {
    this.say = listen
  }

  onOpen(listen: (open: boolean) => void): void {
    this.change = listen
  }
}

function setUp() {
  const emitted: ChannelMessage[] = []
  const changes: boolean[] = []
  const channels = new Channels({ now: () => 1234 }, (message) => emitted.push(message))
  const add = (id: string): TestChannel => {
    const channel = new TestChannel()
    channels.add(id, channel, (open) => changes.push(open))
    channel.change(true)
    return channel
  }
  return { emitted, changes, channels, add }
}

describe('data channels', () => {
  it('answer a clock probe on the spot, on the channel it came on', () => {
    const { emitted, add } = setUp()
    const [first, second] = [add('sub'), add('sub')]
    first.say('{"p":-17.25}')
    expect(first.sent).toEqual(['{"p":-17.25,"t":1234}'])
    expect(second.sent).toEqual([])
    expect(emitted.filter((message) => message.type === 'received')).toEqual([])
  })

  it.each(['{"p":1e400}', '{"p":"1"}', '{"p":1,"q":2}', '{"p":12345678901234567890}', '[1]'])('take %s for a text like any other', (text) => {
    const { emitted, add } = setUp()
    const channel = add('sub')
    channel.say(text)
    expect(channel.sent).toEqual([])
    expect(emitted).toContainEqual({ type: 'received', from: 'sub', text, at: 1234 })
  })

  it('drop texts beyond 16 KiB', () => {
    const { emitted, add } = setUp()
    add('sub').say('x'.repeat(16 * 1024 + 1))
    expect(emitted.some((message) => message.type === 'received')).toBe(false)
  })

  it('hear a peer so much and no more, and hear the others all the same', () => {
    const { emitted, add } = setUp()
    const [loud, quiet] = [add('loud'), add('quiet')]
    for (let times = 0; times < 10_000; times += 1) loud.say('shout')
    for (let times = 0; times < 10_000; times += 1) loud.say('{"p":1}')
    quiet.say('{"p":1}')
    expect(emitted.filter((message) => message.type === 'received').length).toBeLessThan(1000)
    expect(loud.sent).toEqual([])
    expect(quiet.sent).toHaveLength(1)
  })

  it('send on the channel opened last, and on the other when that closes', () => {
    const { channels, changes, add } = setUp()
    const [first, second] = [add('sub'), add('sub')]
    channels.sendTo('sub', 'a')
    second.change(false)
    channels.sendTo('sub', 'b')
    first.change(false)
    expect(channels.sendTo('sub', 'c')).toBe(false)
    expect([first.sent, second.sent]).toEqual([['b'], ['a']])
    expect(changes).toEqual([true, false])
  })

  it('repeat a cue as often as asked, that far apart, and at most five times', () => {
    vi.useFakeTimers()
    try {
      const { channels, add } = setUp()
      const channel = add('sub')
      channels.send({ type: 'send', to: ['sub'], text: 'cue', times: 3, gapMs: 15 })
      expect(channel.sent).toHaveLength(1)
      vi.advanceTimersByTime(15)
      expect(channel.sent).toHaveLength(2)
      vi.advanceTimersByTime(1000)
      expect(channel.sent).toHaveLength(3)
      channels.send({ type: 'send', to: ['sub'], text: 'cue', times: 1e9, gapMs: 1 })
      vi.advanceTimersByTime(1000)
      expect(channel.sent).toHaveLength(8)
    } finally {
      vi.useRealTimers()
    }
  })

  it('say once that a peer is gone, and nothing for one that never opened', () => {
    const { channels, emitted, add } = setUp()
    add('sub')
    expect(channels.remove('sub')).toBe(true)
    expect(channels.remove('sub')).toBe(false)
    expect(emitted.filter((message) => message.type === 'channel')).toEqual([
      { type: 'channel', id: 'sub', open: true }, { type: 'channel', id: 'sub', open: false },
    ])
  })
})
