import { MEDIA_DOORS } from '../../../wire/routes.ts'
import { type MediaDoor, type MediaSession, openMediaSession } from '../../link/media-session.ts'
import { withAudioRepeats } from '../../link/offer-sdp.ts'
import { pageDeps } from '../../link/page-deps.ts'
import { SessionKeeper } from '../../link/session-keeper.ts'
import { LoudnessMeter } from './loudness-meter.ts'

type EarDeps = { readonly code: string; readonly client: MediaDoor['client'] }

/** Takes the class's sound from the box, to measure it; nobody hears it here. */
export class ProgrammeEar {
  readonly #keeper: SessionKeeper
  readonly #context = new AudioContext()
  readonly #meter: LoudnessMeter
  /** A browser decodes a sound from afar only for an element that takes it, muted or not. */
  readonly #element = document.createElement('audio')
  #source: AudioNode | undefined

  constructor({ code, client }: EarDeps) {
    this.#meter = new LoudnessMeter(this.#context)
    this.#element.muted = true
    const path = MEDIA_DOORS.whep.replace(':code', code)
    this.#keeper = new SessionKeeper({ ...pageDeps, open: () => this.#open({ client, path }), onState: () => undefined })
    this.#keeper.start()
  }

  /** Blocks of 100 ms since the last call, tenths of LUFS; none until the browser lets the page hear. */
  take(): number[] {
    // Allowed once anything on the page was pressed.
    if (this.#context.state === 'suspended') void this.#context.resume()
    return this.#meter.take()
  }

  close(): void {
    this.#keeper.stop()
    this.#element.srcObject = null
    this.#meter.close()
    void this.#context.close()
  }

  async #open(door: MediaDoor): Promise<MediaSession> {
    const connection = new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-bundle' })
    connection.addTransceiver('audio', { direction: 'recvonly' })
    connection.ontrack = ({ track }) => this.#hear(new MediaStream([track]))
    return openMediaSession(connection, door, withAudioRepeats)
  }

  #hear(stream: MediaStream): void {
    this.#source?.disconnect()
    this.#element.srcObject = stream
    this.#source = this.#context.createMediaStreamSource(stream)
    this.#source.connect(this.#meter.input)
  }
}
