import { WebRTCPlayer } from '@eyevinn/webrtc-player'
import { WHIPClient } from '@eyevinn/whip-web-client'

/** What the tests call in the page: published clients that are not ours, and what they show. */

export type Shown = { readonly width: number; readonly frames: number; readonly loudest: number }

const video = Object.assign(document.createElement('video'), { autoplay: true, playsInline: true, muted: true })
document.body.append(video)

let client: WHIPClient | undefined
let player: WebRTCPlayer | undefined
let meter: AnalyserNode | undefined

/** Camera and microphone (the browser's fake ones) by `@eyevinn/whip-web-client`. */
async function publish(endpoint: string): Promise<string> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 360 }, audio: true })
  client = new WHIPClient({ endpoint, opts: { iceServers: [] } })
  await client.ingest(stream)
  return client.getResourceUrl()
}

async function stopPublishing(): Promise<void> {
  await client?.destroy()
}

/** By `@eyevinn/webrtc-player`, into the page's video element. */
async function play(endpoint: string): Promise<void> {
  player = new WebRTCPlayer({ video, type: 'whep', iceServers: [] })
  await player.load(new URL(endpoint))
}

async function stopPlaying(): Promise<void> {
  await player?.unload()
}

/** The picture's width, how many frames were decoded, and how loud the sound is, 0 to 1. */
function shown(): Shown {
  const stream = video.srcObject
  if (!meter && stream instanceof MediaStream && stream.getAudioTracks().length > 0) {
    const context = new AudioContext()
    meter = context.createAnalyser()
    context.createMediaStreamSource(stream).connect(meter)
  }
  const samples = new Float32Array(meter?.fftSize ?? 0)
  meter?.getFloatTimeDomainData(samples)
  return {
    width: video.videoWidth,
    frames: video.getVideoPlaybackQuality().totalVideoFrames,
    loudest: samples.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0),
  }
}

Object.assign(globalThis, { interop: { publish, stopPublishing, play, stopPlaying, shown } })
