import type { Crypto } from '../../../../kernel/crypto.ts'
import { hubTime, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import { opusSilence, SILENCE_DURATION } from '../../../../media/cmaf/opus.ts'
import { PictureStream } from '../../../../media/cmaf/picture-stream.ts'
import type { TimedPicture } from '../../../../media/cmaf/picture-stream.ts'
import { SoundStream } from '../../../../media/cmaf/sound-stream.ts'
import type { Sound } from '../../../../media/cmaf/sound-stream.ts'
import { Timeline } from '../../../../media/cmaf/timeline.ts'
import { sameConfig, TIMESCALE } from '../../../../media/cmaf/track.ts'
import type { Sample, TrackConfig } from '../../../../media/cmaf/track.ts'
import type { TapPacket } from '../../../../media/tap-batch.ts'
import type { TapStream } from '../../../../media/tap.ts'
import { ASK_AFTER, findCut, LEAST, SOUND_LOST, WAIT_FOR_OTHER } from '../../rules/cuts.ts'
import type { Cut } from '../../rules/cuts.ts'
import { cutSound } from '../../rules/sound-cut.ts'
import type { ClosedSegment } from '../live-window.ts'
import type { InitSegment } from '../segments.ts'
import { PartWriter } from './parts.ts'

export type RecorderOptions = {
  readonly crypto: Pick<Crypto, 'sha256'>
  readonly onSegment: (closed: ClosedSegment, inits: readonly InitSegment[]) => void
  readonly onKeyframeWanted: () => void
}

/** A picture with its place in the class, in ticks. */
type Shown = Sample & { readonly config: TrackConfig | undefined }
type Open = { readonly from: number; readonly config: TrackConfig | undefined }

/** More than half a minute of any class; what holds more is not being worked off. */
const MOST_QUEUED = 64 * 1024 * 1024
/** One request may be lost; more than this a source only answers with more of what nobody needs. */
const ASK_EVERY = 400_000
const OPUS: TrackConfig = { track: 'audio', codec: 'opus', channels: 2 }
const SILENCE = { data: opusSilence(), duration: SILENCE_DURATION }

/**
 * Cuts one class into segments as its packets come: no clock of its own, no disk, no network.
 *
 * 1. Every segment can be decoded by itself after the init segments it names, in the order in which its samples lie.
 * 2. Segments follow each other without overlap; where something is missing or different between two, the later one says so.
 * 3. Sound is cut at the instants at which the picture is.
 */
export class ClassRecorder {
  readonly #options: RecorderOptions
  readonly #writer: PartWriter
  #video: { readonly pictures: PictureStream; readonly timeline: Timeline } | undefined
  #audio: SoundStream | undefined
  #shown: Shown[] = []
  #sounds: Sound[] = []
  #queuedBytes = 0
  #open: Open | undefined
  #lastPicture = { at: -Infinity, arrival: -Infinity }
  #latestTicks = -Infinity
  #soundArrival = -Infinity
  #firstSoundArrival = Infinity
  /** Where the sound of the segment before ended, in its ticks. */
  #soundEnd: number | undefined
  #waitingSince: { readonly at: number; readonly since: number } | undefined
  #askedAt = -Infinity
  #before: { readonly to: number; readonly tracks: string } | undefined

  constructor(options: RecorderOptions) {
    this.#options = options
    this.#writer = new PartWriter(options.crypto)
  }

  /** A stream begins in place of any of its kind before. A picture that no file can hold is passed over. */
  onStream({ kind, codec, parameters }: TapStream, now: number): void {
    this.#take(now, true)
    if (kind === 'audio') this.#audio = new SoundStream()
    else if (codec === 'VP8' || codec === 'OPUS') this.#video = undefined
    else this.#video = { pictures: new PictureStream(codec, parameters), timeline: new Timeline(TIMESCALE.video, this.#latestTicks) }
  }

  onPacket(kind: 'audio' | 'video', packet: TapPacket): void {
    if (kind === 'audio') this.#audio?.put(packet)
    else this.#video?.pictures.put(packet)
  }

  /** After each batch, and every 100 ms or so. */
  onTick(now: number): void {
    this.#take(now, false)
    this.#begin(now)
    for (let cut = this.#cut(now); cut; cut = this.#cut(now)) this.#close(cut, now)
    this.#askForKeyframe(now)
  }

  /** Closes what is open, for nothing more will come. */
  finish(now: number): void {
    this.#take(now, true)
    this.#begin(now)
    for (let cut = this.#cut(Infinity); cut && cut.at < this.#end(); cut = this.#cut(Infinity)) this.#close(cut, now)
    if (this.#open) this.#close({ at: this.#end(), pictureLost: true }, now)
    this.#forget()
  }

  /** The end of what is queued. */
  #end(): number {
    return Math.max(this.#soundTo(), this.#shown.length > 0 ? this.#lastPicture.at + MICROS_PER_SECOND / 30 : -Infinity)
  }

  #take(now: number, all: boolean): void {
    const until = all ? Infinity : now
    if (this.#video) for (const picture of this.#video.pictures.take(until)) if (picture !== 'lost') this.#onPicture(picture, this.#video.timeline, now)
    if (this.#audio) for (const sound of this.#audio.take(until)) this.#onSound(sound, now)
    if (this.#queuedBytes > MOST_QUEUED) this.#forget()
  }

  #onPicture({ data, key, config, ticks, hubTime: at }: TimedPicture, timeline: Timeline, now: number): void {
    const time = timeline.place(ticks, at, key)
    this.#latestTicks = Math.max(this.#latestTicks, time)
    this.#lastPicture = { at: microsOf(this.#latestTicks, 'video'), arrival: now }
    // Behind a segment without a picture there is nothing that this one could follow.
    if (!key && this.#shown.length === 0) return
    this.#shown.push({ data, key, time, config })
    this.#queuedBytes += data.length
  }

  #onSound(sound: Sound, now: number): void {
    this.#soundArrival = now
    this.#firstSoundArrival = Math.min(this.#firstSoundArrival, now)
    const last = this.#sounds.at(-1)
    if (sound.time < (last ? last.time + 1 : this.#soundEnd ?? -Infinity)) return
    this.#sounds.push(sound)
    this.#queuedBytes += sound.data.length
  }

  #soundTo(): number {
    const last = this.#sounds.at(-1)
    return last ? microsOf(last.time + last.duration, 'audio') : -Infinity
  }

  /** Begins with a picture, or with sound alone where none comes. */
  #begin(now: number): void {
    if (this.#open) return
    const [picture] = this.#shown
    const [sound] = this.#sounds
    if (picture) {
      const from = Math.max(microsOf(picture.time, 'video'), this.#before?.to ?? -Infinity)
      this.#shown = notBefore(this.#shown, ticksOf(from, 'video'))
      this.#openAt(from, picture.config)
    }
    else if (sound && (!this.#video || now - this.#firstSoundArrival >= WAIT_FOR_OTHER)) this.#openAt(this.#joined(microsOf(sound.time, 'audio')), undefined)
  }

  /** Sound goes on where the segment before ended, when that is not long ago. */
  #joined(at: number): number {
    const end = this.#before?.to ?? -Infinity
    return at >= end && at - end < WAIT_FOR_OTHER ? end : at
  }

  #openAt(from: number, config: TrackConfig | undefined): void {
    this.#open = { from, config }
    const ticks = ticksOf(from, 'audio')
    if (this.#soundEnd !== undefined && Math.abs(this.#soundEnd - ticks) < TIMESCALE.audio) return
    this.#soundEnd = undefined
    // From before the first segment, or from between two that do not touch.
    this.#sounds = this.#sounds.filter(({ time, duration }) => time + duration > ticks)
  }

  #cut(now: number): Cut | undefined {
    const open = this.#open
    if (!open) return undefined
    const keys = this.#shown.filter(({ key }) => key).map(({ time, config }) => ({ at: microsOf(time, 'video'), sameStream: same(config, open.config) }))
    const cut = findCut({ from: open.from, hasPicture: open.config !== undefined }, keys, { soundTo: this.#soundTo(), picture: this.#lastPicture, now })
    return cut && this.#soundIsThere(cut.at, now) ? cut : undefined
  }

  /** Sound comes a little later than the picture that ends a segment, when it comes. */
  #soundIsThere(at: number, now: number): boolean {
    if (this.#soundTo() >= at || now - this.#soundArrival > WAIT_FOR_OTHER) return true
    if (this.#waitingSince?.at !== at) this.#waitingSince = { at, since: now }
    return now - this.#waitingSince.since >= WAIT_FOR_OTHER
  }

  #close({ at, pictureLost }: Cut, now: number): void {
    const open = this.#open
    if (!open) return
    const index = pictureLost ? -1 : this.#shown.findIndex(({ key, time }) => key && microsOf(time, 'video') >= at)
    const shown = open.config ? this.#shown.splice(0, index < 0 ? this.#shown.length : index) : []
    const sounds = this.#takeSounds(at)
    const isWorthIt = shown.length > 0 || at - open.from >= LEAST
    if (isWorthIt) this.#write(open, at, shown, this.#soundPart(open.from, at, sounds, now))
    else if (sounds.length > 0) this.#soundEnd = undefined
    this.#queuedBytes = [...this.#shown, ...this.#sounds].reduce((sum, { data }) => sum + data.length, 0)
    this.#open = undefined
    this.#begin(now)
  }

  #takeSounds(at: number): Sound[] {
    const ticks = ticksOf(at, 'audio')
    const behind = this.#sounds.findIndex(({ time }) => time >= ticks)
    return this.#sounds.splice(0, behind < 0 ? this.#sounds.length : behind)
  }

  #soundPart(from: number, to: number, sounds: readonly Sound[], now: number): ReturnType<typeof cutSound> | undefined {
    const goesOn = this.#soundEnd !== undefined && now - this.#soundArrival < SOUND_LOST
    if (sounds.length === 0 && !goesOn) {
      this.#soundEnd = undefined
      return undefined
    }
    const cut = cutSound(sounds, { from: this.#soundEnd ?? ticksOf(from, 'audio'), to: ticksOf(to, 'audio') }, this.#sounds[0], SILENCE)
    this.#soundEnd = cut.end
    return cut
  }

  #write(open: Open, to: number, shown: readonly Shown[], sound: ReturnType<typeof cutSound> | undefined): void {
    const written = []
    if (open.config && shown.length > 0) written.push(this.#writer.write(open.config, shown, Math.max(ticksOf(to, 'video'), this.#lastTicks(shown) + 1)))
    if (sound) written.push(this.#writer.write(OPUS, sound.sounds.map((one) => ({ ...one, key: true })), sound.end))
    if (written.length === 0) return
    const tracks = written.map(({ init }) => init.sha256).join()
    const discontinuity = this.#before?.to !== open.from || this.#before.tracks !== tracks
    this.#before = { to, tracks }
    this.#options.onSegment(
      { from: hubTime(open.from), to: hubTime(to), discontinuity, parts: written.map(({ part }) => part) },
      written.map(({ init }) => init),
    )
  }

  #lastTicks(shown: readonly Shown[]): number {
    return shown.reduce((latest, { time }) => Math.max(latest, time), -Infinity)
  }

  #askForKeyframe(now: number): void {
    if (!this.#video) return
    const isDue = this.#open?.config ? now - this.#open.from >= ASK_AFTER : true
    if (!isDue && !this.#video.pictures.waitsForKey) return
    if (now - this.#askedAt < ASK_EVERY) return
    this.#askedAt = now
    this.#options.onKeyframeWanted()
  }

  #forget(): void {
    this.#shown = []
    this.#sounds = []
    this.#queuedBytes = 0
    this.#open = undefined
    this.#soundEnd = undefined
  }
}

/** What came too late for its time is shown as soon as it can be, in its order. */
function notBefore(shown: Shown[], from: number): Shown[] {
  if ((shown[0]?.time ?? from) >= from) return shown
  return shown.map((one, index) => (one.time < from + index ? { ...one, time: from + index } : one))
}

function same(a: TrackConfig | undefined, b: TrackConfig | undefined): boolean {
  return a !== undefined && b !== undefined && sameConfig(a, b)
}

function microsOf(ticks: number, track: 'audio' | 'video'): number {
  return Math.round((ticks * MICROS_PER_SECOND) / TIMESCALE[track])
}

function ticksOf(micros: number, track: 'audio' | 'video'): number {
  return Math.round((micros * TIMESCALE[track]) / MICROS_PER_SECOND)
}
