import { Subscriber } from '../../src/media/sfu/subscriber.ts'
import { SendControl } from '../../src/media/sfu/send-control.ts'
import { WANTS_ALL } from '../../src/media/engine.ts'
import type { RungNote } from '../../src/media/engine.ts'
import { LinkModel, CLEAN_LINK } from '../link-model.ts'
import type { LinkConditions } from '../link-model.ts'
import { seededRandom } from '../random.ts'
import { isRtcp } from '../../src/media/rtp/header.ts'
import { OUT_HEADER } from '../../src/media/rtp/packet.ts'
import { AudioLine } from '../../src/media/sfu/audio-line.ts'
import { OutStream } from '../../src/media/sfu/out-stream.ts'
import { VideoLine } from '../../src/media/sfu/video-line.ts'
import { FedSource, H264_CHOICE, OPUS_CHOICE, STAMP_AT } from '../../src/media/testing/sources.ts'
import { SimulatedPlayer } from './simulated-player.ts'

/**
 * One class in virtual time: layers of a picture and a sound, all that the box sends one viewer, a link, and a
 * player that answers like a browser. Nothing is mocked but the network and the clock.
 */

export type LayerShape = { readonly bitsPerSecond: number; readonly keyframeBytes: number }
export const SIMULCAST: readonly LayerShape[] = [
  { bitsPerSecond: 150_000, keyframeBytes: 5_000 }, { bitsPerSecond: 500_000, keyframeBytes: 14_000 }, { bitsPerSecond: 1_700_000, keyframeBytes: 40_000 },
]

export type ClassShape = {
  readonly layers: readonly LayerShape[]
  readonly down: Partial<LinkConditions>
  readonly up?: Partial<LinkConditions>
  readonly seed?: number
  /** False for a player that knows only receiver reports. */
  readonly hasFeedback?: boolean
}

const MS = 1000
const STEP = 1 * MS
const FRAME = 33_333
const AUDIO_FRAME = 20 * MS
const AUDIO_BYTES = 80
/** An encoder answers a keyframe request with the frame after next. */
const KEYFRAME_AFTER = 40 * MS
const PAYLOAD = 1150
const LINE = { video: 1000, rtx: 1001, audio: 2000 }

export class SimulatedClass {
  readonly player: SimulatedPlayer
  readonly notes: RungNote[] = []
  readonly subscriber: Subscriber
  readonly control: SendControl
  now = 1_000 * MS
  /** The picture's layers that are published now, from the smallest. */
  published: number
  /** Sequence numbers of the picture's line as they left, and how many packets of sound were sent for the first time. */
  readonly sent: { readonly video: number[]; sound: number } = { video: [], sound: 0 }
  /** How many packets of sound the publisher sent. */
  spoken = 0
  readonly #layers: LayerFeed[]
  readonly #sound = new FedSource(9, OPUS_CHOICE)
  readonly #down: LinkModel<Buffer>
  readonly #up: LinkModel<Buffer>
  #downConditions: LinkConditions
  #audioSequence = 0

  constructor({ layers, down, up = {}, seed = 1, hasFeedback = true }: ClassShape) {
    this.#layers = layers.map((shape, index) => new LayerFeed(shape, index + 1))
    this.published = layers.length
    this.#downConditions = { ...CLEAN_LINK, ...down }
    this.#down = new LinkModel(this.#downConditions, seededRandom(seed))
    this.#up = new LinkModel({ ...CLEAN_LINK, ...up }, seededRandom(seed + 1))
    this.player = new SimulatedPlayer({ hasFeedback, ssrc: LINE, send: (bytes) => this.#up.offer(bytes, bytes.length + 16, this.now) })
    this.control = new SendControl(hasFeedback)
    this.subscriber = this.#newSubscriber(hasFeedback)
    this.subscriber.onConnected()
    this.#tick()
  }

  #newSubscriber(hasFeedback: boolean): Subscriber {
    const output = {
      send: (bytes: Buffer): boolean => {
        this.#note(bytes)
        this.#down.offer(Buffer.from(bytes), bytes.length + 16, this.now)
        return true
      },
      number: (size: number, kind: 0 | 1 | 2 | 3, now: number): number => this.control.number(size, kind, now),
    }
    const extensions = { absSendTime: 0, transportSequence: hasFeedback ? 3 : 0 }
    const video = new VideoLine({
      stream: new OutStream({ ssrc: LINE.video, clockRate: 90_000, leastStep: 900, history: 1024, start: 0xfff0, timestamp: 1 }),
      choices: [H264_CHOICE], rtxSsrc: LINE.rtx, extensions, cname: 'test', output,
    })
    const audio = new AudioLine({
      stream: new OutStream({ ssrc: LINE.audio, clockRate: 48_000, leastStep: 960, history: 64, start: 0xfff0, timestamp: 1 }),
      choice: OPUS_CHOICE, extensions, cname: 'test', output,
    })
    return new Subscriber({
      id: 'sub', room: 'room', wants: WANTS_ALL, video, audio: [audio], control: this.control,
      onServed: () => undefined, onPlayable: () => undefined, onRung: (note) => this.notes.push({ ...note, since: this.now }), onBroken: () => { throw new Error('broken') },
    })
  }

  #note(bytes: Buffer): void {
    if (isRtcp(bytes)) return
    const ssrc = bytes.readUInt32BE(8)
    if (ssrc === LINE.video) this.sent.video.push(bytes.readUInt16BE(2))
    else if (ssrc === LINE.audio && bytes.readDoubleBE(OUT_HEADER + STAMP_AT) === this.now) this.sent.sound += 1
  }

  /** Changes the way down from now on. */
  change(conditions: Partial<LinkConditions>): void {
    this.#downConditions = { ...this.#downConditions, ...conditions }
    this.#down.change(this.#downConditions, this.now)
  }

  /** Runs for so many seconds. */
  run(seconds: number): void {
    const end = this.now + seconds * 1_000 * MS
    while (this.now < end) this.#step()
  }

  #step(): void {
    this.now += STEP
    const { now, subscriber } = this
    for (const bytes of this.#down.take(now)) this.player.onPacket(bytes, now)
    for (const bytes of this.#up.take(now)) subscriber.onPacket(bytes, now)
    for (const layer of this.#layers.slice(0, this.published)) {
      for (const packet of layer.due(now)) subscriber.forwardVideo(layer.fed.source, packet, now)
    }
    if (now % AUDIO_FRAME === 0) {
      const packet = this.#sound.feed((this.#audioSequence += 1), now, { size: AUDIO_BYTES })
      this.spoken += 1
      if (packet) subscriber.forwardAudio(0, this.#sound.source, packet, now)
    }
    if (now % (5 * MS) === 0 && subscriber.backlog) subscriber.flush(now)
    if (now % (50 * MS) === 0) this.#tick()
    if (now % (1_000 * MS) === 0) {
      for (const layer of this.#layers) layer.fed.source.report(now)
      subscriber.onSecond(now)
    }
    this.player.onStep(now)
  }

  #tick(): void {
    const { now, subscriber } = this
    for (const layer of this.#layers) layer.fed.source.onTick(now)
    subscriber.steer(this.#layers.slice(0, this.published).map((layer) => layer.fed.source), now)
    subscriber.video?.onTick(now)
  }

  /** When each rung was taken, seconds since the beginning. */
  get rungs(): string[] {
    return this.notes.map((note) => note.rung)
  }
}

/** One layer of a publisher's picture: frames 30 times a second, and a keyframe soon after it is asked for one. */
class LayerFeed {
  readonly fed: FedSource
  readonly #shape: LayerShape
  #sequence = 0
  #nextAt = 0
  #asked = 0
  #keyAt = Infinity

  constructor(shape: LayerShape, ssrc: number) {
    this.#shape = shape
    this.fed = new FedSource(ssrc)
  }

  due(now: number): NonNullable<ReturnType<FedSource['feed']>>[] {
    if (this.fed.sent.length > this.#asked) this.#keyAt = Math.min(this.#keyAt, now + KEYFRAME_AFTER)
    this.#asked = this.fed.sent.length
    if (now < this.#nextAt) return []
    this.#nextAt = Math.max(this.#nextAt + FRAME, now)
    const isKey = this.#sequence === 0 || now >= this.#keyAt
    if (isKey) this.#keyAt = Infinity
    const bytes = isKey ? this.#shape.keyframeBytes : (this.#shape.bitsPerSecond / 8) * (FRAME / 1_000_000)
    const count = Math.ceil(bytes / PAYLOAD)
    return Array.from({ length: count }, (_, index) => {
      const packet = this.fed.feed((this.#sequence += 1), now, {
        keyframe: isKey && index === 0, size: Math.ceil(bytes / count), marker: index === count - 1,
      })
      if (!packet) throw new Error('a packet twice')
      return packet
    })
  }
}
