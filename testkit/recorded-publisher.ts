import { payloadsOf, recordedSound, recordedVideo, KEYFRAME_EVERY } from '../src/media/testing/recorded-media.ts'
import type { VideoName } from '../src/media/testing/recorded-media.ts'
import { PAYLOAD_TYPES } from '../src/media/testing/peers.ts'
import type { TestPeer } from '../src/media/testing/peers.ts'
import { rtpPacket } from '../src/media/testing/packets.ts'

const AUDIO_SSRC = 71
const VIDEO_SSRC = 72

/** Sends a short piece of real picture and sound over and over, as fast as it was filmed, until it is stopped. */
export class RecordedPublisher {
  readonly #peer: TestPeer
  readonly #timers: NodeJS.Timeout[]
  readonly #sequences = { audio: 0, video: 0 }

  constructor(peer: TestPeer, name: VideoName = 'h264-baseline-96x64') {
    this.#peer = peer
    const { codec, fps, pictures } = recordedVideo(name)
    const loop = pictures.length - (pictures.length % KEYFRAME_EVERY)
    const sound = recordedSound()
    const started = performance.now()
    let [shown, heard] = [0, 0]
    const send = (): void => {
      const seconds = (performance.now() - started) / 1000
      for (; shown < seconds * fps; shown += 1) {
        const place = shown % loop
        this.#picture(payloadsOf(codec, pictures[place] ?? [], place % KEYFRAME_EVERY === 0), Math.round((shown * 90_000) / fps))
      }
      for (; heard < seconds * 50; heard += 1) this.#sound(sound[heard % sound.length] ?? Buffer.alloc(0), heard * 960)
    }
    this.#timers = [setInterval(send, 10)]
  }

  #picture(payloads: readonly Buffer[], timestamp: number): void {
    payloads.forEach((payload, index) => {
      this.#peer.send(rtpPacket({ payloadType: PAYLOAD_TYPES.H264, sequence: this.#sequences.video++, timestamp, ssrc: VIDEO_SSRC, payload, marker: index === payloads.length - 1 }))
    })
  }

  #sound(payload: Buffer, timestamp: number): void {
    this.#peer.send(rtpPacket({ payloadType: PAYLOAD_TYPES.OPUS, sequence: this.#sequences.audio++, timestamp, ssrc: AUDIO_SSRC, payload }))
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer)
    this.#peer.close()
  }
}
