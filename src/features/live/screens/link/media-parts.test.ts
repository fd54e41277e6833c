import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { HandClock } from '../../../../../testkit/hand-clock.ts'
import { Malformed, Refused } from '../../../../kernel/failures.ts'
import { Unreachable } from '../../../../ui/client.ts'
import { parseChannelText } from './channel-text.ts'
import { MediaProgress, receivedCounts } from './media-progress.ts'
import type { MediaSession } from './media-session.ts'
import { pictureTurnedDown, withAudioRepeats } from './offer-sdp.ts'
import { SessionKeeper, type SessionState } from './session-keeper.ts'

const SECOND = 1_000_000

describe('an offer', () => {
  const section = (kind: string, payloadType: number, codec: string) =>
    [`m=${kind} 9 UDP/TLS/RTP/SAVPF ${String(payloadType)}`, `a=rtpmap:${String(payloadType)} ${codec}`, `a=rtcp-fb:${String(payloadType)} transport-cc`, ''].join('\r\n')
  const offer = `v=0\r\ns=-\r\n${section('audio', 111, 'opus/48000/2')}${section('video', 96, 'H264/90000')}${section('audio', 63, 'opus/48000/2')}`

  it('asks on every line of sound for lost packets to be sent again, and changes nothing else', () => {
    const improved = withAudioRepeats(offer)
    expect(improved).toContain('a=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 nack\r\n')
    expect(improved).toContain('a=rtpmap:63 opus/48000/2\r\na=rtcp-fb:63 nack\r\n')
    expect(improved.replaceAll(/a=rtcp-fb:\d+ nack\r\n/g, '')).toBe(offer)
  })

  it('is left alone where it asks already, and where there is no Opus', () => {
    expect(withAudioRepeats(withAudioRepeats(offer))).toBe(withAudioRepeats(offer))
    for (const text of ['', 'v=0\r\n', section('audio', 0, 'PCMU/8000'), section('video', 96, 'opus/48000/2')]) expect(withAudioRepeats(text)).toBe(text)
    fc.assert(fc.property(fc.string(), (text) => { expect(withAudioRepeats(`v=0\r\n${text}`)).toContain(text.slice(0, 1)) }))
  })

  it('was answered without a picture when its line is missing, closed or inactive', () => {
    expect(pictureTurnedDown(offer)).toBe(false)
    expect(pictureTurnedDown(offer.replace('m=video 9', 'm=video 0'))).toBe(true)
    expect(pictureTurnedDown(section('audio', 111, 'opus/48000/2'))).toBe(true)
    expect(pictureTurnedDown(`${section('video', 96, 'H264/90000')}a=inactive\r\n`)).toBe(true)
  })
})

describe('a text on the data channel', () => {
  it('is an answer to a probe, an anchor or a cue', () => {
    const cue = { type: 'cue', cue: { id: 'cue_aaaaaaaaaaaaaaaa', at: 5, kind: 'now' } }
    for (const text of [{ p: 3, t: 9 }, { anchor: { kind: 'video', rtp: 0xffff_ffff, at: 1, quality: 'capture' } }, cue]) {
      expect(parseChannelText(JSON.stringify(text))).toEqual(text)
    }
  })

  it.each([
    ['bytes', new ArrayBuffer(4)], ['no JSON', 'cue'], ['nothing', ''], ['a number', '5'], ['a probe without a time', '{"p":1}'], ['time before the box', '{"p":1,"t":-1}'],
    ['a timestamp beyond 32 bits', '{"anchor":{"kind":"video","rtp":4294967296,"at":1,"quality":"capture"}}'],
    ['an unknown quality', '{"anchor":{"kind":"video","rtp":1,"at":1,"quality":"guess"}}'],
    ['a cue without an id', '{"type":"cue","cue":{"at":1,"kind":"now"}}'], ['something endless', `{"p":1,"t":1,"x":"${'x'.repeat(5000)}"}`],
  ])('is malformed when it is %s', (_, data) => {
    expect(() => parseChannelText(data)).toThrow(Malformed)
  })

  it('never fails otherwise, whatever comes', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      try {
        parseChannelText(text)
      } catch (error) {
        expect(error).toBeInstanceOf(Malformed)
      }
    }))
  })
})

describe('the progress of media', () => {
  const counts = (framesDecoded: number, videoPackets: number, audioPackets: number, frameWidth = 1280) => ({ framesDecoded, videoPackets, audioPackets, frameWidth, jitterMs: null })

  it('is arriving, playing, stalled and playing again, by frames alone', () => {
    const progress = new MediaProgress()
    expect(progress.picture(0)).toBe('arriving')
    progress.take(counts(3, 30, 0), 1 * SECOND)
    expect(progress.picture(1.5 * SECOND)).toBe('playing')
    progress.take(counts(3, 30, 50), 4 * SECOND)
    expect([progress.picture(4 * SECOND), progress.sound(4 * SECOND)]).toEqual(['stalled', 'playing'])
    progress.take(counts(9, 60, 90), 5 * SECOND)
    expect(progress.picture(5 * SECOND)).toBe('playing')
  })

  it('counts silence only where something is to come, and from its beginning in this session', () => {
    const progress = new MediaProgress()
    progress.sessionBegan(10 * SECOND)
    expect(progress.silentMs(60 * SECOND)).toBe(0)
    progress.expect(true, 60 * SECOND)
    expect(progress.silentMs(61 * SECOND)).toBe(1000)
    progress.take(counts(0, 0, 5), 62 * SECOND)
    expect(progress.silentMs(64 * SECOND)).toBe(2000)
    progress.sessionBegan(70 * SECOND)
    expect(progress.silentMs(70.5 * SECOND)).toBe(500)
    progress.expect(false, 71 * SECOND)
    expect(progress.silentMs(99 * SECOND)).toBe(0)
  })

  it('calls a picture smaller once it has been larger', () => {
    const progress = new MediaProgress()
    progress.take(counts(1, 1, 0, 320), 1)
    expect(progress.small).toBe(false)
    progress.take(counts(2, 2, 0, 1280), 2)
    progress.take(counts(3, 3, 0, 320), 3)
    expect(progress.small).toBe(true)
  })

  it('knows a picture that this browser cannot decode', () => {
    const progress = new MediaProgress()
    for (let second = 0; second <= 7; second++) progress.take(counts(0, 100 * second + 1, 0), second * SECOND)
    expect(progress.undecodable(7 * SECOND)).toBe(true)
    progress.take(counts(1, 900, 0), 8 * SECOND)
    expect(progress.undecodable(8 * SECOND)).toBe(false)
  })

  it('sums a report over its lines', () => {
    const report = new Map<string, unknown>([
      ['a', { type: 'inbound-rtp', kind: 'audio', packetsReceived: 5, jitter: 0.5 }], ['b', { type: 'inbound-rtp', kind: 'audio', packetsReceived: 7, jitter: 0.012 }],
      ['v', { type: 'inbound-rtp', kind: 'video', packetsReceived: 9, framesDecoded: 4, frameWidth: 640 }], ['x', { type: 'candidate-pair' }],
    ])
    expect(receivedCounts(report)).toEqual({ framesDecoded: 4, videoPackets: 9, audioPackets: 12, frameWidth: 640, jitterMs: 12 })
  })
})

describe('the keeper of a media session', () => {
  /** A peer connection is a browser's; here only its state is played. */
  class Connection {
    connectionState: RTCPeerConnectionState = 'new'
    onconnectionstatechange: (() => void) | null = null
    bytesReceived: number | undefined = 0
    getStats = () => Promise.resolve(new Map([['pair', { type: 'candidate-pair', bytesReceived: this.bytesReceived }]]))
    become(state: RTCPeerConnectionState): void {
      this.connectionState = state
      this.onconnectionstatechange?.()
    }
  }

  function kept(outcomes: (Error | 'open')[]) {
    const clock = new HandClock()
    const states: SessionState[] = []
    const connections: Connection[] = []
    const closed: number[] = []
    const keeper = new SessionKeeper({
      timers: clock, now: () => clock.now(), random: () => 0.999, onState: (state) => states.push(state),
      open: async () => {
        const outcome = outcomes.shift() ?? 'open'
        if (outcome !== 'open') throw outcome
        const connection = new Connection()
        const number = connections.push(connection)
        return await Promise.resolve({ connection: connection as unknown as RTCPeerConnection, answer: '', id: String(number), close: () => closed.push(number) } satisfies MediaSession)
      },
    })
    const wind = async (ms: number): Promise<void> => {
      await turn()
      clock.advance(ms)
      await turn()
    }
    return { keeper, states, connections, closed, wind, last: () => states.at(-1) }
  }
  const turn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

  it('opens one, and another when it fails', async () => {
    const { keeper, connections, closed, wind, last } = kept([])
    keeper.start()
    await wind(0)
    connections[0]?.become('connected')
    expect(last()).toEqual({ state: 'open' })
    connections[0]?.become('failed')
    expect(last()).toEqual({ state: 'lost' })
    await wind(300)
    expect([connections.length, closed]).toEqual([2, [1]])
    connections[0]?.become('failed')
    await wind(9000)
    expect(closed).toEqual([1, 2])
  })

  it('asks for another at once when the browser calls a connection broken, as after a change of address', async () => {
    const { keeper, connections, closed, wind, last } = kept([])
    keeper.start()
    await wind(0)
    connections[0]?.become('connected')
    connections[0]?.become('disconnected')
    expect([last(), closed]).toEqual([{ state: 'lost' }, [1]])
    await wind(250)
    expect(connections).toHaveLength(2)
    // What the old one says in the end is not heard.
    connections[0]?.become('connected')
    connections[1]?.become('connected')
    await wind(5000)
    expect([connections.length, last()]).toEqual([2, { state: 'open' }])
  })

  it('asks for another at once when the link broke and nothing at all comes, and only then', async () => {
    const { keeper, connections, wind, last } = kept([])
    keeper.start()
    await wind(0)
    const [first] = connections
    if (!first) throw new Error('no connection')
    first.become('connected')

    for (const [bytesBefore, bytesAfter] of [[5, 6], [undefined, undefined]] as const) {
      first.bytesReceived = bytesBefore
      void keeper.suspect()
      await wind(1000)
      first.bytesReceived = bytesAfter
      await wind(3000)
      expect(last()).toEqual({ state: 'open' })
    }
    first.bytesReceived = 6
    void keeper.suspect()
    await wind(1499)
    expect(last()).toEqual({ state: 'open' })
    await wind(2)
    expect(last()).toEqual({ state: 'lost' })
    await wind(300)
    expect(connections).toHaveLength(2)
  })

  it('does not take an old suspicion out on a new session', async () => {
    const { keeper, connections, wind, last } = kept([])
    keeper.start()
    await wind(0)
    void keeper.suspect()
    await wind(1000)
    connections[0]?.become('failed')
    await wind(300)
    connections[1]?.become('connected')
    await wind(2000)
    expect([connections.length, last()]).toEqual([2, { state: 'open' }])
  })

  it('does not wait for ever for a connection that never comes about', async () => {
    const { keeper, connections, wind } = kept([])
    keeper.start()
    await wind(0)
    await wind(8001)
    await wind(300)
    expect(connections).toHaveLength(2)
  })

  it('tries again when the box is away or busy, and stops when it says no', async () => {
    const { keeper, states, wind, last } = kept([new Unreachable(), new Refused('TOO_MANY'), new Malformed('x'), new Refused('CLASS_OVER')])
    keeper.start()
    for (let round = 0; round < 6; round++) await wind(8000)
    expect(last()).toEqual({ state: 'refused', code: 'CLASS_OVER' })
    expect(states.filter(({ state }) => state === 'lost')).toHaveLength(3)
    keeper.renew()
    await wind(8000)
    expect(last()).toEqual({ state: 'opening' })
  })

  it('closes a session that came after it was stopped', async () => {
    const { keeper, closed, wind, last } = kept([])
    keeper.start()
    keeper.stop()
    await wind(0)
    expect(closed).toEqual([1])
    expect(last()).toEqual({ state: 'ended' })
    keeper.renew()
    await wind(9000)
    expect(last()).toEqual({ state: 'ended' })
  })
})
