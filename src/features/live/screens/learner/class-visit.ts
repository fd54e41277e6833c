import { Malformed, Refused } from '../../../../kernel/failures.ts'
import type { SeatId } from '../../../../kernel/ids.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import { Client, ToldRefusal, Unreachable } from '../../../../ui/client.ts'
import { type DeviceKey, leaveToTab, openDeviceKey } from '../../../../ui/device-key.ts'
import type { GuestPlace } from '../link/guest-place.ts'
import { changeSeat, lookUpClass, takeSeat } from '../../wire/routes.ts'
import type { ClassView, SeatChoice } from '../../wire/words.ts'
import type { ClassFiles } from './class-files.ts'
import type { Company } from './company.ts'
import type { LearnerEnvironment } from './environment.ts'
import { InClass } from './in-class.ts'
import type { LearnerStore } from './model.ts'
import type { Visitor } from './parts.ts'
import { type Remembered, SeatMemory } from './seat-memory.ts'

/** Asked again while nothing is decided: the lobby opens, a box unlocks, a network comes back. */
const LOOK_AGAIN_MS = 3000
/** After the page was drawn; nobody chooses a seat sooner. */
const READING_MS = 300
/** Refusals that mean later rather than no. */
const LATER: readonly string[] = ['HUB_LOCKED', 'TOO_MANY', 'BUSY', 'INTERNAL']

type VisitDeps = LearnerEnvironment & { readonly code: string; readonly store: LearnerStore; readonly onTime: (now: HubTime | null) => void }

/**
 * One page's visit of one class, from the code to the end: looks the class up, takes the seat, and
 * is in the class. Everything it learns it tells the store.
 */
export class ClassVisit {
  readonly #deps: VisitDeps
  readonly #key: DeviceKey
  readonly #client: Client
  readonly #memory: SeatMemory
  readonly #inClass: InClass
  #hasEnded = false
  #callOffLook: (() => void) | undefined

  constructor(deps: VisitDeps) {
    this.#deps = deps
    const { code, crypto, timers } = deps
    this.#key = openDeviceKey({ trusted: deps.trusted, use: { class: code }, storage: deps.storage, crypto, now: deps.wallMs })
    this.#client = new Client({ crypto, key: this.#key, hello: deps.hello, timers })
    this.#memory = new SeatMemory(deps.tabStorage, code)
    this.#inClass = new InClass({
      ...deps,
      key: this.#key,
      client: this.#client,
      onDone: () => this.#remember(),
      onSeatLost: () => void this.#sitDownAnew(),
      onRefused: (refusal) => this.#failed(new Refused(refusal)),
      onOver: () => this.#over(),
      onRemoved: () => this.#removed(),
    })
  }

  get stage(): GuestPlace {
    return this.#inClass.stage
  }

  get files(): ClassFiles {
    return this.#inClass.files
  }

  /** The secret key of whom the class knows here. */
  get person(): Uint8Array {
    return this.#key.secretKey
  }

  get visitor(): Visitor {
    return { code: this.#deps.code, client: this.#client, secretKey: this.#key.secretKey }
  }

  /** Looks the class up, again and again until the learner sits or the box says no. */
  async look(): Promise<void> {
    this.#callOffLook?.()
    try {
      const { class: view } = await this.#client.call(lookUpClass, { params: { code: this.#deps.code } })
      if (this.#hasEnded || this.#inClass.hasBegun) return
      this.#deps.store.tell({ type: 'class-found', class: view })
      if (this.#deps.store.state.peek().stage === 'over') return this.#over()
      const before = this.#memory.read()
      if (before !== null && view.phase !== 'draft') return await this.#sitAgain(before)
      this.#lookAgain()
      this.#readyKey()
    } catch (error) {
      this.#failed(error)
    }
  }

  /** Belongs into a press's handler, as do all that follow: presses let the browser sound. */
  async takeSeat(choice: SeatChoice, name: string): Promise<void> {
    this.#deps.store.tell({ type: 'seat-wished', choice })
    this.#inClass.pressed()
    this.#deps.store.tell({ type: 'together', event: { type: 'named', name } })
    await this.#askSeat(choice)
    this.#remember()
  }

  async changeSeat(choice: SeatChoice): Promise<void> {
    this.#inClass.pressed()
    try {
      this.#seatGiven(await this.#client.call(changeSeat, { params: { code: this.#deps.code }, input: { choice } }), choice)
      this.#inClass.seatChanged()
      this.#remember()
    } catch (error) {
      this.#failed(error)
    }
  }

  tryCue(): void {
    this.#inClass.pressed()
    this.#inClass.tryCue()
  }

  setMuted(muted: boolean): void {
    this.#deps.store.tell({ type: 'mute', muted })
    this.#inClass.pressed()
  }

  raiseHand(up: boolean): void {
    this.#deps.store.tell({ type: 'hand', up })
    this.together((company) => company.raiseHand(up))
    this.#remember()
  }

  confirmRep(): void {
    this.#deps.store.tell({ type: 'rep' })
    this.together((company) => company.confirmRep(this.#deps.store.state.peek().reps.count))
    this.#remember()
  }

  /** Any other thing that a press does together with the class. */
  together(act: (company: Company) => void): void {
    this.#inClass.pressed()
    act(this.#inClass.company)
  }

  attachPicture(element: HTMLVideoElement | null): void {
    this.#inClass.attachPicture(element)
  }

  /** Asks at once what is otherwise asked by itself. */
  retry(): void {
    if (this.#inClass.hasBegun) this.#inClass.retry()
    else void this.look()
  }

  /** The page went out of sight, or is seen again. */
  seen(isSeen: boolean): void {
    this.#inClass.seen(isSeen)
  }

  /** The device is on another network. */
  networkChanged(): void {
    if (this.#inClass.hasBegun) this.#inClass.networkChanged()
    else void this.look()
  }

  /** Lets go of everything. What the page shows stays as it is. */
  end(): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    this.#callOffLook?.()
    this.#inClass.end()
  }

  /** While the learner reads: so that the press for the seat need not wait for the curve, nor the page for it. */
  #readyKey(): void {
    const { frames, timers } = this.#deps
    frames.requestAnimationFrame(() => frames.requestAnimationFrame(() => void timers.after(READING_MS, () => void this.#key.publicKey)))
  }

  /** After a reload. No press leads here, so the browser may not sound yet. */
  async #sitAgain(before: Remembered): Promise<void> {
    this.#deps.store.tell({ type: 'together', event: { type: 'named', name: before.name } })
    await this.#askSeat(before.choice)
    this.#deps.store.tell({ type: 'remembered', was: before })
    this.#inClass.company.recall(before)
    this.#remember()
  }

  /** The box lost the seat, as after a restart without its record: the place is asked for again. */
  async #sitDownAnew(): Promise<void> {
    const { choice } = this.#deps.store.state.peek()
    if (choice === null) return
    await this.#askSeat(choice)
    this.#inClass.retry()
  }

  async #askSeat(choice: SeatChoice): Promise<void> {
    this.#callOffLook?.()
    this.#deps.store.tell({ type: 'seat-wished', choice })
    this.#deps.store.tell({ type: 'seat-asked' })
    this.#inClass.asked()
    try {
      const { name } = this.#deps.store.state.peek().together
      const input = name === '' ? { choice } : { choice, name }
      this.#seatGiven(await this.#client.call(takeSeat, { params: { code: this.#deps.code }, input }), choice)
    } catch (error) {
      this.#failed(error)
    }
  }

  #seatGiven({ seat, class: view }: { readonly seat: SeatId; readonly class: ClassView }, choice: SeatChoice): void {
    if (this.#hasEnded) return
    this.#deps.store.tell({ type: 'seat-given', seat, class: view, choice, at: this.#inClass.hubNow() })
    this.#inClass.classIs(view)
    this.#inClass.begin()
  }

  #over(): void {
    this.#memory.forget()
    if (this.#key.lasts === 'class') leaveToTab({ use: { class: this.#deps.code }, storage: this.#deps.storage, tabStorage: this.#deps.tabStorage })
    this.#inClass.files.end(true)
    this.end()
  }

  /** What was done here is over with the seat; the person may come again, as somebody who comes anew. */
  #removed(): void {
    this.#memory.forget()
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
    const { stage, class: known } = store.state.peek()
    if (stage === 'over') this.#over()
    else if (LATER.includes(error.code) || known !== null) this.#lookAgain()
  }

  #lookAgain(): void {
    if (this.#inClass.hasBegun || this.#hasEnded) return
    this.#callOffLook?.()
    // Spread, so that a room full of phones does not ask in one breath.
    const wait = LOOK_AGAIN_MS * (0.75 + this.#deps.random() / 2)
    this.#callOffLook = this.#deps.timers.after(wait, () => void this.look())
  }

  #remember(): void {
    const { choice, cues, hand, reps, seat, since, stage, together: { name, felt, answer, asked } } = this.#deps.store.state.peek()
    if (choice === null || seat === null || stage === 'over') return
    this.#memory.write({ choice, hand: hand.up, reps: reps.count, cues: { felt: cues.felt, late: cues.late }, since, name, felt, answer, asked: [...asked] })
  }
}
