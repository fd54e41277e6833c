import { PRIVATE_TALK } from '../../wire/guests.ts'
import { MEDIA_DOORS } from '../../wire/routes.ts'
import type { GuestPlaceDeps } from './guest-place.ts'
import { type MediaSession, openMediaSession } from './media-session.ts'
import { addPicture, keepFrameRate } from './publish.ts'
import { SessionKeeper, type SessionState } from './session-keeper.ts'

/** Where a guest's sound and picture go, or, `hears`, come from: the class, or the two of a private talk. */
export function guestPath(door: 'whip' | 'whep', code: string, privateGuest: string | null): string {
  const path = MEDIA_DOORS[door].replace(':code', encodeURIComponent(code))
  return privateGuest === null ? path : `${path}?${PRIVATE_TALK}=${encodeURIComponent(privateGuest)}`
}

export type GuestSendDeps = Pick<GuestPlaceDeps, 'client' | 'timers' | 'now' | 'random'> & {
  readonly path: string
  /** Stays the caller's, to stop when it is no longer needed. */
  readonly stream: MediaStream
  readonly onState: (state: SessionState) => void
}

const LEVEL_FLOOR_DB = -60
const SAMPLES = 1024

/** Sends a microphone, and a camera where there is one, until it is stopped; comes back by itself when the link does. */
export class GuestSend {
  readonly #deps: GuestSendDeps
  readonly #keeper: SessionKeeper
  readonly #level: LevelMeter | undefined

  constructor(deps: GuestSendDeps) {
    this.#deps = deps
    const { timers, now, random, onState } = deps
    this.#keeper = new SessionKeeper({ open: () => this.#open(), timers, now, random, onState })
    this.#level = deps.stream.getAudioTracks().length > 0 ? new LevelMeter(deps.stream) : undefined
    this.#keeper.start()
  }

  /** Asks for a new session, as on another network. */
  renew(): void {
    this.#keeper.renew()
  }

  /** Decibels below full scale, -60 to 0, of what is sent now. */
  level(): number {
    return this.#level?.read() ?? LEVEL_FLOOR_DB
  }

  stop(): void {
    this.#keeper.stop()
    this.#level?.close()
  }

  async #open(): Promise<MediaSession> {
    const { client, path, stream } = this.#deps
    const connection = new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-bundle' })
    for (const track of stream.getAudioTracks()) connection.addTransceiver(track, { direction: 'sendonly', streams: [stream] })
    for (const track of stream.getVideoTracks()) {
      const { sender } = addPicture(connection, stream)
      await sender.replaceTrack(track)
      await keepFrameRate(sender)
    }
    return openMediaSession(connection, { client, path })
  }
}

/** Root mean square of a stream's sound. */
class LevelMeter {
  readonly #context = new AudioContext()
  readonly #analyser: AnalyserNode
  readonly #samples = new Float32Array(SAMPLES)

  constructor(stream: MediaStream) {
    this.#analyser = this.#context.createAnalyser()
    this.#analyser.fftSize = SAMPLES
    this.#context.createMediaStreamSource(stream).connect(this.#analyser)
    void this.#context.resume()
  }

  read(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples)
    const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / SAMPLES
    return Math.max(LEVEL_FLOOR_DB, 10 * Math.log10(power))
  }

  close(): void {
    void this.#context.close()
  }
}
