import { Refused } from '../../../../../kernel/failures.ts'
import { newId } from '../../../../../kernel/ids.ts'
import type { ItemId } from '../../../../../kernel/ids.ts'
import { MICROS_PER_MS, MICROS_PER_SECOND } from '../../../../../kernel/time.ts'
import { endsAt, run, standing } from '../../../rules/clock/timeline.ts'
import type { TrackRef } from '../../../wire/run.ts'
import type { Music } from '../../../wire/together.ts'
import type { FloorMusic } from '../floor-messages.ts'
import { BOX } from './desk.ts'
import type { TogetherDeps } from './desk.ts'
import type { StartDesk } from './start-desk.ts'

type MusicDeskDeps = Pick<TogetherDeps, 'now' | 'crypto' | 'timers' | 'audience' | 'record' | 'track'> & { readonly starts: StartDesk }

/**
 * The class's music.
 *
 * 1. There is at most one piece; starting another takes its place.
 * 2. What an item of the plan began ends with that item; what a host began ends when a host says so.
 * 3. A piece that does not loop is over at its end.
 */
export class MusicDesk {
  readonly #deps: MusicDeskDeps
  #playing: FloorMusic | null = null
  /** What was recorded last, so that a repeated command hears `kept` with the fact it repeats. */
  #fact: number | undefined
  #callOff: () => void = () => undefined

  constructor(deps: MusicDeskDeps) {
    this.#deps = deps
  }

  get current(): Music | null {
    return this.#playing?.music ?? null
  }

  /** Throws `Refused('TRACK_UNKNOWN')`. */
  start(actor: string, ref: TrackRef, item: ItemId | null): number {
    const { crypto, record, starts, track } = this.#deps
    const found = track(ref)
    if (!found) throw new Refused('TRACK_UNKNOWN')
    const at = starts.agree()
    const length = found.loops || found.seconds === null ? null : Math.round(found.seconds * MICROS_PER_SECOND)
    const music: Music = { id: newId('mus', crypto), track: ref, title: found.title, loops: found.loops, line: run(standing(length), at) }
    this.#set({ music, item })
    starts.announce({ type: 'music', music }, { what: 'music', id: music.id, at })
    return (this.#fact = record(actor, { kind: 'live.music-started.1', body: { music: music.id, track: ref, item, at } }))
  }

  /** Answers the fact that says so, also when none plays; undefined when none ever did. */
  stop(actor: string = BOX): number | undefined {
    const { now, record } = this.#deps
    if (!this.#playing) return this.#fact
    const { id } = this.#playing.music
    this.#silence()
    return (this.#fact = record(actor, { kind: 'live.music-stopped.1', body: { music: id, at: now() } }))
  }

  /** The class has gone on from this item; null, of what a host began, ends nothing. */
  endedWith(item: ItemId | null): void {
    if (item !== null && this.#playing?.item === item) this.stop()
  }

  /** A track that was removed plays no more. */
  tracksChanged(): void {
    if (this.#playing && !this.#deps.track(this.#playing.music.track)) this.stop()
  }

  restore(playing: FloorMusic): void {
    const end = endsAt(playing.music.line)
    if (end !== null && end <= this.#deps.now()) return
    this.#set(playing)
    this.#deps.audience.tellAll({ type: 'music', music: playing.music })
  }

  #silence(): void {
    this.#set(null)
    this.#deps.audience.tellAll({ type: 'music', music: null })
  }

  #set(playing: FloorMusic | null): void {
    this.#callOff()
    this.#callOff = () => undefined
    this.#playing = playing
    const end = playing && endsAt(playing.music.line)
    if (end === null) return
    const { now, timers } = this.#deps
    this.#callOff = timers.after(Math.max(0, (end - now()) / MICROS_PER_MS), () => this.#silence())
  }
}
