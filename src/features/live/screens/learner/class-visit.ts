import { Malformed, Refused } from '../../../../kernel/failures.ts'
import { type Micros, MICROS_PER_MS, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import { Client, ToldRefusal, Unreachable } from '../../../../ui/client.ts'
import { type DeviceKey, openDeviceKey } from '../../../../ui/device-key.ts'
import { type SeatBehaviour, seatBehaviour } from '../../rules/seat-behaviour.ts'
import { changeSeat, lookUpClass, takeSeat } from '../../wire/routes.ts'
import type { ClassView, SeatChoice } from '../../wire/words.ts'
import { ClassLink } from '../link/class-link.ts'
import { CuePlayer } from '../link/cue-player.ts'
import type { LinkEvent, LinkPhase } from '../link/link-events.ts'
import { Watch } from '../link/watch.ts'
import { Answers } from './answers.ts'
import type { LearnerEnvironment } from './environment.ts'
import { type JoinInstants, joinTimeMs } from './join-time.ts'
import type { LearnerStore } from './model.ts'
import { SeatMemory } from './seat-memory.ts'

/** Asked again while nothing is decided: the lobby opens, a box unlocks, a network comes back. */
const LOOK_AGAIN_MS = 3000
/** A link that is back within this was not worth a word. */
const LOST_AFTER_MS = 1200
/** Refusals that mean later rather than no. */
const LATER: readonly string[] = ['HUB_LOCKED', 'TOO_MANY', 'BUSY', 'INTERNAL']

type VisitDeps = LearnerEnvironment & { readonly code: string; readonly store: LearnerStore; readonly onSeconds: (seconds: number | null) => void }

/**
 * One page's visit of one class, from the code to the end: looks the class up, takes the seat,
 * keeps the link, plays cues, shows the picture. Everything it learns it tells the store.
 */
export class ClassVisit {
  readonly #deps: VisitDeps
  readonly #key: DeviceKey
  readonly #client: Client
  readonly #link: ClassLink
  readonly #player: CuePlayer
  readonly #watch: Watch
  readonly #answers: Answers
  readonly #memory: SeatMemory
  #isInside = false
  #hasEnded = false
  #join: JoinInstants = { askedAt: null, liveAt: null, mediaAt: null, clockAt: null }
  #watchedFrom: Micros = 0
  #callOffLook: (() => void) | undefined
  #callOffLost: (() => void) | undefined
  #callOffTick: (() => void) | undefined
  #sleepAgain: (() => void) | undefined

  constructor(deps: VisitDeps) {
    this.#deps = deps
    const { code, crypto, timers, now, random, store } = deps
    this.#key = openDeviceKey({ trusted: deps.trusted, use: { class: code }, storage: deps.storage, crypto, now: deps.wallMs })
    this.#client = new Client({ crypto, key: this.#key, hello: deps.hello, timers })
    this.#memory = new SeatMemory(deps.tabStorage, code)
    this.#link = new ClassLink({ code, as: 'seat', key: this.#key, crypto, open: deps.openSocket, timers, now, random })
    const behaviour = (): SeatBehaviour => this.#behaviour()
    this.#player = new CuePlayer({ link: this.#link, behaviour: () => this.#cueBehaviour(), element: deps.light, frames: deps.frames, timers, now })
    this.#watch = new Watch({ code, client: this.#client, link: this.#link, behaviour, timers, now, random })
    this.#answers = new Answers({
      send: (answer) => this.#link.send(answer),
      hubNow: () => this.#link.hubNow(),
      timers,
      onHandTold: (up) => store.tell({ type: 'hand-told', up }),
      onRepTold: (count) => store.tell({ type: 'rep-told', count }),
      onRefused: (refusal) => store.tell({ type: 'refused', code: refusal }),
    })
    this.#link.on((event) => this.#hear(event))
    this.#player.onFelt((cue) => store.tell({ type: 'cue-felt', late: cue.late, trial: cue.kind === 'trial' }))
    this.#watch.on((media) => store.tell({ type: 'media', media }))
    this.#link.reportWith(() => ({ videoMs: this.#watch.takeVideoMs(), joinMs: this.#joinMs(), outputNeedMs: this.#player.needMs }))
  }

  /** Looks the class up, again and again until the learner sits or the box says no. */
  async look(): Promise<void> {
    this.#callOffLook?.()
    try {
      const { class: view } = await this.#client.call(lookUpClass, { params: { code: this.#deps.code } })
      if (this.#hasEnded || this.#isInside) return
      this.#deps.store.tell({ type: 'class-found', class: view })
      const before = this.#memory.read()
      if (before !== null && view.phase !== 'draft') return void this.#sitAgain(before.choice, before.reps)
      this.#lookAgain()
    } catch (error) {
      this.#failed(error)
    }
  }

  /** Belongs into a press's handler: it lets the browser sound. */
  async takeSeat(choice: SeatChoice, name: string): Promise<void> {
    this.#callOffLook?.()
    this.#join = { ...this.#join, askedAt: this.#join.askedAt ?? this.#deps.now() }
    this.#deps.store.tell({ type: 'seat-wished', choice })
    this.#deps.store.tell({ type: 'seat-asked' })
    this.#letSound()
    try {
      const input = name === '' ? { choice } : { choice, name }
      const given = await this.#client.call(takeSeat, { params: { code: this.#deps.code }, input })
      this.#seatGiven(given, choice)
    } catch (error) {
      this.#failed(error)
    }
  }

  async changeSeat(choice: SeatChoice): Promise<void> {
    try {
      const given = await this.#client.call(changeSeat, { params: { code: this.#deps.code }, input: { choice } })
      this.#seatGiven(given, choice)
      this.#letSound()
      this.#watch.seatChanged()
    } catch (error) {
      this.#failed(error)
    }
  }

  /** Belongs into a press's handler. */
  tryCue(): void {
    this.#letSound()
    void this.#player.trial()
  }

  /** Belongs into a press's handler. */
  setMuted(muted: boolean): void {
    this.#deps.store.tell({ type: 'mute', muted })
    if (!muted) this.#letSound()
    void this.#watch.setMuted(muted)
  }

  raiseHand(up: boolean): void {
    this.#deps.store.tell({ type: 'hand', up })
    this.#answers.raiseHand(up)
  }

  confirmRep(): void {
    const { store } = this.#deps
    store.tell({ type: 'rep' })
    this.#answers.confirmRep(store.state.peek().reps.count)
    this.#remember()
  }

  attachPicture(element: HTMLVideoElement | null): void {
    this.#watch.attachPicture(element)
  }

  /** Asks at once what is otherwise asked by itself. */
  retry(): void {
    if (this.#isInside) this.#link.retry()
    else void this.look()
  }

  /** The page went out of sight, or is seen again. */
  seen(isSeen: boolean): void {
    if (!this.#isInside) return
    if (!isSeen) return this.#link.sleep()
    this.#link.wake()
  }

  /** The device is on another network. */
  networkChanged(): void {
    if (!this.#isInside) return void this.look()
    this.#link.wake()
    this.#watch.renew()
  }

  /** Lets go of everything. What the page shows stays as it is. */
  end(): void {
    this.#hasEnded = true
    for (const callOff of [this.#callOffLook, this.#callOffLost, this.#callOffTick, this.#sleepAgain]) callOff?.()
    this.#link.end()
    this.#watch.end()
    void this.#player.end()
  }

  async #sitAgain(choice: SeatChoice, reps: number): Promise<void> {
    await this.takeSeat(choice, '')
    this.#deps.store.tell({ type: 'remembered', reps })
  }

  #seatGiven({ seat, class: view }: { seat: NonNullable<ReturnType<LearnerStore['state']['peek']>['seat']>; class: ClassView }, choice: SeatChoice): void {
    if (this.#hasEnded) return
    this.#deps.store.tell({ type: 'seat-given', seat, class: view, choice, at: this.#link.hubNow() ?? null })
    this.#remember()
    this.#classIs(view)
    if (this.#isInside) return
    this.#isInside = true
    this.#sleepAgain = this.#deps.keepAwake()
    this.#link.start()
    this.#watchedFrom = this.#deps.now()
    if (this.#deps.abilities.media) this.#watch.start()
    this.#tick()
  }

  #hear(event: LinkEvent): void {
    if (event.type === 'phase') return this.#phase(event.phase)
    if (event.type === 'channel') return this.#tellLink()
    if (event.type !== 'news') return
    const { news } = event
    if (news.type === 'entered' || news.type === 'class') {
      this.#deps.store.tell({ type: 'class', class: news.class, at: this.#link.hubNow() ?? null })
      this.#classIs(news.class)
    }
  }

  #phase(now: LinkPhase): void {
    const { store, timers } = this.#deps
    if (now.phase !== 'lost') this.#callOffLost?.()
    if (now.phase === 'entered') {
      this.#callOffLost = undefined
      this.#answers.entered()
      this.#tellLink()
    } else if (now.phase === 'lost') {
      this.#callOffLost ??= timers.after(LOST_AFTER_MS, () => store.tell({ type: 'link', link: { ...store.state.peek().link, state: 'lost' } }))
    } else if (now.phase === 'replaced') {
      store.tell({ type: 'refused', code: 'REPLACED' })
    } else if (now.phase === 'refused' && now.code === 'NO_SEAT') {
      void this.#sitDownAnew()
    } else if (now.phase === 'refused') {
      this.#failed(new Refused(now.code))
    }
  }

  /** The box lost the seat, as after a restart without its record: the place is asked for again. */
  async #sitDownAnew(): Promise<void> {
    const { choice } = this.#deps.store.state.peek()
    if (choice === null) return
    await this.takeSeat(choice, '')
    this.#link.retry()
  }

  #classIs(view: ClassView): void {
    const live = view.phase === 'live'
    if (live) this.#join = { ...this.#join, liveAt: this.#join.liveAt ?? this.#deps.now() }
    const does = this.#behaviour()
    this.#watch.expect({ video: live && does.video && view.programme.video, audio: live && does.sound && view.programme.audio })
    if (this.#deps.store.state.peek().stage === 'over') this.#over()
  }

  #over(): void {
    this.#memory.forget()
    if (this.#key.lasts === 'class') this.#key.forget()
    this.end()
  }

  #failed(error: unknown): void {
    const { store } = this.#deps
    if (this.#hasEnded) return
    if (error instanceof Unreachable || error instanceof Malformed) {
      store.tell({ type: 'unreachable' })
      this.#lookAgain()
      return
    }
    if (!(error instanceof Refused)) throw error
    store.tell(error instanceof ToldRefusal ? { type: 'refused', code: error.code, sentence: error.sentence } : { type: 'refused', code: error.code })
    if (store.state.peek().stage === 'over') this.#over()
    else if (LATER.includes(error.code) || store.state.peek().class !== null) this.#lookAgain()
  }

  #lookAgain(): void {
    if (this.#isInside || this.#hasEnded) return
    this.#callOffLook?.()
    // Spread, so that a room full of phones does not ask in one breath.
    const wait = LOOK_AGAIN_MS * (0.75 + this.#deps.random() / 2)
    this.#callOffLook = this.#deps.timers.after(wait, () => void this.look())
  }

  #tellLink(): void {
    if (this.#link.phase.phase !== 'entered') return
    const { roundTripMs, clockErrorMs, good, channel } = this.#link.reading()
    if (good) this.#join = { ...this.#join, clockAt: this.#join.clockAt ?? this.#deps.now() }
    this.#deps.store.tell({ type: 'link', link: { state: channel ? 'good' : 'socket', roundTripMs, clockErrorMs } })
  }

  /** Once a second, with the second of the class: its time, and how the link is. */
  #tick(): void {
    const { store, timers, onSeconds } = this.#deps
    const now = this.#link.hubNow()
    const began = store.state.peek().class?.beganAt ?? null
    const run = now === undefined || began === null ? null : now - began
    onSeconds(run === null ? null : Math.max(0, Math.floor(run / MICROS_PER_SECOND)))
    if (now !== undefined) store.tell({ type: 'clock-set', at: now })
    this.#tellLink()
    if (this.#link.phase.phase === 'entered') this.#answers.entered()
    const intoSecond = run === null || run < 0 ? 0 : (run % MICROS_PER_SECOND) / MICROS_PER_MS
    // A little after the second begins, so that it is never shown too early.
    this.#callOffTick = timers.after(1000 - intoSecond + 10, () => this.#tick())
  }

  #joinMs(): number | null {
    const does = this.#behaviour()
    const first = this.#watch.firstMediaMs
    const mediaAt = first === null ? null : this.#watchedFrom + first * MICROS_PER_MS
    return joinTimeMs({ ...this.#join, mediaAt }, !does.sound && !does.video)
  }

  #behaviour(): SeatBehaviour {
    const { choice } = this.#deps.store.state.peek()
    const { vibration, audio, media } = this.#deps.abilities
    return seatBehaviour(choice ?? { kind: 'room', headphones: false }, { vibration, audio, video: media })
  }

  #cueBehaviour(): SeatBehaviour {
    const does = this.#behaviour()
    return { ...does, sound: does.sound && !this.#deps.store.state.peek().muted }
  }

  #letSound(): void {
    if (this.#behaviour().sound) void this.#player.sound.unlock()
  }

  #remember(): void {
    const { choice, reps } = this.#deps.store.state.peek()
    if (choice !== null) this.#memory.write({ choice, reps: reps.count })
  }
}
