import type { ComponentType } from 'preact'
import type { StopId, TourModel } from '../tour-model.ts'

/** `step`: which of how many this is. */
export type StopProps = { readonly model: TourModel; readonly step: { readonly at: number; readonly of: number }; readonly onNext: () => void }

/** One stop of the tour: its name among the steps, and what stands on the left while one is there. */
export type Stop = {
  readonly id: StopId
  readonly name: () => string
  readonly Screen: ComponentType<StopProps>
  /** What takes the place of the two learners' pages once it is there; null leaves them. */
  readonly beside?: (model: TourModel) => ComponentType<{ model: TourModel }> | null
}
