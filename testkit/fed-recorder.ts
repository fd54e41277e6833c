import { BufferSource, EncodedPacketSink, Input, MP4 } from 'mediabunny'
import { startsKeyframe } from '../src/media/rtp/keyframe.ts'
import { KEYFRAME_EVERY, payloadsOf, recordedSound, recordedVideo } from '../src/media/testing/recorded-media.ts'
import type { VideoName } from '../src/media/testing/recorded-media.ts'
import type { TapPacket } from '../src/media/tap-batch.ts'
import { nodeCrypto } from '../src/platform/crypto-node.ts'
import type { ClosedSegment } from '../src/features/capture/hub/live-window.ts'
import type { InitSegment } from '../src/features/capture/hub/segments.ts'
import { ClassRecorder } from '../src/features/capture/hub/recorder/class-recorder.ts'

/** A packet with what a test needs to lose it or move it. */
export type Timed = { readonly kind: 'audio' | 'video'; readonly packet: TapPacket }

/** Where a class begins on the shared clock: days after its zero, as on a real box. */
export const START = 7_800_000_000_000
const SOUND_MICROS = 20_000

/** A recorder that is given packets by hand; what it closes is kept. */
export class FedRecorder {
  readonly segments: ClosedSegment[] = []
  readonly inits = new Map<string, InitSegment>()
  keyframesWanted = 0
  readonly recorder: ClassRecorder
  #now = START

  constructor() {
    this.recorder = new ClassRecorder({
      crypto: nodeCrypto(),
      onSegment: (closed, inits) => {
        this.segments.push(closed)
        for (const init of inits) this.inits.set(init.sha256, init)
      },
      onKeyframeWanted: () => { this.keyframesWanted += 1 },
    })
  }

  video(name: VideoName, stream = 1): void {
    const { codec } = recordedVideo(name)
    this.recorder.onStream({ stream, kind: 'video', codec, clockRate: 90_000, parameters: '' }, this.#now)
  }

  sound(stream = 2): void {
    this.recorder.onStream({ stream, kind: 'audio', codec: 'OPUS', clockRate: 48_000, parameters: '' }, this.#now)
  }

  /** Packets in the order of their arrival; time goes on between them, tick by tick. */
  feed(packets: readonly Timed[]): void {
    for (const { kind, packet } of packets) {
      this.until(packet.arrival)
      this.recorder.onPacket(kind, packet)
    }
    this.until(this.#now + 50_000)
  }

  until(time: number): void {
    for (; this.#now + 50_000 <= time; ) {
      this.#now += 50_000
      this.recorder.onTick(this.#now)
    }
  }

  finish(): void {
    this.recorder.finish(this.#now)
  }

  /** What a player sees of one track, by a reader that is not ours. */
  async read(track: 'audio' | 'video', segments: readonly ClosedSegment[] = this.segments): Promise<ReadSample[]> {
    const samples: ReadSample[] = []
    for (const segment of segments) samples.push(...await this.#readOne(track, segment))
    return samples
  }

  async #readOne(track: 'audio' | 'video', { parts }: ClosedSegment): Promise<ReadSample[]> {
    const part = parts.find((one) => one.track === track)
    const init = part && this.inits.get(part.init)
    if (!part || !init) return []
    const input = new Input({ source: new BufferSource(Buffer.concat([init.bytes, part.content])), formats: [MP4] })
    const found = track === 'video' ? await input.getPrimaryVideoTrack() : await input.getPrimaryAudioTrack()
    if (!found) throw new Error(`no ${track} in a segment of ${track}`)
    const samples: ReadSample[] = []
    for await (const { timestamp, duration, type, data } of new EncodedPacketSink(found).packets()) samples.push({ time: timestamp, duration, key: type === 'key', data: Buffer.from(data) })
    return samples
  }
}

export type ReadSample = { readonly time: number; readonly duration: number; readonly key: boolean; readonly data: Buffer }

/** A fixture as packets, from `from` (microseconds) on, over and over for `seconds`. */
export function videoPackets(name: VideoName, seconds: number, from = START, stream = 1): Timed[] {
  const { codec, fps, pictures } = recordedVideo(name)
  const packets: Timed[] = []
  let sequence = 0x1_0000
  for (let index = 0; index < seconds * fps; index += 1) {
    const at = from + Math.round((index * 1_000_000) / fps)
    const place = index % (pictures.length - (pictures.length % KEYFRAME_EVERY))
    const payloads = payloadsOf(codec, pictures[place] ?? [], place % KEYFRAME_EVERY === 0)
    payloads.forEach((payload, part) => {
      packets.push({
        kind: 'video',
        packet: {
          stream, sequence, timestamp: Math.round((index * 90_000) / fps) >>> 0, marker: part === payloads.length - 1,
          startsKeyframe: startsKeyframe(codec, payload), arrival: at + 5_000 + part * 200, hubTime: at, payload,
        },
      })
      sequence += 1
    })
  }
  return packets
}

export function soundPackets(seconds: number, from = START, stream = 2): Timed[] {
  const sound = recordedSound()
  return Array.from({ length: Math.round((seconds * 1_000_000) / SOUND_MICROS) }, (_, index) => {
    const at = from + index * SOUND_MICROS
    return {
      kind: 'audio' as const,
      packet: {
        stream, sequence: 0x1_0000 + index, timestamp: (index * 960) >>> 0, marker: false, startsKeyframe: false,
        arrival: at + 3_000, hubTime: at, payload: sound[index % sound.length] ?? Buffer.alloc(0),
      },
    }
  })
}

/** Both in the order in which they come. */
export function together(...streams: readonly (readonly Timed[])[]): Timed[] {
  return streams.flat().toSorted((a, b) => a.packet.arrival - b.packet.arrival)
}
