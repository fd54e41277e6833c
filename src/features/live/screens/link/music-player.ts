import { Refused } from '../../../../kernel/failures.ts'
import { type HubTime, later, type Micros, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import { Unreachable } from '../../../../ui/client.ts'
import type { Timers } from '../../../../ui/timers.ts'
import { correctionOf, placeAt } from '../../rules/together/music-place.ts'
import { beatOf } from '../../rules/together/beat-sound.ts'
import type { Music } from '../../wire/together.ts'
import type { ClassLink } from './class-link.ts'
import { outputMapping } from './output-time.ts'

export { trackBytes } from './track-bytes.ts'

export type MusicPlayerDeps = {
  /** The page's sound, once a press has let it; the one cues sound by, which a phone lets go on the longest. */
  readonly context: () => AudioContext | undefined
  readonly clock: Pick<ClassLink['clock'], 'toLocal' | 'toHub'>
  /** The bytes of a track. */
  readonly fetch: (track: string) => Promise<ArrayBuffer>
  /** Whether this seat sounds now. */
  readonly sounds: () => boolean
  readonly timers: Timers
  readonly now: () => Micros
  /** The first sample of an agreed start was output at this instant. */
  readonly onStarted: (id: Music['id'], at: HubTime) => void
}

/** What sounds: `origin` is the context time at which the very first sample left, or would have at pace 1. */
type Sounding = { readonly source: AudioBufferSourceNode; readonly gain: GainNode; origin: number; correctedUntil: number }
type Wanted = { readonly music: Music; readonly reports: boolean }

const LOOK_MS = 1000
/** No sound is scheduled closer to the context's present than this. */
const BLOCK_SECONDS = 0.02
const FADE_SECONDS = 0.02
/** After the sound began, until its output stamp is looked at. */
const LOOK_AFTER_MS = 80
const FETCH_AGAIN_MS = 5000
/** Decoded sound is large: the piece that plays, and the next. */
const MOST_HELD = 2

/**
 * Plays the class's music so that each sample leaves every device at its instant.
 *
 * 1. At most one piece sounds, and only where the seat sounds; who comes late comes in at its place.
 * 2. A loop is the context's own, so no sample is lost or doubled where it closes.
 * 3. What was reported was output; a start that nobody heard is not reported.
 */
export class MusicPlayer {
  readonly #deps: MusicPlayerDeps
  readonly #fetched = new Map<string, Promise<ArrayBuffer>>()
  readonly #decoded = new Map<string, AudioBuffer>()
  readonly #decoding = new Map<string, Promise<AudioBuffer | undefined>>()
  readonly #notBefore = new Map<string, Micros>()
  #wanted: Wanted | null = null
  #sounding: Sounding | null = null
  #isStarting = false
  #reported: string | null = null
  #callOffLook: (() => void) | undefined

  constructor(deps: MusicPlayerDeps) {
    this.#deps = deps
    this.#look()
  }

  /** Makes what plays next ready to sound, so that its start waits for no decoder. `isHere`: so are its bytes; a beat is made here. */
  expect(track: string, isHere: boolean): void {
    if (this.#deps.sounds() && !this.#isStarting && (isHere || beatOf(track) !== undefined)) void this.#buffer(track)
  }

  /** What plays in the class, or nothing. `reports`: this page was there before it began. */
  hear(music: Music | null, reports: boolean): void {
    if (music?.id === this.#wanted?.music.id) return
    this.#silence()
    this.#wanted = music && { music, reports }
    this.changed()
  }

  /** The seat, or the learner's wish to hear, has changed; also looked at once a second. */
  changed(): void {
    if (this.#wanted === null || !this.#deps.sounds()) return this.#silence()
    if (this.#sounding === null) void this.#start(this.#wanted)
    else this.#keepPace(this.#wanted.music, this.#sounding)
  }

  end(): void {
    this.#wanted = null
    this.#callOffLook?.()
    this.#silence()
  }

  async #start(wanted: Wanted): Promise<void> {
    if (this.#isStarting) return
    this.#isStarting = true
    try {
      const buffer = await this.#buffer(wanted.music.track)
      if (buffer && this.#wanted === wanted && this.#deps.sounds() && this.#sounding === null) this.#sound(wanted, buffer)
    } finally {
      this.#isStarting = false
    }
    // Another piece was wanted meanwhile.
    if (this.#wanted !== wanted) this.changed()
  }

  #sound(wanted: Wanted, buffer: AudioBuffer): void {
    const { music } = wanted
    const context = this.#deps.context()
    const origin = this.#originOf(music)
    const { position, since } = music.line
    if (!context || origin === undefined || since === null) return
    const first = origin + position / MICROS_PER_SECOND
    const when = Math.max(first, context.currentTime + BLOCK_SECONDS)
    const length = buffer.duration * MICROS_PER_SECOND
    const place = placeAt(music.line, { length, loops: music.loops }, later(since, (when - first) * MICROS_PER_SECOND))
    if (place === null) return
    const gain = context.createGain()
    const source = context.createBufferSource()
    source.buffer = buffer
    source.loop = music.loops
    source.connect(gain).connect(context.destination)
    // Coming in amid the piece must not click.
    if (when > first) gain.gain.setValueAtTime(0, when).linearRampToValueAtTime(1, when + FADE_SECONDS)
    source.start(when, place / MICROS_PER_SECOND)
    const sounding: Sounding = { source, gain, origin, correctedUntil: when }
    this.#sounding = sounding
    source.onended = () => { if (this.#sounding === sounding) this.#sounding = null }
    if (wanted.reports && this.#reported !== music.id) this.#report(music, context, when, sounding)
  }

  /** Looked at afterwards, the mapping is of the very samples that went out. */
  #report(music: Music, context: AudioContext, when: number, sounding: Sounding): void {
    const { clock, now, timers, onStarted } = this.#deps
    this.#reported = music.id
    timers.after((when - context.currentTime) * 1000 + LOOK_AFTER_MS, () => {
      const at = clock.toHub(outputMapping(context, now()).toLocal(when))
      if (at !== undefined && this.#sounding === sounding && context.state === 'running') onStarted(music.id, at) // 3
    })
  }

  #keepPace(music: Music, sounding: Sounding): void {
    const context = this.#deps.context()
    const wantedOrigin = this.#originOf(music)
    if (!context || wantedOrigin === undefined || context.currentTime < sounding.correctedUntil) return
    const correction = correctionOf(wantedOrigin - sounding.origin)
    if (correction.do === 'nothing') return
    if (correction.do === 'again') {
      this.#silence()
      return this.changed()
    }
    const from = context.currentTime
    const { playbackRate } = sounding.source
    playbackRate.setValueAtTime(correction.rate, from)
    playbackRate.setValueAtTime(1, from + correction.forSeconds)
    sounding.origin += correction.forSeconds * (1 - correction.rate)
    sounding.correctedUntil = from + correction.forSeconds
  }

  /** The context time at which the piece's first sample leaves, or would have left. */
  #originOf({ line: { position, since } }: Music): number | undefined {
    const { clock, context, now } = this.#deps
    const sound = context()
    const local = since === null ? undefined : clock.toLocal(since)
    return sound && local !== undefined ? outputMapping(sound, now()).toContext(local - position) : undefined
  }

  #silence(): void {
    const sounding = this.#sounding
    const context = this.#deps.context()
    this.#sounding = null
    if (!sounding) return
    if (!context) return sounding.source.stop()
    sounding.gain.gain.setTargetAtTime(0, context.currentTime, FADE_SECONDS / 3)
    sounding.source.stop(context.currentTime + FADE_SECONDS)
  }

  /** Decoding takes the bytes away, so it is done once at a time. */
  async #buffer(track: string): Promise<AudioBuffer | undefined> {
    const held = this.#decoded.get(track)
    const context = this.#deps.context()
    if (held || !context) return held
    const decoding = this.#decoding.get(track) ?? this.#decode(track, context)
    this.#decoding.set(track, decoding)
    try {
      return await decoding
    } finally {
      this.#decoding.delete(track)
    }
  }

  async #decode(track: string, context: AudioContext): Promise<AudioBuffer | undefined> {
    const bytes = await this.#bytes(track)
    if (!bytes) return undefined
    this.#fetched.delete(track)
    try {
      const buffer = await context.decodeAudioData(bytes)
      for (const other of this.#decoded.keys()) if (this.#decoded.size >= MOST_HELD) this.#decoded.delete(other)
      this.#decoded.set(track, buffer)
      return buffer
    } catch (error) {
      // A browser without a decoder for this sound stays silent and hears everything else.
      if (!(error instanceof DOMException)) throw error
      this.#notBefore.set(track, Infinity)
      return undefined
    }
  }

  async #bytes(track: string): Promise<ArrayBuffer | undefined> {
    const { fetch, now } = this.#deps
    if (this.#decoded.has(track) || now() < (this.#notBefore.get(track) ?? 0)) return undefined
    const fetched = this.#fetched.get(track) ?? fetch(track)
    this.#fetched.set(track, fetched)
    try {
      return await fetched
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof Refused)) throw error
      this.#fetched.delete(track)
      this.#notBefore.set(track, now() + FETCH_AGAIN_MS * 1000)
      return undefined
    }
  }

  #look(): void {
    this.#callOffLook = this.#deps.timers.after(LOOK_MS, () => {
      this.changed()
      this.#look()
    })
  }
}
