import { type ReadonlySignal, signal } from '@preact/signals'
import type { Crypto } from '../../../../kernel/crypto.ts'
import { Malformed, Refused } from '../../../../kernel/failures.ts'
import { type Micros, MICROS_PER_MS } from '../../../../kernel/time.ts'
import { Client, type ClientOptions, Unreachable } from '../../../../ui/client.ts'
import { type KeyStorage, openDeviceKey } from '../../../../ui/device-key.ts'
import type { Timers } from '../../../../ui/timers.ts'
import { CueInbox } from '../../rules/cue/cue-inbox.ts'
import { lookUpClass } from '../../wire/routes.ts'
import type { ClassView, Cue } from '../../wire/words.ts'
import { ClassLink } from '../link/class-link.ts'
import { ClassNow } from '../link/class-now.ts'
import { CueLight, type FrameSource } from '../link/cue-light.ts'
import type { LinkEvent } from '../link/link-events.ts'
import { prefetchedFiles } from '../link/prefetch/prefetched-files.ts'
import type { Prefetcher } from '../link/prefetch/prefetcher.ts'
import type { PageSocket } from '../link/socket-session.ts'
import { joinAddress, type RoomState, startRoom, troubleOf } from './state.ts'

const LOOK_AGAIN_MS = 3000
/** Numbers change within this of their second. */
const TICK_MS = 100
/** Refusals that mean later rather than no. */
const LATER: readonly string[] = ['HUB_LOCKED', 'TOO_MANY', 'BUSY', 'INTERNAL', 'CLASS_NOT_OPEN']

export type RoomEnvironment = {
  readonly code: string
  /** Of this page: `http://192.168.4.1:8080`. */
  readonly origin: string
  readonly crypto: Crypto
  /** The route that tells the nonce for signatures, and on the box's own screen the addresses for phones. */
  readonly hello: ClientOptions['hello']
  readonly addresses: (client: Client) => Promise<readonly string[]>
  readonly timers: Timers
  readonly now: () => Micros
  readonly wallMs: () => number
  readonly random: () => number
  readonly openSocket: () => PageSocket
  readonly frames: FrameSource
  readonly light: () => Element | null
}

/**
 * One room screen's visit of one class. It is nobody's device: its key is made anew with each load
 * and never stored, and it says nothing but that it is there.
 */
export class RoomVisit {
  readonly #state
  readonly #deps: RoomEnvironment
  readonly #client: Client
  readonly #link: ClassLink
  readonly #now: ClassNow
  readonly #light: CueLight
  readonly #inbox = new CueInbox()
  readonly #files: Prefetcher
  #isLinked = false
  #callOffLook: (() => void) | undefined

  constructor(deps: RoomEnvironment) {
    this.#deps = deps
    const { code, crypto, hello, now, openSocket, random, timers, wallMs } = deps
    this.#state = signal<RoomState>(startRoom(code, joinAddress(deps.origin, [])))
    const key = openDeviceKey({ trusted: false, use: { class: code }, storage: fleeting(), crypto, now: wallMs })
    this.#client = new Client({ crypto, key, hello, timers })
    this.#link = new ClassLink({ code, as: 'screen', key, crypto, open: openSocket, timers, now, random })
    this.#now = new ClassNow({ link: this.#link, timers })
    this.#light = new CueLight({ element: deps.light, frames: deps.frames, timers, now })
    this.#files = prefetchedFiles({
      client: this.#client, code, crypto, timers, now, random, hubNow: () => this.#link.hubNow(), trusted: false, storage: fleeting(),
      seat: () => ({ sounds: false, shows: true }), sight: () => ({ rung: 'cues', cause: 'asked', soundSuffers: false, asleep: false }),
    })
    this.#files.pictures.subscribe((pictures) => this.#tell({ pictures }))
    this.#now.on((known) => {
      this.#tell({ now: known })
      this.#files.hear(known.run, this.#state.peek().class?.startsAt ?? null)
    })
    this.#link.on((event) => this.#hear(event))
  }

  get state(): ReadonlySignal<RoomState> {
    return this.#state
  }

  start(): void {
    this.#tick()
    void this.#look()
    void this.#askAddresses()
  }

  /** Asks at once what is otherwise asked by itself. */
  retry(): void {
    this.#tell({ trouble: null })
    if (this.#isLinked) this.#link.retry()
    else void this.#look()
  }

  seen(isSeen: boolean): void {
    if (isSeen) this.#link.wake()
    else this.#link.sleep()
  }

  /** Looks the class up until it may be entered, and enters it. */
  async #look(): Promise<void> {
    this.#callOffLook?.()
    try {
      const { class: view } = await this.#client.call(lookUpClass, { params: { code: this.#deps.code } })
      this.#tell({ class: view, trouble: null })
      if (view.phase === 'draft') return this.#lookAgain()
      this.#isLinked = true
      this.#link.start()
    } catch (error) {
      this.#failed(error)
    }
  }

  #failed(error: unknown): void {
    if (error instanceof Unreachable || error instanceof Malformed) {
      this.#tell({ trouble: 'unreachable' })
      return this.#lookAgain()
    }
    if (!(error instanceof Refused)) throw error
    if (LATER.includes(error.code)) {
      this.#tell({ trouble: 'unreachable' })
      return this.#lookAgain()
    }
    this.#tell({ trouble: troubleOf(error.code) })
  }

  async #askAddresses(): Promise<void> {
    if (this.#state.peek().join !== null) return
    try {
      this.#tell({ join: joinAddress(this.#deps.origin, await this.#deps.addresses(this.#client)) })
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof Malformed || error instanceof Refused)) throw error
      this.#deps.timers.after(LOOK_AGAIN_MS, () => void this.#askAddresses())
    }
  }

  #hear(event: LinkEvent): void {
    if (event.type === 'phase') {
      const { phase } = event
      if (phase.phase === 'entered') this.#tell({ trouble: null })
      if (phase.phase === 'refused') this.#tell({ trouble: troubleOf(phase.code) })
      return
    }
    if (event.type !== 'news') return
    const { news } = event
    if (news.type === 'entered' || news.type === 'class') this.#classIs(news.class)
    if (news.type === 'cue') void this.#cue(news.cue)
  }

  #classIs(view: ClassView): void {
    this.#tell({ class: view })
    // Nothing more will come of it; what is shown stays.
    if (view.phase !== 'draft' && view.phase !== 'lobby' && view.phase !== 'live') this.#link.end()
  }

  async #cue(cue: Cue): Promise<void> {
    const { clock } = this.#link
    const { now } = this.#deps
    const verdict = this.#inbox.receive(cue, clock.toHub(now()))
    if (verdict.do === 'ignore') return
    this.#tell({ cue })
    const local = verdict.do === 'play-at' ? clock.toLocal(verdict.at) : undefined
    await this.#light.rise(local ?? now())
  }

  #tick(): void {
    this.#deps.timers.after(TICK_MS, () => {
      this.#tick()
      const at = this.#link.hubNow() ?? null
      const seen = this.#state.peek().at
      // Eight drawings a second are enough, and none while nothing is known.
      if (at !== null && (seen === null || Math.abs(at - seen) >= TICK_MS * MICROS_PER_MS)) this.#tell({ at })
    })
  }

  #lookAgain(): void {
    this.#callOffLook = this.#deps.timers.after(LOOK_AGAIN_MS, () => void this.#look())
  }

  #tell(change: Partial<RoomState>): void {
    this.#state.value = { ...this.#state.peek(), ...change }
  }
}

/** A store that goes with the page. */
function fleeting(): KeyStorage {
  const held = new Map<string, string>()
  return {
    getItem: (name) => held.get(name) ?? null,
    setItem: (name, value) => void held.set(name, value),
    removeItem: (name) => void held.delete(name),
    key: (index) => [...held.keys()][index] ?? null,
    get length() {
      return held.size
    },
  }
}
