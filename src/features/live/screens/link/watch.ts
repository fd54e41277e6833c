import type { Rung } from '../../../../kernel/ladder.ts'
import { type Micros, MICROS_PER_MS } from '../../../../kernel/time.ts'
import { Emitter } from '../../../../ui/emitter.ts'
import type { Timers } from '../../../../ui/timers.ts'
import type { SeatBehaviour } from '../../rules/seat-behaviour.ts'
import { MEDIA_DOORS } from '../../wire/routes.ts'
import type { ClassLink } from './class-link.ts'
import type { Silenced } from './guest-place.ts'
import { FrameWatch } from './frame-watch.ts'
import { MediaProgress, receivedCounts } from './media-progress.ts'
import { type MediaDoor, type MediaSession, openMediaSession } from './media-session.ts'
import { pictureTurnedDown, withAudioRepeats } from './offer-sdp.ts'
import { SessionKeeper, type SessionState } from './session-keeper.ts'

/** How picture and sound stand, as a page shows it. */
export type WatchReading = {
  readonly picture: 'none' | 'arriving' | 'playing' | 'stalled'
  /** The picture is a smaller one, to fit the link. */
  readonly small: boolean
  readonly sound: 'none' | 'arriving' | 'playing' | 'needs-press'
  /** This browser has no decoder for the class's picture; the sound goes on. */
  readonly undecodable: boolean
}

export type WatchDeps = {
  readonly code: string
  readonly client: MediaDoor['client']
  readonly link: Pick<ClassLink, 'clock' | 'on' | 'attachChannel' | 'channelSilentMs'>
  readonly behaviour: () => SeatBehaviour
  readonly timers: Timers
  readonly now: () => Micros
  readonly random: () => number
}

/** One line for the programme's picture, three for sound: the programme's and two voices from the class. */
const SOUND_LINES = 3
const LOOK_MS = 700
/** With the box saying that there is a programme, nothing for this long means that this session is dead. */
const RENEW_AFTER_MS = 4000

/**
 * Watches and hears a class, and brings the channel on which its cues come. It connects as early as
 * the lobby, so that the beginning has no gap; what this seat shows is decided here, without
 * negotiating again.
 */
export class Watch {
  readonly #deps: WatchDeps
  readonly #keeper: SessionKeeper
  readonly #progress = new MediaProgress()
  readonly #frames: FrameWatch
  readonly #sounds: HTMLAudioElement[] = []
  readonly #readings = new Emitter<WatchReading>()
  readonly #stopListening: () => void
  #picture: HTMLVideoElement | undefined
  #videoTrack: MediaStreamTrack | undefined
  #programme = { video: false, audio: false }
  #isMuted = false
  #isOut = false
  #isOver = false
  #sent: Rung = 'full'
  #silenced: Silenced = 'none'
  #needsPress = false
  #turnedDown = false
  #session: SessionState = { state: 'ended' }
  #callOffLook: (() => void) | undefined
  #beganAt: Micros | undefined
  #firstAt: Micros | undefined

  constructor(deps: WatchDeps) {
    this.#deps = deps
    const { timers, now, random, link } = deps
    this.#frames = new FrameWatch(link.clock, () => { this.#firstAt ??= now() })
    this.#keeper = new SessionKeeper({ open: () => this.#open(), timers, now, random, onState: (state) => { this.#session = state } })
    this.#stopListening = link.on((event) => {
      if (event.type === 'anchor' && event.kind === 'video') this.#frames.anchor(event.anchor)
      if (event.type === 'phase' && event.phase.phase === 'lost' && event.phase.failures === 1) void this.#keeper.suspect()
    })
  }

  on(listener: (reading: WatchReading) => void): () => void {
    return this.#readings.on(listener)
  }

  start(): void {
    this.#beganAt = this.#deps.now()
    this.#keeper.start()
    this.#look()
  }

  end(): void {
    this.#isOver = true
    this.#callOffLook?.()
    this.#stopListening()
    this.#frames.follow(undefined)
    this.#keeper.stop()
    for (const sound of this.#sounds.splice(0)) sound.srcObject = null
    if (this.#picture) this.#picture.srcObject = null
  }

  /** Whether picture and sound are sent to this class now: it is live and the programme has them. `sent`: what the box makes of them for this link. */
  expect(programme: { readonly video: boolean; readonly audio: boolean }, sent: Rung): void {
    this.#programme = programme
    this.#sent = sent
  }

  /** Rests without a session, or asks for one again. */
  setOpen(isOpen: boolean): void {
    if (isOpen) this.#keeper.start()
    else if (this.#session.state !== 'ended') this.#keeper.stop()
  }

  /** Another way is heard and seen: what comes here is only counted. */
  setOut(isOut: boolean): void {
    if (this.#isOut === isOut) return
    this.#isOut = isOut
    this.seatChanged()
  }

  /** Picture or sound last moved; and what is there has answered. The device's own clock. */
  signs(): { readonly movedAt: Micros | undefined; readonly answeredAt: Micros | undefined; readonly jitterMs: number | null } {
    const { link, now } = this.#deps
    const isOpen = this.#session.state === 'open'
    return { movedAt: this.#progress.movedAt, jitterMs: isOpen ? this.#progress.jitterMs : null, answeredAt: isOpen ? now() - link.channelSilentMs() * MICROS_PER_MS : undefined }
  }

  /** The device woke, or is on another network: what there was is not waited for. */
  renew(): void {
    this.#keeper.renew()
  }

  /** Where the picture is shown; null when its place is gone. */
  attachPicture(element: HTMLVideoElement | null): void {
    this.#picture = element ?? undefined
    this.#showPicture()
  }

  /** The seat has changed: other lines are heard and seen from now on. */
  seatChanged(): void {
    this.#showPicture()
    for (const sound of this.#sounds) void this.#playSound(sound)
  }

  /** A press: also lets the browser sound. */
  async setMuted(muted: boolean): Promise<void> {
    this.#isMuted = muted
    await Promise.all(this.#sounds.map((sound) => this.#playSound(sound)))
  }

  /** Lines that this page leaves out, whoever is muted: who is on stage must not hear themselves. */
  silence(lines: Silenced): void {
    this.#silenced = lines
    for (const sound of this.#sounds) void this.#playSound(sound)
  }

  /** Since {@link start} to the first frame or sound; null before. */
  get firstMediaMs(): number | null {
    return this.#beganAt === undefined || this.#firstAt === undefined ? null : (this.#firstAt - this.#beganAt) / 1000
  }

  /** Delays of the frames since the last call, milliseconds. */
  takeVideoMs(): number[] | null {
    return this.#frames.take()
  }

  reading(): WatchReading {
    const { behaviour, now } = this.#deps
    const { sound, video } = behaviour()
    const undecodable = this.#turnedDown || this.#progress.undecodable(now())
    return {
      picture: !video || !this.#programme.video || undecodable ? 'none' : this.#progress.picture(now(), this.#sent === 'still'),
      small: video && this.#progress.small,
      sound: !sound || !this.#programme.audio ? 'none' : this.#needsPress && !this.#isMuted ? 'needs-press' : this.#progress.sound(now()),
      undecodable: video && this.#programme.video && undecodable,
    }
  }

  async #open(): Promise<MediaSession> {
    const { client, code, link } = this.#deps
    const connection = new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-bundle' })
    connection.addTransceiver('video', { direction: 'recvonly' })
    for (let line = 0; line < SOUND_LINES; line++) connection.addTransceiver('audio', { direction: 'recvonly' })
    connection.ontrack = ({ track, transceiver }) => this.#tracked(track, connection.getTransceivers().indexOf(transceiver) - 1)
    // Cues never wait for what was lost before them: they come several times instead.
    link.attachChannel(connection.createDataChannel('cues', { ordered: false, maxRetransmits: 0 }))
    this.#progress.sessionBegan(this.#deps.now())
    this.#frames.sessionBegan()
    const session = await openMediaSession(connection, { client, path: MEDIA_DOORS.whep.replace(':code', code) }, withAudioRepeats)
    this.#turnedDown = pictureTurnedDown(session.answer)
    return session
  }

  #tracked(track: MediaStreamTrack, soundLine: number): void {
    if (track.kind === 'video') {
      this.#videoTrack = track
      this.#showPicture()
      return
    }
    // The first packet unmutes a track; statistics would tell of it much later.
    track.addEventListener('unmute', () => this.#heard(), { once: true })
    const sound = (this.#sounds[soundLine] ??= document.createElement('audio'))
    sound.srcObject = new MediaStream([track])
    void this.#playSound(sound)
  }

  /** Sound came. It is the first of the class for who sees no picture, or none yet. */
  #heard(): void {
    const { behaviour, now } = this.#deps
    if (behaviour().sound && this.#programme.audio) this.#firstAt ??= now()
  }

  #showPicture(): void {
    const shows = this.#deps.behaviour().video ? this.#videoTrack : undefined
    const element = this.#picture
    this.#frames.follow(shows && !this.#isOut ? element : undefined)
    if (!element) return
    if (this.#isOut) {
      // The other way has the element; even nought, set again, would make it start over.
      if (element.srcObject !== null) element.srcObject = null
      return
    }
    // The sound has elements of its own, so a muted picture may always play.
    element.muted = true
    element.playsInline = true
    element.autoplay = true
    const shown = element.srcObject instanceof MediaStream ? element.srcObject.getVideoTracks()[0] : undefined
    if (shown !== shows) element.srcObject = shows ? new MediaStream([shows]) : null
    if (shows) element.play().catch(notAllowedYet)
  }

  async #playSound(sound: HTMLAudioElement): Promise<void> {
    const left = this.#silenced === 'all' || this.#silenced === this.#sounds.indexOf(sound)
    sound.muted = this.#isMuted || left || this.#isOut || !this.#deps.behaviour().sound
    if (sound.muted) return
    try {
      await sound.play()
      this.#needsPress = false
    } catch (error) {
      this.#needsPress = notAllowedYet(error)
    }
    this.#readings.emit(this.reading())
  }

  #look(): void {
    const { timers, now, link } = this.#deps
    this.#callOffLook = timers.after(LOOK_MS, () => void this.#count().then(() => {
      if (this.#isOver) return
      const silentMs = Math.max(this.#progress.silentMs(now()), link.channelSilentMs())
      if (this.#session.state === 'open' && silentMs > RENEW_AFTER_MS) this.#keeper.renew()
      this.#readings.emit(this.reading())
      this.#look()
    }))
  }

  async #count(): Promise<void> {
    const { behaviour, now } = this.#deps
    const { sound, video } = behaviour()
    const isSent = this.#sent !== 'cues' && this.#sent !== 'plan'
    this.#progress.expect(isSent && ((sound && this.#programme.audio) || (video && this.#programme.video)), now())
    const connection = this.#keeper.session?.connection
    if (!connection || connection.connectionState === 'closed') return
    const counts = receivedCounts(await connection.getStats())
    this.#progress.take(counts, now())
    if (counts.audioPackets > 0) this.#heard()
    if (counts.framesDecoded > 0) this.#firstAt ??= now()
  }
}

/** True for the browser's no to playing without a press. An aborted play was overtaken by a newer one. */
function notAllowedYet(error: unknown): boolean {
  if (!(error instanceof DOMException)) throw error
  return error.name === 'NotAllowedError'
}
