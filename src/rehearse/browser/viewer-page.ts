import { withAudioRepeats } from '../../features/live/screens/link/offer-sdp.ts'
import { CELLS, STRIP, valueOf } from './barcode.ts'
import { sharedMs } from './clock.ts'
import { gathered } from './peer.ts'

/** Three pixels a cell are enough to find its middle. */
const READ_WIDTH = CELLS * 3
/** As on a phone; a software compositor at full size would cost more than all that is measured. */
const SHOWN_WIDTH = 480
const WRAP_MS = 0x1_0000_0000

export type Seen = {
  /** Milliseconds from drawing to when the frame was handed to the compositor, one for each presented frame. */
  readonly presented: readonly number[]
  /** When each frame was presented, read or not, on the shared clock, and how wide it was. */
  readonly frames: readonly { readonly at: number; readonly width: number }[]
  /** The same to when it was expected on a panel. */
  readonly displayed: readonly number[]
  readonly unreadable: number
  /** When tones were heard, on the shared clock: at the output's timestamp, and in the audio graph before it. */
  readonly onsets: readonly { readonly output: number; readonly graph: number }[]
  /** Times between presented frames of more than half a second. */
  readonly freezes: number
  readonly width: number
  readonly totals: Totals
}
/** Counters of the receiver since the connection began. */
export type Totals = { readonly concealed: number; readonly samples: number; readonly lost: number; readonly packets: number; readonly frames: number }

class Viewer {
  readonly #video = Object.assign(document.createElement('video'), { autoplay: true, playsInline: true, muted: true, width: SHOWN_WIDTH })
  readonly #sound = Object.assign(document.createElement('audio'), { autoplay: true })
  readonly #reader = Object.assign(document.createElement('canvas'), { width: READ_WIDTH, height: 1 })
  #peer: RTCPeerConnection | undefined
  #context: AudioContext | undefined
  #detector: AudioWorkletNode | undefined
  #presented: number[] = []
  #displayed: number[] = []
  #frames: { at: number; width: number }[] = []
  #onsets: { output: number; graph: number }[] = []
  #unreadable = 0
  #freezes = 0
  #lastFrameAt: number | undefined

  async open(): Promise<void> {
    document.body.append(this.#video)
    this.#context = new AudioContext({ sampleRate: 48_000, latencyHint: 'interactive' })
    await this.#context.audioWorklet.addModule('/onset-worklet.js')
    await this.#context.resume()
    this.#watch()
  }

  /** The offer of our learner page: one picture, three sounds, a channel for cues, lost sound asked for again. */
  async offer(): Promise<string> {
    const peer = this.#connect()
    peer.addTransceiver('video', { direction: 'recvonly' })
    for (let line = 0; line < 3; line++) peer.addTransceiver('audio', { direction: 'recvonly' })
    peer.createDataChannel('cues', { ordered: false, maxRetransmits: 0 })
    const { sdp = '' } = await peer.createOffer()
    return gathered(peer, { type: 'offer', sdp: withAudioRepeats(sdp) })
  }

  async accept(sdp: string): Promise<void> {
    await this.#peer?.setRemoteDescription({ type: 'answer', sdp })
  }

  /** Answers a publisher that connects without anything in between. */
  async answer(offer: string): Promise<string> {
    const peer = this.#connect()
    await peer.setRemoteDescription({ type: 'offer', sdp: offer })
    return gathered(peer, await peer.createAnswer())
  }

  get frames(): number {
    return this.#presented.length
  }

  /** What was seen since the last time. */
  async take(): Promise<Seen> {
    const seen = {
      presented: this.#presented, frames: this.#frames, displayed: this.#displayed, onsets: this.#onsets, unreadable: this.#unreadable, freezes: this.#freezes,
      width: this.#video.videoWidth, totals: await this.#totals(),
    }
    this.#presented = []
    this.#displayed = []
    this.#frames = []
    this.#onsets = []
    this.#unreadable = this.#freezes = 0
    return seen
  }

  #connect(): RTCPeerConnection {
    this.#peer?.close()
    const peer = new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-bundle' })
    this.#peer = peer
    this.#detector?.disconnect()
    this.#detector = undefined
    peer.addEventListener('track', ({ track }) => {
      const stream = new MediaStream([track])
      if (track.kind === 'video') this.#video.srcObject = stream
      // The first line of sound is the programme's.
      else if (!this.#detector) this.#listen(stream)
    })
    return peer
  }

  #listen(stream: MediaStream): void {
    const context = this.#context
    if (!context) throw new Error('the viewer is not open')
    const detector = new AudioWorkletNode(context, 'onset')
    detector.port.addEventListener('message', (event: MessageEvent<{ contextTime: number; wallMs: number }>) => {
      const { contextTime: anchor, performanceTime } = context.getOutputTimestamp()
      if (anchor === undefined || performanceTime === undefined) return
      this.#onsets.push({
        output: sharedMs(performanceTime + (event.data.contextTime - anchor) * 1000),
        graph: event.data.wallMs % WRAP_MS,
      })
    })
    detector.port.start()
    // Chromium takes remote sound into the graph only while an element plays it too.
    this.#sound.srcObject = stream
    context.createMediaStreamSource(stream).connect(detector).connect(context.destination)
    this.#detector = detector
  }

  readonly #watch = (): void => {
    this.#video.requestVideoFrameCallback((_now, frame) => {
      this.#note(frame)
      this.#watch()
    })
  }

  #note(frame: VideoFrameCallbackMetadata): void {
    if (this.#lastFrameAt !== undefined && frame.presentationTime - this.#lastFrameAt > 500) this.#freezes++
    this.#lastFrameAt = frame.presentationTime
    this.#frames.push({ at: sharedMs(frame.presentationTime), width: frame.width })
    const drawn = this.#read()
    if (drawn === undefined) {
      this.#unreadable++
      return
    }
    this.#presented.push(sharedMs(frame.presentationTime) - drawn)
    this.#displayed.push(sharedMs(frame.expectedDisplayTime) - drawn)
  }

  #read(): number | undefined {
    const { videoWidth, videoHeight } = this.#video
    const context = this.#reader.getContext('2d', { willReadFrequently: true })
    if (!context || videoWidth === 0) return undefined
    context.drawImage(this.#video, 0, videoHeight * STRIP * 0.4, videoWidth, Math.max(1, videoHeight * STRIP * 0.2), 0, 0, READ_WIDTH, 1)
    const { data } = context.getImageData(0, 0, READ_WIDTH, 1)
    return valueOf(Array.from({ length: CELLS }, (_, cell) => (data[(cell * 3 + 1) * 4] ?? 0) > 127))
  }

  async #totals(): Promise<Totals> {
    const reports = [...(await this.#peer?.getStats() ?? new Map()).values()].filter((report) => report.type === 'inbound-rtp')
    const audio = reports.find((report) => report.kind === 'audio')
    const video = reports.find((report) => report.kind === 'video')
    return {
      concealed: audio?.concealedSamples ?? 0, samples: audio?.totalSamplesReceived ?? 0,
      lost: (audio?.packetsLost ?? 0) + (video?.packetsLost ?? 0), packets: (audio?.packetsReceived ?? 0) + (video?.packetsReceived ?? 0),
      frames: video?.framesDecoded ?? 0,
    }
  }
}

Object.assign(globalThis, { viewer: new Viewer() })
