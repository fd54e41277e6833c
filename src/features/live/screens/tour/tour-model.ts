import { type Signal, signal } from '@preact/signals'
import type { Crypto } from '../../../../kernel/crypto.ts'
import { Malformed, Refused } from '../../../../kernel/failures.ts'
import { MICROS_PER_MS } from '../../../../kernel/time.ts'
import type { Client } from '../../../../ui/client.ts'
import { ToldRefusal, Unreachable } from '../../../../ui/client.ts'
import type { DeviceKey } from '../../../../ui/device-key.ts'
import { m } from '../../../../words/messages.js'
import type { LiveNews } from '../../wire/messages.ts'
import type { Plan } from '../../wire/run.ts'
import * as routes from '../../wire/routes.ts'
import { chokeLink, makeItYours } from '../../wire/tour.ts'
import type { ClassReport, ClassView, CueResult, RosterLine } from '../../wire/words.ts'
import { ClassLink } from '../link/class-link.ts'
import { openLiveSocket, pageDeps } from '../link/page-deps.ts'
import { chokeable, LinkWatch } from './choked-link.ts'
import type { RemovalDesk } from './removal.ts'
import { SampleTeacher } from './sample-teacher.ts'

/** Where the tour is. A further stop is a name here, a module in `stops/`, and a line in its list. */
export type StopId = 'cue' | 'choke' | 'removal' | 'report' | 'yours'

/** What is asked before the box is one's own. */
export type Beginning = { readonly passphrase: string | null; readonly title: string; readonly plan: Plan }

/** `preparing`: the real box is being made; `changing`: the sample goes, the real one comes. */
export type Making = 'preparing' | 'changing'

export type TourDeps = {
  readonly client: Client
  readonly key: DeviceKey
  readonly crypto: Crypto
  /** What this device is called in the list of devices. */
  readonly label: string
  readonly skip: boolean
  /** The fewest characters a passphrase may have, and whether one may be typed at this address. */
  readonly passphraseLeast: number
  readonly mayType: boolean
  /** Whether the box still shows the sample; rejects while nobody answers. */
  readonly isSample: () => Promise<boolean>
  /** The stop about removal, over the doors of the features it shows. */
  readonly removal: RemovalDesk
  /** The box is its host's now: to the studio. */
  readonly onYours: () => void
}

const ASK_AGAIN_MS = 700
/** About two minutes: a small box starts in a few seconds, and one without its pages built in one. */
const ASKED_AT_MOST = 170

/** What the tour's page knows and can do: a studio reduced to one key, with a teacher in it. */
export class TourModel {
  readonly stop: Signal<StopId>
  /** Somebody has pressed something, so browsers let the class be heard. */
  readonly begun: Signal<boolean> = signal(false)
  readonly class: Signal<ClassView | null> = signal(null)
  readonly linked: Signal<boolean> = signal(false)
  readonly roster: Signal<readonly RosterLine[]> = signal([])
  readonly cue: Signal<CueResult | null> = signal(null)
  /** The link that is, or was, made narrow. */
  readonly choked = new LinkWatch()
  /** The address for phones; null while it is not known. */
  readonly address: Signal<string | null> = signal(null)
  readonly figures: Signal<ClassReport | null> = signal(null)
  readonly making: Signal<Making | null> = signal(null)
  readonly busy: Signal<boolean> = signal(false)
  /** The sentence of the last refusal, until something works again. */
  readonly problem: Signal<string | null> = signal(null)
  /** The code of the last refusal, for the field it belongs to. */
  readonly refused: Signal<string | null> = signal(null)
  readonly deps: TourDeps
  #link: ClassLink | undefined
  #teacher: SampleTeacher | undefined
  #isOpening = false

  constructor(deps: TourDeps) {
    this.deps = deps
    this.stop = signal(deps.skip ? 'yours' : 'cue')
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') this.#link?.wake() })
  }

  /** Links to the sample class and puts its teacher on the air. Tries until the box answers. */
  async open(): Promise<void> {
    if (this.#isOpening) return
    this.#isOpening = true
    try {
      const { classes, addresses } = await this.deps.client.call(routes.studio)
      const [view = null] = classes
      this.class.value = view
      this.address.value = addresses[0] ?? null
      if (view === null) return
      if (this.stop.peek() === 'yours') return
      if (view.phase !== 'live') return await this.#showReport(view)
      this.#linkTo(view)
      this.#startTeacher(view)
    } catch (error) {
      if (!(error instanceof Unreachable)) return this.#tell(error)
      setTimeout(() => void this.open(), ASK_AGAIN_MS)
    } finally {
      this.#isOpening = false
    }
  }

  go(stop: StopId): void {
    this.problem.value = null
    this.stop.value = stop
    if (stop === 'yours') this.#letGo()
    else if (this.#link === undefined) void this.open()
  }

  /** Belongs into a press's handler. */
  begin(): void {
    this.begun.value = true
    this.#speak()
  }

  /** `timeStampMs`: when the key went down, on the page's clock. */
  async pressCue(timeStampMs: number): Promise<void> {
    const link = this.#link
    const pressedAt = link?.clock.toHub(timeStampMs * MICROS_PER_MS)
    if (link === undefined || pressedAt === undefined) return
    try {
      const sent = link.send({ type: 'press-cue', kind: 'now', pressedAt })
      sent.kept.catch(() => { /* A sample keeps nothing that matters. */ })
      await sent.done
      this.problem.value = null
    } catch (error) {
      this.#tell(error)
    }
  }

  /** Makes the link of one learner's page narrow. */
  async choke(): Promise<void> {
    const [line, at] = [chokeable(this.roster.peek()), this.#link?.hubNow()]
    if (line === undefined || at === undefined) return
    await this.#ask(async () => {
      await this.deps.client.call(chokeLink, { input: { seat: line.seat, on: true } })
      this.cue.value = null
      this.choked.began(line, at)
    })
  }

  /** Lets the link be again. */
  async liftChoke(): Promise<void> {
    const { seat, liftedAt } = this.choked.link.peek() ?? {}
    const at = this.#link?.hubNow()
    if (seat === undefined || liftedAt !== null || at === undefined) return
    await this.#ask(async () => {
      await this.deps.client.call(chokeLink, { input: { seat, on: false } })
      this.choked.lifted(at)
    })
  }

  async record(): Promise<void> {
    await this.#removal((desk, code) => desk.record(code))
  }

  async askRemoval(): Promise<void> {
    await this.#removal((desk, code) => desk.ask(code, m.tour_learner_a()))
  }

  async remove(): Promise<void> {
    await this.#removal((desk, code) => desk.remove(code))
  }

  async #removal(act: (desk: RemovalDesk, code: string) => Promise<void>): Promise<void> {
    const code = this.class.peek()?.code
    if (code !== undefined) await this.#ask(() => act(this.deps.removal, code))
  }

  /** Ends the sample class for everybody in it; its report follows. */
  async end(): Promise<void> {
    const code = this.class.peek()?.code
    if (code === undefined) return
    await this.#ask(async () => {
      const ended = await this.deps.client.call(routes.endClass, { params: { code } })
      await this.#showReport(ended.class)
    })
  }

  /** Makes the real box in place of the sample, and waits for it. */
  async makeItYours(beginning: Beginning): Promise<void> {
    if (this.making.peek() !== null) return
    this.problem.value = this.refused.value = null
    this.making.value = 'preparing'
    try {
      await this.deps.client.call(makeItYours, { input: { ...beginning, label: this.deps.label } })
    } catch (error) {
      // The box may have gone before its answer came: then it is on its way all the same.
      if (!(error instanceof Unreachable)) {
        this.making.value = null
        return this.#tell(error)
      }
    }
    this.making.value = 'changing'
    await this.#awaitYours()
  }

  async #awaitYours(): Promise<void> {
    for (let asked = 0; asked < ASKED_AT_MOST; asked++) {
      const isSample = await this.deps.isSample().catch((error: unknown) => {
        if (error instanceof Unreachable || error instanceof Malformed || error instanceof Refused) return true
        throw error
      })
      if (!isSample) return this.deps.onYours()
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS))
    }
    this.making.value = null
    this.problem.value = m.tour_yours_late()
  }

  #linkTo(view: ClassView): void {
    const { key, crypto } = this.deps
    const link = new ClassLink({ code: view.code, as: 'studio', key, crypto, ...pageDeps, open: openLiveSocket })
    this.#link = link
    link.on((event) => {
      if (event.type === 'phase') this.linked.value = event.phase.phase === 'entered'
      if (event.type === 'news') this.#hear(event.news)
    })
    link.start()
  }

  #startTeacher({ code }: ClassView): void {
    const { client } = this.deps
    if (this.#link) this.#teacher = new SampleTeacher({ code, client, link: this.#link, onTrouble: (error) => this.#tell(error) })
    if (this.begun.peek()) this.#speak()
  }

  #speak(): void {
    this.#teacher?.speak().catch((error: unknown) => {
      if (!(error instanceof DOMException)) throw error // Refused or called off: the class goes on without the voice.
    })
  }

  #hear(news: LiveNews): void {
    switch (news.type) {
      case 'entered':
      case 'class': this.class.value = news.class; return
      case 'roster': this.roster.value = news.lines; return
      case 'seat':
        this.roster.value = [...this.roster.peek().filter((line) => line.seat !== news.line.seat), news.line]
        this.choked.heard(news.line)
        return
      case 'seat-left': this.roster.value = this.roster.peek().filter((line) => line.seat !== news.seat); return
      case 'cue-result': this.cue.value = news.result; return
      default: // A studio hears more than its one key needs.
    }
  }

  async #showReport(view: ClassView): Promise<void> {
    this.class.value = view
    this.stop.value = 'report'
    this.figures.value = await this.deps.client.call(routes.classFigures, { params: { code: view.code } })
    this.#letGo()
  }

  /** Nobody is in the class any more, or the box is about to change under it. */
  #letGo(): void {
    this.#link?.end()
    this.#link = undefined
    this.linked.value = false
    this.#teacher?.stop()
    this.#teacher = undefined
  }

  async #ask(act: () => Promise<void>): Promise<void> {
    this.busy.value = true
    this.problem.value = null
    try {
      await act()
    } catch (error) {
      this.#tell(error)
    } finally {
      this.busy.value = false
    }
  }

  #tell(error: unknown): void {
    if (error instanceof Refused) this.refused.value = error.code
    if (error instanceof ToldRefusal) this.problem.value = error.sentence
    else if (error instanceof Refused && error.code === 'CUES_TOO_FAST') this.problem.value = m.tour_cue_too_fast()
    else if (error instanceof Unreachable || error instanceof Refused || error instanceof Malformed) this.problem.value = m.tour_unreachable()
    else throw error
  }
}
