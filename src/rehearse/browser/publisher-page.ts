import { cellsOf, CELLS, STRIP } from './barcode.ts'
import { sharedMs } from './clock.ts'
import { gathered, preferH264 } from './peer.ts'

const WIDTH = 1280
const HEIGHT = 720
const FRAMES_PER_SECOND = 30
const MAX_BITRATE = 2_500_000
/** As our studio sends (`screens/link/publish.ts`). */
const LAYERS: readonly RTCRtpEncodingParameters[] = [
  { rid: 'l', scaleResolutionDownBy: 4, maxBitrate: 150_000 },
  { rid: 'm', scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  { rid: 'h', scaleResolutionDownBy: 1, maxBitrate: 1_700_000 },
]

/** A picture that says when it was drawn, and a tone that begins when it says so. */
class Stage {
  readonly #canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT })
  readonly #onsets: number[] = []
  #stream: MediaStream | undefined
  #peer: RTCPeerConnection | undefined

  async open(): Promise<void> {
    this.#draw()
    setInterval(() => this.#draw(), 1000 / FRAMES_PER_SECOND)
    const sound = await this.#sound()
    this.#stream = new MediaStream([...this.#canvas.captureStream(FRAMES_PER_SECOND).getVideoTracks(), ...sound.getAudioTracks()])
  }

  /** A new connection that sends this stage, in one layer or three; returns the complete offer. */
  async offer(isSimulcast = false): Promise<string> {
    const stream = this.#stream
    if (!stream) throw new Error('the stage is not open')
    this.#peer?.close()
    const peer = new RTCPeerConnection()
    this.#peer = peer
    for (const track of stream.getTracks()) {
      const transceiver = peer.addTransceiver(track, {
        direction: 'sendonly', streams: [stream], ...(track.kind === 'video' ? { sendEncodings: isSimulcast ? [...LAYERS] : [{ maxBitrate: MAX_BITRATE }] } : {}),
      })
      if (track.kind === 'video') {
        preferH264(transceiver)
        const parameters = transceiver.sender.getParameters()
        await transceiver.sender.setParameters({ ...parameters, degradationPreference: 'maintain-resolution' })
      }
    }
    return gathered(peer, await peer.createOffer())
  }

  async accept(sdp: string): Promise<void> {
    await this.#peer?.setRemoteDescription({ type: 'answer', sdp })
  }

  /** When tones began, on the shared clock; forgets them. */
  takeOnsets(): number[] {
    return this.#onsets.splice(0)
  }

  async sending(): Promise<{ width: number; codec: string; bitsPerSecond: number }> {
    const reports = [...(await this.#peer?.getStats() ?? new Map()).values()]
    const video = reports.find((report) => report.type === 'outbound-rtp' && report.kind === 'video')
    const codec = reports.find((report) => report.id === video?.codecId)
    return { width: video?.frameWidth ?? 0, codec: codec?.mimeType ?? '', bitsPerSecond: video?.targetBitrate ?? 0 }
  }

  #draw(): void {
    const context = this.#canvas.getContext('2d')
    if (!context) throw new Error('no canvas')
    const time = sharedMs()
    // Something has to move, or the encoder would have nothing to do.
    const shift = (time / 5) % WIDTH
    context.fillStyle = '#446'
    context.fillRect(0, 0, WIDTH, HEIGHT)
    for (let i = 0; i < 24; i++) {
      context.fillStyle = `hsl(${i * 15} 70% 50%)`
      context.fillRect((shift + i * 97) % WIDTH, HEIGHT * (0.2 + (i % 8) * 0.09), 60, 40)
    }
    const cell = WIDTH / CELLS
    cellsOf(time).forEach((white, index) => {
      context.fillStyle = white ? '#fff' : '#000'
      context.fillRect(index * cell, 0, cell, HEIGHT * STRIP)
    })
  }

  async #sound(): Promise<MediaStream> {
    const context = new AudioContext({ sampleRate: 48_000 })
    await context.audioWorklet.addModule('/tone-worklet.js')
    const tone = new AudioWorkletNode(context, 'tone')
    tone.port.addEventListener('message', (event: MessageEvent<number>) => { this.#onsets.push(event.data % 0x1_0000_0000) })
    tone.port.start()
    const out = context.createMediaStreamDestination()
    tone.connect(out)
    await context.resume()
    return out.stream
  }
}

Object.assign(globalThis, { stage: new Stage() })
