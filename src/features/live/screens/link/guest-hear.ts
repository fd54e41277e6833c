import type { GuestPlaceDeps } from './guest-place.ts'
import { type MediaSession, openMediaSession } from './media-session.ts'
import { withAudioRepeats } from './offer-sdp.ts'
import { SessionKeeper } from './session-keeper.ts'

export type GuestHearDeps = Pick<GuestPlaceDeps, 'client' | 'timers' | 'now' | 'random'> & {
  readonly path: string
  readonly picture: boolean
  /** Sound lines: one of a private talk, the programme's and two voices' of a class. */
  readonly lines: 1 | 3
}

/**
 * Hears a private talk, or, in the studio, the guests of a class: of the lines that come only those
 * are played that {@link play} names, since a studio that hears itself answers itself.
 */
export class GuestHear {
  readonly #deps: GuestHearDeps
  readonly #keeper: SessionKeeper
  readonly #sounds: HTMLAudioElement[] = []
  #lines: ReadonlySet<number> = new Set()
  #picture: HTMLVideoElement | null = null
  #videoTrack: MediaStreamTrack | undefined

  constructor(deps: GuestHearDeps) {
    this.#deps = deps
    const { timers, now, random } = deps
    this.#keeper = new SessionKeeper({ open: () => this.#open(), timers, now, random, onState: () => undefined })
    this.#keeper.start()
  }

  /** Asks for a new session, as on another network. */
  renew(): void {
    this.#keeper.renew()
  }

  play(lines: ReadonlySet<number>): void {
    this.#lines = lines
    for (const [line, sound] of this.#sounds.entries()) this.#playSound(line, sound)
  }

  /** Where the picture is shown; null when its place is gone. */
  attachPicture(element: HTMLVideoElement | null): void {
    this.#picture = element
    this.#showPicture()
  }

  stop(): void {
    this.#keeper.stop()
    for (const sound of this.#sounds.splice(0)) sound.srcObject = null
    if (this.#picture) this.#picture.srcObject = null
  }

  async #open(): Promise<MediaSession> {
    const { client, lines, path, picture } = this.#deps
    const connection = new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-bundle' })
    if (picture) connection.addTransceiver('video', { direction: 'recvonly' })
    for (let line = 0; line < lines; line++) connection.addTransceiver('audio', { direction: 'recvonly' })
    connection.ontrack = ({ track, transceiver }) => this.#tracked(track, connection.getTransceivers().indexOf(transceiver) - (picture ? 1 : 0))
    return openMediaSession(connection, { client, path }, withAudioRepeats)
  }

  #tracked(track: MediaStreamTrack, line: number): void {
    if (track.kind === 'video') {
      this.#videoTrack = track
      this.#showPicture()
      return
    }
    const sound = (this.#sounds[line] ??= document.createElement('audio'))
    sound.srcObject = new MediaStream([track])
    this.#playSound(line, sound)
  }

  #playSound(line: number, sound: HTMLAudioElement): void {
    sound.muted = !this.#lines.has(line)
    if (!sound.muted) sound.play().catch(overtaken)
  }

  #showPicture(): void {
    const [element, track] = [this.#picture, this.#videoTrack]
    if (!element) return
    element.srcObject = track ? new MediaStream([track]) : null
    if (track) element.play().catch(overtaken)
  }
}

/** Whoever is on a stage, or leads there, has pressed something, so a browser lets it sound; a newer play overtakes an older. */
function overtaken(error: unknown): void {
  if (!(error instanceof DOMException)) throw error
}
