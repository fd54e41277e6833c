import { Button } from '../../../../../ui/components/button.tsx'
import { Lamp } from '../../../../../ui/components/lamp.tsx'
import { Shade } from '../../../../../ui/components/shade.tsx'
import { m } from '../../../../../words/messages.js'
import type { LearnerModel } from '../model.ts'
import type { LearnerState } from '../state.ts'
import { KeptCard } from '../seated/kept-card.tsx'
import { KeepPlace } from '../keep/keep-part.ts'
import { ownFigures } from './own-figures.ts'

/** The end, with one's own small figures; they live on this page alone. */
export function OverPage({ model, state }: { model: LearnerModel; state: LearnerState }) {
  const was = state.seat !== null
  return (
    <div class="screen">
      <Shade title={state.class?.title ?? m.learner_code_title()}>
        <Lamp state="off">{m.learner_ended()}</Lamp>
      </Shade>
      <main class="screen-main">
        <div class="picture over-picture">
          <p class="picture-words say title" role="status">{was ? m.learner_over_title() : m.learner_over_thanks()}</p>
        </div>
        <div class="body">
          {was ? <Figures state={state} /> : <p>{m.learner_over_missed()}</p>}
          <KeptCard model={model} place="over" />
          {was ? <KeepPlace.Part model={model} heading="h2" /> : null}
          <div class="foot stack stack-s">
            {was && state.wasRecorded ? <a class="btn btn-thumb" href={`/replay/${state.code}`}>{m.learner_over_watch()}</a> : null}
            <Button thumb onPress={() => model.actions.anotherClass()}>{m.learner_over_again()}</Button>
          </div>
        </div>
      </main>
    </div>
  )
}

function Figures({ state }: { state: LearnerState }) {
  const own = ownFigures(state)
  return (
    <section class="stack" aria-labelledby="own">
      <h2 class="title" id="own">{m.learner_over_head()}</h2>
      <ul class="rows card card-rows">
        {own.minutes === null ? null : <li class="row num is-figure">{m.learner_over_minutes({ minutes: own.minutes })}</li>}
        <li class="row num is-figure">{m.learner_over_reps({ count: own.reps })}</li>
        <li class="row num is-figure">
          {m.learner_over_cues({ count: own.cues })}
          {own.cues === 0 ? null : <span class="push soft small">{m.learner_over_in_time({ count: own.inTime })}</span>}
        </li>
      </ul>
      <p class="small soft">{m.learner_over_kept()}</p>
    </section>
  )
}
