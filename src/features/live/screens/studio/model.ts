import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { z } from 'zod/mini'
import type { Crypto } from '../../../../kernel/crypto.ts'
import { Malformed, Refused } from '../../../../kernel/failures.ts'
import type { PublisherId, SeatId } from '../../../../kernel/ids.ts'
import { type HubTime, MICROS_PER_MS } from '../../../../kernel/time.ts'
import type { Client } from '../../../../ui/client.ts'
import { ToldRefusal, Unreachable } from '../../../../ui/client.ts'
import type { DeviceKey } from '../../../../ui/device-key.ts'
import { m } from '../../../../words/messages.js'
import type { LiveNews } from '../../wire/messages.ts'
import * as routes from '../../wire/routes.ts'
import type { ClassFigures, ClassView, CueResult, Publisher, RosterLine } from '../../wire/words.ts'
import { ClassLink } from '../link/class-link.ts'
import { openLiveSocket, pageDeps } from '../link/page-deps.ts'
import { Sending, type SoundInput } from './sending.ts'
import { type CameraDoor, cameraDoor } from './view.ts'

export type Lamps = { readonly theftCovered: boolean; readonly recordKept: boolean; readonly media: boolean }
export type StreamKey = { readonly address: string; readonly key: string }
export type StudioDeps = { readonly client: Client; readonly key: DeviceKey; readonly crypto: Crypto; readonly secureContext: boolean }

/** While the box does not answer, the studio asks again this often. */
const ASK_AGAIN_MS = 2000
const PHASES_AT_WORK: readonly ClassView['phase'][] = ['draft', 'lobby', 'live']

/**
 * What the host's page knows and can do. The box is the only truth: every action is asked of it, and
 * what the page shows comes back from it.
 */
export class StudioModel {
  readonly class: Signal<ClassView | null> = signal(null)
  readonly roster: Signal<readonly RosterLine[]> = signal([])
  readonly publishers: Signal<readonly Publisher[]> = signal([])
  readonly lamps: Signal<Lamps> = signal({ theftCovered: true, recordKept: true, media: true })
  readonly addresses: Signal<readonly string[]> = signal([])
  readonly trustedAddress: Signal<string | null> = signal(null)
  readonly cue: Signal<CueResult | null> = signal(null)
  readonly cueRefused: Signal<string | null> = signal(null)
  readonly figures: Signal<ClassFigures | null> = signal(null)
  readonly streamKey: Signal<StreamKey | null> = signal(null)
  readonly linked: Signal<boolean> = signal(false)
  readonly busy: Signal<boolean> = signal(false)
  /** The sentence of the last refusal, until it is dismissed. */
  readonly problem: Signal<string | null> = signal(null)
  /** The shared time, renewed each half second, for clocks on the page. */
  readonly now: Signal<HubTime | null> = signal(null)
  readonly camera: ReadonlySignal<CameraDoor>
  readonly out: Sending
  readonly #deps: StudioDeps
  readonly #guests = new Map<SeatId, number>()
  #link: ClassLink | undefined

  constructor(deps: StudioDeps) {
    this.#deps = deps
    this.camera = computed(() => cameraDoor(deps.secureContext, this.trustedAddress.value))
    this.out = new Sending({
      client: deps.client,
      code: () => this.class.peek()?.code ?? null,
      link: () => this.#link,
      onPublishing: (publisher) => void this.putOnAir(publisher),
      onClock: (publisher, offset) => this.#tellClock(publisher, offset),
    })
    setInterval(() => { this.now.value = this.#link?.hubNow() ?? null }, 500)
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') this.#link?.wake() })
  }

  get sending() { return this.out.state }
  get level() { return this.out.level }
  get myPublisher() { return this.out.publisher }

  /** Asks the box where things stand and links to the class at hand. Tries until it answers. */
  async open(): Promise<void> {
    try {
      const seen = await this.#deps.client.call(routes.studio)
      const atHand = seen.classes.find((view) => PHASES_AT_WORK.includes(view.phase)) ?? seen.classes[0] ?? null
      this.#look(seen)
      if (atHand === null) return await this.makeClass()
      await this.#show(atHand)
    } catch (error) {
      if (!(error instanceof Unreachable)) return this.#tell(error)
      setTimeout(() => void this.open(), ASK_AGAIN_MS)
    }
  }

  /** Looks anew at what no news tells of, as after another passphrase. The link and all it brought stay. */
  async refresh(): Promise<void> {
    try {
      this.#look(await this.#deps.client.call(routes.studio))
    } catch (error) {
      this.#tell(error)
    }
  }

  nameOf(line: RosterLine): string {
    if (line.name !== null) return line.name
    const number = this.#guests.get(line.seat) ?? this.#guests.size + 1
    this.#guests.set(line.seat, number)
    return m.studio_guest({ number })
  }

  makeClass(): Promise<void> {
    const date = new Date().toLocaleDateString(undefined, { day: 'numeric', month: 'long' })
    return this.#ask(async () => {
      const made = await this.#deps.client.call(routes.makeClass, { input: { title: m.studio_name_default({ date }) } })
      await this.#show(made.class)
    })
  }

  openLobby(title: string): Promise<void> {
    return this.#step(async (params) => {
      if (title.trim() !== this.class.peek()?.title) await this.#deps.client.call(routes.renameClass, { params, input: { title } })
      return this.#deps.client.call(routes.openLobby, { params })
    })
  }

  begin(): Promise<void> {
    return this.#step((params) => this.#deps.client.call(routes.beginClass, { params }))
  }

  end(): Promise<void> {
    return this.#step(async (params) => {
      const ended = await this.#deps.client.call(routes.endClass, { params })
      this.out.stop()
      return ended
    })
  }

  /** `timeStampMs`: when the key went down, on the page's clock. */
  async pressCue(timeStampMs: number): Promise<void> {
    const link = this.#link
    const pressedAt = link?.clock.toHub(timeStampMs * MICROS_PER_MS)
    if (link === undefined || pressedAt === undefined) return
    const kind = this.class.peek()?.phase === 'live' ? 'now' : 'trial'
    this.cueRefused.value = null
    try {
      const sent = link.send({ type: 'press-cue', kind, pressedAt })
      sent.kept.catch(() => { /* The floor's lamp tells when the record cannot be kept. */ })
      await sent.done
    } catch (error) {
      if (error instanceof Refused && error.code === 'CUES_TOO_FAST') this.cueRefused.value = m.studio_cue_too_fast()
      else this.#tell(error)
    }
  }

  async lowerHand(seat: SeatId): Promise<void> {
    const sent = this.#link?.send({ type: 'lower-hand', seat })
    sent?.kept.catch(() => { /* As above. */ })
    await sent?.done.catch((error: unknown) => this.#tell(error))
  }

  putOnAir(publisher: PublisherId | null): Promise<void> {
    return this.#step((params) => this.#deps.client.call(routes.chooseProgramme, { params, input: { publisher } }))
  }

  makeStreamKey(): Promise<void> {
    return this.#ask(async () => {
      const code = this.class.peek()?.code
      if (code === undefined) return
      const { path, key } = await this.#deps.client.call(routes.makeStreamKey, { params: { code } })
      this.streamKey.value = { address: `${this.addresses.peek()[0] ?? location.origin}${path}`, key }
    })
  }

  chooseSource(kind: 'camera' | 'screen' | 'obs'): Promise<void> { return this.#ask(() => this.out.choose(kind)) }
  chooseFile(file: File): Promise<void> { return this.#ask(() => this.out.chooseFile(file)) }
  routeSound(input: SoundInput, heard: boolean): Promise<void> { return this.#ask(() => this.out.route(input, heard)) }
  stopSending(): Promise<void> { return this.#ask(async () => this.out.stop()) }

  #tellClock(publisher: PublisherId, offset: number): void {
    const code = this.class.peek()?.code
    if (code === undefined) return
    const told = this.#deps.client.call(routes.setPublisherClock, { params: { code, publisher }, input: { offset } })
    told.catch(() => { /* Told again in a moment; until then delay is counted from arrival. */ })
  }

  #look(seen: z.output<(typeof routes.studio)['output']>): void {
    batch(() => {
      this.lamps.value = seen.lamps
      this.addresses.value = seen.addresses
      this.trustedAddress.value = seen.trustedAddress
      this.publishers.value = seen.publishers
    })
  }

  async #show(view: ClassView): Promise<void> {
    this.class.value = view
    this.figures.value = null
    if (view.phase === 'closed') return this.#loadFigures(view)
    this.cue.value = null
    this.#guests.clear()
    this.roster.value = []
    this.#linkTo(view)
  }

  async #loadFigures(view: ClassView): Promise<void> {
    this.figures.value = await this.#deps.client.call(routes.classFigures, { params: { code: view.code } })
  }

  #linkTo(view: ClassView): void {
    this.#link?.end()
    const { key, crypto } = this.#deps
    const link = new ClassLink({
      code: view.code, as: 'studio', key, crypto, ...pageDeps, open: openLiveSocket,
    })
    this.#link = link
    link.on((event) => {
      if (event.type === 'phase') this.linked.value = event.phase.phase === 'entered'
      if (event.type === 'news') this.#hear(event.news)
    })
    link.start()
  }

  #hear(news: LiveNews): void {
    switch (news.type) {
      case 'entered':
      case 'class':
        this.class.value = news.class
        if (news.class.phase !== 'closed') return
        this.out.stop() // Whoever ended it: nobody is watching, and the camera's light must say so.
        if (this.figures.peek() === null) void this.#ask(() => this.#loadFigures(news.class))
        return
      case 'roster': this.roster.value = news.lines; return
      case 'seat': this.roster.value = [...this.roster.peek().filter((line) => line.seat !== news.line.seat), news.line]; return
      case 'seat-left': this.roster.value = this.roster.peek().filter((line) => line.seat !== news.seat); return
      case 'cue-result': this.cue.value = news.result; return
      case 'publishers': this.publishers.value = news.publishers; return
      case 'lamps': this.lamps.value = { ...this.lamps.peek(), recordKept: news.recordKept, media: news.media }; return
      default: // Hello, probes, cues and answers are the link's own affair.
    }
  }

  #step(act: (params: { code: string }) => Promise<{ class: ClassView }>): Promise<void> {
    return this.#ask(async () => {
      const code = this.class.peek()?.code
      if (code !== undefined) this.class.value = (await act({ code })).class
    })
  }

  async #ask(act: () => Promise<void>): Promise<void> {
    this.busy.value = true
    try {
      await act()
    } catch (error) {
      this.#tell(error)
    } finally {
      this.busy.value = false
    }
  }

  #tell(error: unknown): void {
    if (error instanceof ToldRefusal) this.problem.value = error.sentence
    else if (error instanceof Unreachable) this.problem.value = m.studio_unreachable()
    else if (error instanceof Refused || error instanceof Malformed) this.problem.value = m.studio_unreachable_why()
    else throw error
  }
}
