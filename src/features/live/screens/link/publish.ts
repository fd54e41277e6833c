import { type Micros, MICROS_PER_MS } from '../../../../kernel/time.ts'
import { Emitter } from '../../../../ui/emitter.ts'
import type { Timers } from '../../../../ui/timers.ts'
import { MEDIA_DOORS } from '../../wire/routes.ts'
import type { AudioMix } from './audio-mix.ts'
import type { ClassLink } from './class-link.ts'
import { type MediaDoor, type MediaSession, openMediaSession } from './media-session.ts'
import { SessionKeeper, type SessionState } from './session-keeper.ts'

export type PictureSource = 'camera' | 'screen' | 'file'

export type PublishEvent =
  | { readonly type: 'state'; readonly state: SessionState; /** The box's name for this publisher, once it is open. */ readonly publisher: string | null }
  /** The camera was unplugged, or the person ended the sharing of the screen. Sound and session go on. */
  | { readonly type: 'picture-ended'; readonly source: PictureSource }

export type PublishReading = {
  readonly bitsPerSecond: number | null
  readonly framesPerSecond: number | null
  readonly roundTripMs: number | null
  /** Share of packets the box says it missed, 0 to 1. */
  readonly lost: number | null
  /** Nothing was sent for a while though there is something to send. */
  readonly stalled: boolean
}

export type PublishDeps = {
  readonly code: string
  readonly client: MediaDoor['client']
  readonly mix: AudioMix
  readonly link: Pick<ClassLink, 'clock' | 'on'>
  readonly timers: Timers
  readonly now: () => Micros
  readonly random: () => number
}

/** Smallest first. For a 1280 wide picture: 320, 640 and all of it. */
const LAYERS = [
  { rid: 'l', scaleResolutionDownBy: 4, maxBitrate: 150_000 },
  { rid: 'm', scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  { rid: 'h', scaleResolutionDownBy: 1, maxBitrate: 1_700_000 },
] as const satisfies readonly RTCRtpEncodingParameters[]
const SOUND_BITRATE = 96_000
const CODECS = ['video/H264', 'video/VP9', 'video/AV1', 'video/VP8'] as const
const LOOK_MS = 1000
const STALLED_MS = 4000

/**
 * Sends the studio's picture and sound to the class, whatever they are just now: the picture's track
 * is replaced and the sound is mixed, so a change of source negotiates nothing and those who watch
 * keep their connection.
 */
export class Publish {
  readonly #deps: PublishDeps
  readonly #keeper: SessionKeeper
  readonly #events = new Emitter<PublishEvent>()
  #picture: { readonly track: MediaStreamTrack; readonly source: PictureSource } | undefined
  #sender: RTCRtpSender | undefined
  #sent = { bytes: 0, at: 0, movedAt: 0 }
  #reading: PublishReading = { bitsPerSecond: null, framesPerSecond: null, roundTripMs: null, lost: null, stalled: false }
  #callOffLook: (() => void) | undefined
  #stopListening: (() => void) | undefined
  #isOn = false

  constructor(deps: PublishDeps) {
    this.#deps = deps
    const { timers, now, random } = deps
    this.#keeper = new SessionKeeper({
      open: () => this.#open(), timers, now, random,
      onState: (state) => this.#events.emit({ type: 'state', state, publisher: state.state === 'open' ? this.publisher : null }),
    })
  }

  on(listener: (event: PublishEvent) => void): () => void {
    return this.#events.on(listener)
  }

  /** The box's name for this publisher; null while there is no session. */
  get publisher(): string | null {
    return this.#keeper.session?.id ?? null
  }

  get reading(): PublishReading {
    return this.#reading
  }

  start(): void {
    this.#isOn = true
    this.#stopListening = this.#deps.link.on((event) => {
      if (event.type === 'phase' && event.phase.phase === 'lost' && event.phase.failures === 1) void this.#keeper.suspect()
    })
    this.#keeper.start()
    this.#look()
  }

  stop(): void {
    this.#isOn = false
    this.#stopListening?.()
    this.#callOffLook?.()
    this.#keeper.stop()
  }

  /** Asks for a new session, as on another network. */
  renew(): void {
    this.#keeper.renew()
  }

  /** Shows another picture, or none. The track stays the caller's, to stop when it is no longer needed. */
  async setPicture(picture: { readonly track: MediaStreamTrack; readonly source: PictureSource } | null): Promise<void> {
    this.#picture = picture ?? undefined
    if (picture) {
      const { source, track } = picture
      // A teacher moves, a page of text does not: what is given up first when the link is short.
      track.contentHint = source === 'screen' ? 'detail' : 'motion'
      track.addEventListener('ended', () => {
        if (this.#picture?.track === track) this.#events.emit({ type: 'picture-ended', source })
      }, { once: true })
    }
    await this.#sender?.replaceTrack(picture?.track ?? null)
  }

  /**
   * Shared time less the wall clock that this browser stamps its sender reports with (NTP, counted
   * from 1970), in microseconds; with it the box can tell when a frame was taken, not only when it
   * arrived. Undefined while the shared clock is not known.
   */
  ntpToHubMicros(): number | undefined {
    const hub = this.#deps.link.clock.toHub(this.#deps.now())
    return hub === undefined ? undefined : hub - Date.now() * MICROS_PER_MS
  }

  async #open(): Promise<MediaSession> {
    const { client, code, mix } = this.#deps
    const connection = new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-bundle' })
    const stream = new MediaStream([mix.track])
    const sound = connection.addTransceiver(mix.track, { direction: 'sendonly', streams: [stream] })
    const picture = addPicture(connection, stream)
    this.#sender = picture.sender
    await picture.sender.replaceTrack(this.#picture?.track ?? null)
    await keepFrameRate(picture.sender)
    const session = await openMediaSession(connection, { client, path: MEDIA_DOORS.whip.replace(':code', code) })
    await limitBitrate(sound.sender)
    this.#sent = { bytes: 0, at: this.#deps.now(), movedAt: this.#deps.now() }
    return session
  }

  #look(): void {
    this.#callOffLook = this.#deps.timers.after(LOOK_MS, () => void this.#count().then(() => { if (this.#isOn) this.#look() }))
  }

  async #count(): Promise<void> {
    const connection = this.#keeper.session?.connection
    if (!connection || connection.connectionState === 'closed') return
    const { bytes, framesPerSecond, roundTripMs, lost } = sentCounts(await connection.getStats())
    const now = this.#deps.now()
    const movedAt = bytes > this.#sent.bytes ? now : this.#sent.movedAt
    const stalled = now - movedAt > STALLED_MS * MICROS_PER_MS
    const seconds = (now - this.#sent.at) / 1e6
    this.#reading = { bitsPerSecond: seconds > 0 ? ((bytes - this.#sent.bytes) * 8) / seconds : null, framesPerSecond, roundTripMs, lost, stalled }
    this.#sent = { bytes, at: now, movedAt }
    // The mix always sends, silence too: when nothing leaves, the session is dead whatever it says.
    if (stalled && connection.connectionState === 'connected') this.#keeper.renew()
  }
}

/** A line for a picture in three sizes; what it shows is put on its sender. */
export function addPicture(connection: RTCPeerConnection, stream: MediaStream): RTCRtpTransceiver {
  const picture = connection.addTransceiver('video', { direction: 'sendonly', streams: [stream], sendEncodings: [...LAYERS] })
  preferCodecs(picture)
  return picture
}

/** H.264 first: it can be kept and shown everywhere; VP8 last, it cannot be kept. */
function preferCodecs(transceiver: RTCRtpTransceiver): void {
  const all = RTCRtpReceiver.getCapabilities?.('video')?.codecs ?? []
  const rank = ({ mimeType }: { readonly mimeType: string }): number => {
    const found = CODECS.findIndex((codec) => codec.toLowerCase() === mimeType.toLowerCase())
    return found < 0 ? CODECS.length : found
  }
  if (all.length > 0) transceiver.setCodecPreferences?.(all.toSorted((a, b) => rank(a) - rank(b)))
}

export async function keepFrameRate(sender: RTCRtpSender): Promise<void> {
  await tryParameters(sender, (parameters) => { parameters.degradationPreference = 'maintain-framerate' })
}

async function limitBitrate(sender: RTCRtpSender): Promise<void> {
  await tryParameters(sender, (parameters) => { for (const encoding of parameters.encodings) encoding.maxBitrate = SOUND_BITRATE })
}

/** Hints a browser may not know; without them it sends as it sees fit. */
async function tryParameters(sender: RTCRtpSender, change: (parameters: RTCRtpSendParameters & { degradationPreference?: string }) => void): Promise<void> {
  const parameters = sender.getParameters()
  change(parameters)
  try {
    await sender.setParameters(parameters)
  } catch (error) {
    if (!(error instanceof DOMException) && !(error instanceof TypeError)) throw error
  }
}

function sentCounts(report: Iterable<readonly [string, unknown]>): { bytes: number; framesPerSecond: number | null; roundTripMs: number | null; lost: number | null } {
  let [bytes, framesPerSecond, roundTripMs, lost]: [number, number | null, number | null, number | null] = [0, null, null, null]
  for (const [, entry] of report) {
    const stat = entry as Partial<RTCOutboundRtpStreamStats> & { roundTripTime?: number; fractionLost?: number }
    if (stat.type === 'outbound-rtp') {
      bytes += stat.bytesSent ?? 0
      if (stat.framesPerSecond !== undefined) framesPerSecond = Math.max(framesPerSecond ?? 0, stat.framesPerSecond)
    }
    if ((stat.type as string | undefined) !== 'remote-inbound-rtp') continue
    if (stat.roundTripTime !== undefined) roundTripMs = Math.round(stat.roundTripTime * 1000)
    if (stat.fractionLost !== undefined) lost = Math.max(lost ?? 0, stat.fractionLost)
  }
  return { bytes, framesPerSecond, roundTripMs, lost }
}
