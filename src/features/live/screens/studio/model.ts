import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { z } from 'zod/mini'
import type { Crypto } from '../../../../kernel/crypto.ts'
import { Refused } from '../../../../kernel/failures.ts'
import type { CueId, SeatId } from '../../../../kernel/ids.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import type { Client } from '../../../../ui/client.ts'
import { Unreachable } from '../../../../ui/client.ts'
import type { DeviceKey } from '../../../../ui/device-key.ts'
import { pageLanguage } from '../../../../ui/language.ts'
import { m } from '../../../../words/messages.js'
import type { AttentionContext } from '../../rules/attention.ts'
import type { Schedule } from '../../rules/run/schedule.ts'
import type { LiveNews } from '../../wire/messages.ts'
import * as routes from '../../wire/routes.ts'
import type { ClassReport, ClassView, CueResult, RosterLine } from '../../wire/words.ts'
import type { ClassNowState } from '../link/class-now.ts'
import type { PageSocket } from '../link/socket-session.ts'
import { AirDesk } from './air-desk.ts'
import { Asking } from './asking.ts'
import { type ControlDeps, ControlDesk } from './control/control-desk.ts'
import { LampsDesk } from './lamps-desk.ts'
import { StudioLine } from './line.ts'
import { PeopleDesk } from './people/people-desk.ts'
import { PlanDesk } from './plan/plan-desk.ts'
import type { StudioRoom } from './room.ts'
import { RunDesk } from './run/run-desk.ts'
import { StageHost } from './stage/stage-host.ts'
import { TogetherDesk } from './together/together-desk.ts'
import { type CameraDoor, cameraDoor, contextOf, scheduleNow } from './view.ts'

export type PastClass = z.output<(typeof routes.studio)['output']>['past'][number]
export type StudioDeps = {
  readonly client: Client
  readonly key: DeviceKey
  readonly crypto: Crypto
  readonly secureContext: boolean
  readonly control: ControlDeps
  /** The live socket's way in; the page's own when left out. */
  readonly openSocket?: () => PageSocket
}

/** While the box does not answer, the studio asks again this often. */
const ASK_AGAIN_MS = 2000
const PHASES_AT_WORK: readonly ClassView['phase'][] = ['draft', 'lobby', 'live']

/**
 * What the host's page knows and can do. The box is the only truth: every action is asked of it, and
 * what the page shows comes back from it. Each part of the page has a desk of its own here.
 */
export class StudioModel {
  readonly class: Signal<ClassView | null> = signal(null)
  readonly lamps = new LampsDesk()
  readonly addresses: Signal<readonly string[]> = signal([])
  readonly trustedAddress: Signal<string | null> = signal(null)
  readonly past: Signal<readonly PastClass[]> = signal([])
  readonly cue: Signal<CueResult | null> = signal(null)
  /** The last cue that the box gave by itself: nobody pressed it. */
  readonly plannedCue: Signal<CueId | null> = signal(null)
  readonly cueRefused: Signal<string | null> = signal(null)
  readonly figures: Signal<ClassReport | null> = signal(null)
  readonly camera: ReadonlySignal<CameraDoor>
  readonly asking = new Asking((id) => this.line.run.peek()?.items.find((item) => item.id === id)?.title)
  readonly air: AirDesk
  readonly line: StudioLine
  readonly run: RunDesk
  readonly plan: PlanDesk
  readonly together: TogetherDesk
  readonly people: PeopleDesk
  readonly control: ControlDesk
  readonly stage: StageHost
  /** The run of show read off the shared clock; null without one. */
  readonly schedule: ReadonlySignal<Schedule | null>
  readonly attention: ReadonlySignal<AttentionContext>
  readonly #deps: StudioDeps

  constructor(deps: StudioDeps) {
    this.#deps = deps
    this.camera = computed(() => cameraDoor(deps.secureContext, this.trustedAddress.value))
    const { key, crypto, openSocket } = deps
    this.line = new StudioLine({ key, crypto, onNews: (news) => this.#hear(news), ...(openSocket && { open: openSocket }) })
    const room = this.#room()
    this.run = new RunDesk(room, this.line.run)
    this.plan = new PlanDesk(room, crypto)
    this.together = new TogetherDesk(room)
    this.people = new PeopleDesk(room)
    this.control = new ControlDesk(room, deps.control)
    this.air = new AirDesk(room, {
      link: () => this.line.link, addresses: this.addresses,
      hasControl: computed(() => this.control.state.value.at === 'here'),
    })
    this.stage = new StageHost(room, () => this.air.out, deps.control.role !== 'technician')
    this.schedule = computed(() => scheduleNow(this.line.run.value, this.now.value))
    this.attention = computed(() => contextOf(this.schedule.value, this.class.value))
  }

  get client(): Client { return this.#deps.client }
  get linked(): Signal<boolean> { return this.line.linked }
  get now(): Signal<HubTime | null> { return this.line.now }
  get known(): Signal<ClassNowState> { return this.line.known }
  get roster(): Signal<readonly RosterLine[]> { return this.people.roster }
  get busy(): Signal<boolean> { return this.asking.busy }

  /** Asks the box where things stand and links to the class at hand. Tries until it answers. */
  async open(): Promise<void> {
    try {
      const seen = await this.client.call(routes.studio)
      const atHand = seen.classes.find((view) => PHASES_AT_WORK.includes(view.phase)) ?? seen.classes[0] ?? null
      this.#look(seen)
      if (atHand === null) return await this.makeClass()
      await this.show(atHand)
    } catch (error) {
      if (!(error instanceof Unreachable)) return this.asking.tell(error)
      setTimeout(() => void this.open(), ASK_AGAIN_MS)
    }
  }

  /** Looks anew at what no news tells of, as after another passphrase. The link and all it brought stay. */
  async refresh(): Promise<void> {
    await this.asking.ask(async () => this.#look(await this.client.call(routes.studio)))
  }

  nameOf(line: Pick<RosterLine, 'seat' | 'name'>): string { return this.people.nameOf(line) }

  async makeClass(): Promise<void> {
    const date = new Date().toLocaleDateString(pageLanguage(), { day: 'numeric', month: 'long' })
    await this.asking.ask(async () => {
      const made = await this.client.call(routes.makeClass, { input: { title: m.studio_name_default({ date }) } })
      await this.show(made.class)
    })
    await this.refresh()
  }

  /** All that is written is with the box before anybody comes in. */
  async openLobby(): Promise<void> {
    if (await this.plan.flush()) await this.#step((params) => this.client.call(routes.openLobby, { params }))
  }

  /** `stagger`: seconds after the beginning for each kind of seat; all at once when left out. */
  async begin(stagger?: { readonly room: number; readonly venue: number; readonly elsewhere: number }): Promise<void> {
    if (await this.plan.flush()) await this.#step((params) => this.client.call(routes.beginClass, { params, input: stagger === undefined ? {} : { stagger } }))
  }

  /** The class begins by itself in so many seconds; null takes that back. */
  async setStart(inSeconds: number | null): Promise<void> {
    await this.#step((params) => this.client.call(routes.setStart, { params, input: { inSeconds } }))
  }

  async end(): Promise<void> {
    await this.#step(async (params) => {
      const ended = await this.client.call(routes.endClass, { params })
      this.air.out.stop()
      return ended
    })
  }

  /** `timeStampMs`: when the key went down, on the page's clock. */
  async pressCue(timeStampMs: number, word = ''): Promise<void> {
    const pressedAt = this.line.hubAt(timeStampMs)
    if (pressedAt === undefined) return
    const kind = this.class.peek()?.phase === 'live' ? 'now' : 'trial'
    this.cueRefused.value = null
    try {
      await this.line.send({ type: 'press-cue', kind, pressedAt, ...(word.trim() === '' ? {} : { word: word.trim() }) }).done
    } catch (error) {
      if (error instanceof Refused && error.code === 'CUES_TOO_FAST') this.cueRefused.value = m.studio_cue_too_fast()
      else this.asking.tell(error)
    }
  }

  async lowerHand(seat: SeatId): Promise<void> { await this.people.lowerHand(seat) }

  /** Makes a class the one at hand: links to it, or fetches what it ended with. */
  async show(view: ClassView): Promise<void> {
    this.class.value = view
    this.asking.undo.value = null
    this.figures.value = null
    if (view.phase === 'closed') return this.#loadFigures(view)
    this.cue.value = null
    for (const desk of [this.lamps, this.air, this.people, this.together, this.stage]) desk.reset()
    this.line.to(view.code)
    await this.plan.show(view)
  }

  #room(): StudioRoom {
    return {
      class: this.class, client: this.#deps.client, asking: this.asking,
      hubNow: () => this.line.hubNow(),
      step: (act) => this.#step(act),
      command: async (message) => {
        try {
          await this.line.send(message).done
          return true
        } catch (error) {
          this.asking.tell(error)
          return false
        }
      },
    }
  }

  #look(seen: z.output<(typeof routes.studio)['output']>): void {
    batch(() => {
      this.lamps.state.value = seen.lamps
      this.addresses.value = seen.addresses
      this.trustedAddress.value = seen.trustedAddress
      this.air.publishers.value = seen.publishers
      this.past.value = seen.past
    })
  }

  async #loadFigures(view: ClassView): Promise<void> {
    this.figures.value = await this.client.call(routes.classFigures, { params: { code: view.code } })
  }

  #hear(news: LiveNews): void {
    for (const desk of [this.lamps, this.air, this.people, this.together, this.control, this.stage]) desk.hear(news)
    switch (news.type) {
      case 'entered':
        this.control.entered()
        return this.#hearClass(news.class)
      case 'class': return this.#hearClass(news.class)
      case 'cue':
        if (news.cue.kind === 'planned') this.plannedCue.value = news.cue.id
        return
      case 'cue-result': this.cue.value = news.result; return
      default: // Hello, probes, cues and answers are the link's own affair.
    }
  }

  #hearClass(view: ClassView): void {
    this.class.value = view
    if (view.phase !== 'closed') return
    this.air.out.stop() // Whoever ended it: nobody is watching, and the camera's light must say so.
    if (this.figures.peek() === null) void this.asking.ask(() => this.#loadFigures(view))
  }

  #step(act: (params: { code: string }) => Promise<{ class: ClassView }>): Promise<boolean> {
    return this.asking.ask(async () => {
      const code = this.class.peek()?.code
      if (code !== undefined) this.class.value = (await act({ code })).class
    })
  }
}
