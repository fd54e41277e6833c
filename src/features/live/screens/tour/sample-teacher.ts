import type { PublisherId } from '../../../../kernel/ids.ts'
import type { Client } from '../../../../ui/client.ts'
import { chooseProgramme, setPublisherClock } from '../../wire/routes.ts'
import { AudioMix } from '../link/audio-mix.ts'
import type { ClassLink } from '../link/class-link.ts'
import { pageDeps } from '../link/page-deps.ts'
import { Publish } from '../link/publish.ts'
import { drawTeacher } from './drawn-teacher.ts'
import type { DrawnTeacher } from './drawn-teacher.ts'
import speech from './speech/teacher.mp3'

export type SampleTeacherDeps = { readonly code: string; readonly client: Client; readonly link: ClassLink; readonly onTrouble: (error: unknown) => void }

/** The page's wall clock drifts against the shared one. */
const CLOCK_EVERY_MS = 5000

/**
 * The teacher of the sample class: a drawn picture and a spoken text, sent from this page over the same
 * way as a camera's and a microphone's.
 */
export class SampleTeacher {
  readonly #deps: SampleTeacherDeps
  readonly #picture: DrawnTeacher
  readonly #mix = new AudioMix()
  readonly #voice = new Audio(speech)
  readonly #publish: Publish
  readonly #clock: ReturnType<typeof setInterval>

  constructor(deps: SampleTeacherDeps) {
    this.#deps = deps
    this.#picture = drawTeacher()
    this.#voice.loop = true
    this.#mix.setElement('file', this.#voice)
    this.#publish = new Publish({ code: deps.code, client: deps.client, mix: this.#mix, link: deps.link, ...pageDeps })
    this.#publish.on((event) => {
      if (event.type === 'state' && event.state.state === 'open') this.#onAir()
    })
    void this.#publish.setPicture({ track: this.#picture.track, source: 'camera' })
    this.#publish.start()
    this.#clock = setInterval(() => this.#tellClock(), CLOCK_EVERY_MS)
  }

  /** Belongs into a press's handler: no browser lets a page speak before one. */
  async speak(): Promise<void> {
    await this.#mix.resume()
    await this.#voice.play()
  }

  stop(): void {
    clearInterval(this.#clock)
    this.#publish.stop()
    this.#picture.stop()
    this.#voice.pause()
    void this.#mix.close()
  }

  #onAir(): void {
    const publisher = this.#publish.publisher as PublisherId | null // The last part of the resource's path, as the box named it.
    if (publisher === null) return
    const { client, code, onTrouble } = this.#deps
    client.call(chooseProgramme, { params: { code }, input: { publisher } }).catch(onTrouble)
    this.#tellClock()
  }

  #tellClock(): void {
    const [publisher, offset] = [this.#publish.publisher, this.#publish.ntpToHubMicros()]
    if (publisher === null || offset === undefined) return
    const told = this.#deps.client.call(setPublisherClock, { params: { code: this.#deps.code, publisher }, input: { offset: Math.round(offset) } })
    told.catch(() => { /* Told again in a moment; until then delay is counted from arrival. */ })
  }
}
