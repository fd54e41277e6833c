import { WebRTCPlayer } from '@eyevinn/webrtc-player'
import { WHIPClient } from '@eyevinn/whip-web-client'

/** What the tests call in the page: published clients that are not ours, and what they show. */

export type Shown = { readonly width: number; readonly frames: number; readonly soundEnergy: number }

/** The clients keep their connections to themselves, so they are noted where they are made. */
const connections: RTCPeerConnection[] = []
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration)
    connections.push(this)
  }
}

const video = Object.assign(document.createElement('video'), { autoplay: true, playsInline: true })
document.body.append(video)

let client: WHIPClient | undefined
let player: WebRTCPlayer | undefined

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

/** Watching in two steps, for who wants to change the answer on its way. */
async function offerToWatch(): Promise<string> {
  const connection = new RTCPeerConnection()
  for (const kind of ['audio', 'video']) connection.addTransceiver(kind, { direction: 'recvonly' })
  const stream = new MediaStream()
  connection.addEventListener('track', ({ track }) => {
    stream.addTrack(track)
    video.srcObject = stream
  })
  await connection.setLocalDescription()
  return connection.localDescription?.sdp ?? ''
}

async function acceptAnswer(sdp: string): Promise<void> {
  await connections.at(-1)?.setRemoteDescription({ type: 'answer', sdp })
}

async function stopPlaying(): Promise<void> {
  await player?.unload()
}

/** Posts this browser's own offer to a WHEP endpoint; returns what the answer could not serve. */
async function notesFor(endpoint: string): Promise<string | null> {
  const connection = new RTCPeerConnection()
  for (const kind of ['audio', 'video']) connection.addTransceiver(kind, { direction: 'recvonly' })
  const { sdp } = await connection.createOffer()
  connection.close()
  const response = await fetch(endpoint, { method: 'POST', headers: { 'content-type': 'application/sdp' }, body: sdp ?? '' })
  return response.headers.get('lectern-notes')
}

/** What the receivers of all connections of this page decoded: the picture's width, its frames, and the energy of the sound. */
async function shown(): Promise<Shown> {
  const reports = await Promise.all(connections.map((connection) => connection.getStats()))
  const inbound = reports.flatMap((report) => [...report.values()]).filter((report) => report.type === 'inbound-rtp')
  const video = inbound.find((report) => report.kind === 'video')
  const audio = inbound.find((report) => report.kind === 'audio')
  return { width: video?.frameWidth ?? 0, frames: video?.framesDecoded ?? 0, soundEnergy: audio?.totalAudioEnergy ?? 0 }
}

Object.assign(globalThis, { interop: { publish, stopPublishing, play, stopPlaying, offerToWatch, acceptAnswer, notesFor, shown } })
