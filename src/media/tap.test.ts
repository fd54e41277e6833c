import { describe, expect, it } from 'vitest'
import { Taps } from './sfu/taps.ts'
import { TAP_CREDIT } from './tap.ts'
import type { FromTap, ToTap } from './tap.ts'
import { readBatch } from './tap-batch.ts'
import { FedSource, H264_CHOICE, OPUS_CHOICE } from './testing/sources.ts'

const MS = 1000

/** A recorder's end of the line that answers when the test says so. */
class HandRecorder {
  readonly heard: FromTap[] = []
  closed = false
  #say: (message: ToTap) => void = () => undefined

  postMessage(message: FromTap): void {
    this.heard.push(message)
  }

  on(event: string, listen: (message: ToTap) => void): this {
    if (event === 'message') this.#say = listen
    return this
  }

  close(): void {
    this.closed = true
  }

  say(message: ToTap): void {
    this.#say(message)
  }

  batches(): Extract<FromTap, { type: 'packets' }>[] {
    return this.heard.filter((message) => message.type === 'packets')
  }

  packets() {
    return this.batches().flatMap(({ batch }) => [...readBatch(batch)])
  }

  streams() {
    return this.heard.flatMap((message) => (message.type === 'stream' ? [message.stream] : []))
  }
}

function world() {
  const taps = new Taps(() => 0)
  const recorder = new HandRecorder()
  // Only what the line uses of a port.
  taps.connect(recorder as never)
  const tap = taps.tap('room')
  tap.aim('pub')
  return { taps, recorder, tap }
}

function feed(tap: ReturnType<Taps['tap']>, fed: FedSource, sequence: number, options: { keyframe?: boolean } = {}): void {
  const packet = fed.feed(sequence, sequence * 10 * MS, options)
  if (packet) tap.onMedia(fed.source, packet)
}

/** What a publisher is to the line: its layers. */
const sending = (...layers: FedSource[]) => ({ layers: layers.map(({ source }) => source) }) as never

describe('the recorder\'s line', () => {
  it('tells of a stream before its first packet, and gives packets as they came', () => {
    const { recorder, tap } = world()
    const sound = new FedSource(7, OPUS_CHOICE)
    feed(tap, sound, 100)
    feed(tap, sound, 101)
    tap.onTick(sending(), 50 * MS)
    expect(recorder.heard.map(({ type }) => type)).toEqual(['stream', 'packets'])
    expect(recorder.streams()[0]).toMatchObject({ kind: 'audio', codec: 'OPUS', clockRate: 48_000 })
    expect(recorder.packets().map(({ sequence, arrival }) => [sequence & 0xffff, arrival])).toEqual([[100, 1_000_000], [101, 1_010_000]])
    expect(recorder.packets()[0]?.payload[1]).toBe(7)
  })

  it('gives nothing of a picture before a keyframe, and changes its layer at one', () => {
    const { recorder, tap } = world()
    const [small, large] = [new FedSource(1, H264_CHOICE, 'l'), new FedSource(2, H264_CHOICE, 'h')]
    small.feed(9, 0)
    tap.onTick(sending(small), 0)
    feed(tap, small, 10)
    feed(tap, small, 11, { keyframe: true })
    tap.onTick(sending(small), 120 * MS)
    large.feed(12, 120 * MS)
    tap.onTick(sending(small, large), 150 * MS)
    feed(tap, small, 13)
    feed(tap, large, 14, { keyframe: true })
    for (const sequence of [100, 180, 215]) {
      feed(tap, small, sequence)
      feed(tap, large, sequence)
    }
    tap.onTick(sending(small, large), 2_160 * MS)
    feed(tap, small, 217)
    feed(tap, large, 218, { keyframe: true })
    feed(tap, small, 219)
    tap.onTick(sending(small, large), 2_200 * MS)
    expect(recorder.packets().map(({ sequence }) => sequence & 0xffff)).toEqual([11, 13, 100, 180, 215, 217, 218])
    expect(recorder.streams()).toHaveLength(2)
  })

  it('takes another layer at once when the one it takes is not sent any more', () => {
    const { recorder, tap } = world()
    const [small, large] = [new FedSource(1, H264_CHOICE, 'l'), new FedSource(2, H264_CHOICE, 'h')]
    small.feed(1, 0)
    large.feed(1, 0)
    tap.onTick(sending(small, large), 0)
    feed(tap, large, 2, { keyframe: true })
    tap.onTick(sending(small, large), 20 * MS)
    small.feed(199, 1_990 * MS)
    tap.onTick(sending(small, large), 2_000 * MS)
    feed(tap, small, 201, { keyframe: true })
    tap.onTick(sending(small, large), 2_050 * MS)
    expect(recorder.packets().map(({ sequence }) => sequence & 0xffff)).toEqual([2, 201])
  })

  it('drops and counts what a recorder that never answers is owed, and holds none of it', () => {
    const { recorder, tap } = world()
    const sound = new FedSource(7, OPUS_CHOICE)
    for (let tick = 0; tick < TAP_CREDIT + 25; tick += 1) {
      feed(tap, sound, tick)
      tap.onTick(sending(), tick * 50 * MS)
    }
    expect(recorder.batches()).toHaveLength(TAP_CREDIT)
    recorder.say({ type: 'credit', batches: 1 })
    feed(tap, sound, 1000)
    tap.onTick(sending(), 5_000 * MS)
    expect(recorder.batches()).toHaveLength(TAP_CREDIT + 1)
    expect(recorder.batches().at(-1)?.dropped).toBe(25)
    expect(recorder.packets().at(-1)?.sequence).toBe(0x1_0000 + 1000)
  })

  it('has no more credit than it began with, whatever a recorder says', () => {
    const { recorder, tap } = world()
    recorder.say({ type: 'credit', batches: 1_000_000 })
    const sound = new FedSource(7, OPUS_CHOICE)
    for (let tick = 0; tick < TAP_CREDIT * 2; tick += 1) {
      feed(tap, sound, tick)
      tap.onTick(sending(), tick * 50 * MS)
    }
    expect(recorder.batches()).toHaveLength(TAP_CREDIT)
  })

  it('asks the source for a keyframe when the recorder could start at one', () => {
    const { recorder, tap } = world()
    const picture = new FedSource(1)
    feed(tap, picture, 1)
    tap.onTick(sending(picture), 0)
    const before = picture.sent.length
    expect(before).toBeGreaterThan(0)
    feed(tap, picture, 2, { keyframe: true })
    recorder.say({ type: 'keyframe', room: 'room' })
    recorder.say({ type: 'keyframe', room: 'nobody’s' })
    picture.source.onTick(2_000 * MS)
    expect(picture.sent.length).toBeGreaterThan(before)
  })

  it('tells another recorder of its streams anew, and the one before hears no more', () => {
    const { taps, recorder, tap } = world()
    const sound = new FedSource(7, OPUS_CHOICE)
    feed(tap, sound, 1)
    const next = new HandRecorder()
    taps.connect(next as never)
    feed(tap, sound, 2)
    tap.onTick(sending(), 50 * MS)
    expect(recorder.closed).toBe(true)
    expect(recorder.batches()).toHaveLength(0)
    expect(next.heard.map(({ type }) => type)).toEqual(['stream', 'packets'])
  })
})

describe('a batch', () => {
  it('that was cut short is malformed', () => {
    const { recorder, tap } = world()
    feed(tap, new FedSource(7, OPUS_CHOICE), 1)
    tap.onTick(sending(), 0)
    const [message] = recorder.batches()
    const whole = message?.batch ?? new Uint8Array()
    expect(whole.length).toBeGreaterThan(40)
    for (const length of [1, 39, 41, whole.length - 1]) expect(() => [...readBatch(whole.subarray(0, length))]).toThrow('malformed tap batch')
  })
})
