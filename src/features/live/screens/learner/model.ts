import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { ClassCode, ItemId, PollId } from '../../../../kernel/ids.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import type { SeatChoice } from '../../wire/words.ts'
import type { GuestPlace } from '../link/guest-place.ts'
import type { ClassFiles } from './class-files.ts'
import type { LearnerPart, Visitor } from './parts.ts'
import { type LearnerEvent, type LearnerState, step } from './state.ts'

/** What a learner can do; the runtime does it and answers by events. */
export type LearnerActions = {
  openCode(code: ClassCode): void
  retry(): void
  wishSeat(choice: SeatChoice): void
  takeSeat(choice: SeatChoice, name: string): void
  changeSeat(choice: SeatChoice): void
  tryCue(): void
  /** A press: also lets the browser sound. */
  setMuted(muted: boolean): void
  raiseHand(up: boolean): void
  confirmRep(): void
  /** The cue of the live check was felt. */
  felt(item: ItemId): void
  answerPoll(poll: PollId, option: number): void
  /** `named`: the host is told whose it is. */
  ask(text: string, named: boolean): void
  nameMe(name: string): void
  /** After the host took the seat away. */
  comeAgain(): void
  /** Where the picture is shown; null when its place is gone. */
  attachPicture(element: HTMLVideoElement | null): void
  anotherClass(): void
  /** To the page at which a person is brought to this device. */
  bring(): void
  /** Whether this device is another person already. */
  isSomebodyElse(secretKey: Uint8Array): boolean
  /** Makes this device that person; false where nothing may be stored. */
  become(secretKey: Uint8Array): boolean
}

/** What the components see: the state, the shared time to be shown (null before it is known), and what can be done. */
export type LearnerModel = {
  readonly state: ReadonlySignal<LearnerState>
  readonly time: ReadonlySignal<HubTime | null>
  readonly actions: LearnerActions
  /** Of the class that is visited. */
  readonly stage: () => GuestPlace | null
  /** Of the class that is visited: pictures that are here, and how much of what the plan needs. */
  readonly files: () => Pick<ClassFiles, 'pictures' | 'ready'> | null
  /** The secret key of whom the class knows here. */
  readonly person: () => Uint8Array | null
  /** The same with the way to ask the box for them; what other features draw of them, or null. */
  readonly visitor: () => Visitor | null
  readonly Part: LearnerPart | null
}

/** The one place where the state changes. */
export class LearnerStore {
  readonly state: Signal<LearnerState>

  constructor(start: LearnerState) {
    this.state = signal(start)
  }

  tell(event: LearnerEvent): void {
    this.state.value = step(this.state.peek(), event)
  }
}
