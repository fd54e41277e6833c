import type { SeatBehaviour } from '../../rules/seat-behaviour.ts'
import type { ClassView, SeatChoice } from '../../wire/words.ts'
import type { LearnerModel } from './model.ts'
import type { LearnerState } from './state.ts'

/** What lobby and class are drawn from. */
export type SeatedPartProps = {
  model: LearnerModel
  state: LearnerState
  view: ClassView
  choice: SeatChoice
  does: SeatBehaviour
  changeSeat: () => void
  /** Opens what this page is doing, and why. */
  askWhy: () => void
}
