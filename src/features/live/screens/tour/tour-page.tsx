import type { ComponentType } from 'preact'
import { Button } from '../../../../ui/components/button.tsx'
import { Shade } from '../../../../ui/components/shade.tsx'
import { m } from '../../../../words/messages.js'
import { LearnerFrames } from './learner-frames.tsx'
import { STOPS } from './stops/stops.ts'
import type { TourModel } from './tour-model.ts'

type TourPageProps = {
  model: TourModel
  /** What stands for the learners; their real pages unless somebody only looks at this one. */
  Learners?: ComponentType<{ model: TourModel }>
}

/** The guided sample class: on the left what to do, beside it what it does to others. */
export function TourPage({ model, Learners = LearnerFrames }: TourPageProps) {
  const at = STOPS.findIndex(({ id }) => id === model.stop.value)
  const stop = STOPS[at]
  if (stop === undefined) return null
  const next = STOPS[at + 1]
  const Beside = stop.beside?.(model) ?? null
  const live = model.class.value?.phase === 'live'
  const isLast = next === undefined
  return (
    <div class="screen">
      <Shade title={live ? m.tour_title() : m.tour_title_over()} under={m.tour_nothing_counts()} live={live}>
        {isLast ? null : <Button onPress={() => model.go('yours')}>{m.tour_make_it_yours()}</Button>}
      </Shade>
      <main class="tour">
        <section class="stack tour-desk">
          <stop.Screen model={model} step={{ at: at + 1, of: STOPS.length }} onNext={() => { if (next) model.go(next.id) }} />
          <div>
            <div role="alert">{model.problem.value === null ? null : <p class="need is-flag tour-problem">{model.problem.value}</p>}</div>
            <Steps at={at} />
          </div>
        </section>
        {Beside ? <div class="tour-beside"><Beside model={model} /></div> : isLast ? null : <Learners model={model} />}
      </main>
    </div>
  )
}

/** What is done is ink, what is now is in the light, what is to come is pencil. */
function Steps({ at }: { at: number }) {
  return (
    <ol class="tour-steps" aria-label={m.tour_steps()}>
      {STOPS.map(({ id, name }, index) => (
        <li key={id} class={index < at ? 'is-ink' : index === at ? 'is-now' : 'is-pencil'} aria-current={index === at ? 'step' : undefined}>
          <b class="num">{index + 1}</b> {name()}
        </li>
      ))}
    </ol>
  )
}
