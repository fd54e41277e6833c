import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { ClassCode } from '../../../../kernel/ids.ts'
import type { SeatChoice } from '../../wire/words.ts'
import type { GuestPlace } from '../link/guest-place.ts'
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
  /** Where the picture is shown; null when its place is gone. */
  attachPicture(element: HTMLVideoElement | null): void
  anotherClass(): void
}

/** What the components see: the state, whole seconds of class time (null before it is known), and what can be done. */
export type LearnerModel = {
  readonly state: ReadonlySignal<LearnerState>
  readonly seconds: ReadonlySignal<number | null>
  readonly actions: LearnerActions
  /** Of the class that is visited. */
  readonly stage: () => GuestPlace | null
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
