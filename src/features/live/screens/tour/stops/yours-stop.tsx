import { Button } from '../../../../../ui/components/button.tsx'
import { Loading } from '../../../../../ui/components/states.tsx'
import { m } from '../../../../../words/messages.js'
import { FirstClass } from '../first-class.tsx'
import { StepCard } from '../step-card.tsx'
import type { Stop, StopProps } from './stop.ts'

/** The last stop: a passphrase, a first class, and the sample is gone. */
export const yoursStop: Stop = { id: 'yours', name: m.tour_stop_yours, Screen: YoursScreen, beside: (model) => (model.making.value === null ? FirstClass : null) }

function YoursScreen({ model, step }: StopProps) {
  const making = model.making.value
  if (making !== null) {
    return (
      <div class="card">
        <Loading
          title={m.tour_making_title()}
          steps={[
            { words: m.tour_making_prepare(), state: making === 'preparing' ? 'wait' : 'on' },
            { words: m.tour_making_erase(), state: making === 'preparing' ? 'plan' : 'wait' },
            { words: m.tour_making_open(), state: 'plan' },
          ]}
        >
          <p class="small soft">{m.tour_making_why()}</p>
        </Loading>
      </div>
    )
  }
  return (
    <>
      <StepCard step={step} title={m.tour_yours_title()}>
        <p>{m.tour_yours_why()}</p>
        <ul class="rows small">
          <li class="row">{m.tour_yours_erased()}</li>
          <li class="row">{m.tour_yours_key()}</li>
          <li class="row">{m.tour_yours_camera()}</li>
        </ul>
      </StepCard>
      {model.class.value?.phase === 'live' ? <p><Button kind="quiet" onPress={() => model.go('cue')}>{m.tour_yours_back()}</Button></p> : null}
    </>
  )
}
