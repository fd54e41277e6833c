import { m } from '../../../../words/messages.js'
import { pictureAt } from '../../rules/files/picture-at.ts'
import { Slide } from '../slides/slide.tsx'
import type { LearnerModel } from './model.ts'
import type { LearnerState } from './state.ts'

/**
 * What the item that is on shows, once it is here. Nothing is asked for at that moment: run, clock and
 * picture have been on this page for a while. `alone`: the seat has no picture of the class, so that a
 * slide stands by itself and an overlay has nothing to lie over.
 */
export function SlidePart({ model, state, alone }: { model: LearnerModel; state: LearnerState; alone: boolean }) {
  const shown = pictureAt(state.together.now.run, model.time.value)
  const picture = shown === null || (alone && shown.as === 'overlay') ? undefined : model.files()?.pictures.value.get(shown.picture)
  const slide = shown === null || picture === undefined ? null : <Slide picture={picture} as={shown.as} />
  return (
    <>
      {alone && slide !== null ? <div class="picture slide-alone">{slide}</div> : slide}
      <p class="hush" role="status">{picture === undefined ? '' : m.learner_slide({ title: picture.title })}</p>
    </>
  )
}
