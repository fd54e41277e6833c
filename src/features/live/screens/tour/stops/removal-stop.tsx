import { Button } from '../../../../../ui/components/button.tsx'
import { Lamp } from '../../../../../ui/components/lamp.tsx'
import { m } from '../../../../../words/messages.js'
import type { RemovalState } from '../removal.ts'
import { StepCard } from '../step-card.tsx'
import type { TourModel } from '../tour-model.ts'
import type { Stop, StopProps } from './stop.ts'

/** A learner wants a moment of the recording gone; the host lets it go, and the record still proves what is left. */
export const removalStop: Stop = { id: 'removal', name: m.tour_stop_removal, Screen: RemovalScreen }

function RemovalScreen({ model, step, onNext }: StopProps) {
  const state = model.deps.removal.state.value
  const isDone = state.at === 'removed'
  return (
    <>
      <StepCard step={step} title={m.tour_removal_title()}><p>{m.tour_removal_why()}</p></StepCard>
      <Act state={state} model={model} />
      <p><Button kind={isDone ? 'act' : 'quiet'} thumb={isDone} onPress={onNext}>{m.tour_removal_next()}</Button></p>
    </>
  )
}

function Act({ state, model }: { state: RemovalState; model: TourModel }) {
  const busy = model.busy.value
  switch (state.at) {
    case 'before': return <Button kind="act" thumb busy={busy} onPress={() => void model.record()}>{m.tour_removal_record()}</Button>
    case 'recording': return <p role="status"><Lamp state="rec">{m.tour_removal_recording({ seconds: state.seconds })}</Lamp></p>
    case 'recorded': return <Button kind="act" thumb busy={busy} onPress={() => void model.askRemoval()}>{m.tour_removal_ask({ name: m.tour_learner_a() })}</Button>
    case 'asked': return (
      <>
        <p class="say">{m.tour_removal_said()}</p>
        <Button kind="flag" thumb busy={busy} onPress={() => void model.remove()}>{m.tour_removal_do()}</Button>
      </>
    )
    case 'removing': return <p role="status"><Lamp state="wait">{m.tour_removal_doing()}</Lamp></p>
    case 'removed': return (
      <div class="card stack stack-s" role="status">
        <p><Lamp state="on">{m.tour_removal_done({ seconds: seconds(state.ms) })}</Lamp></p>
        <p class="small soft">{m.tour_removal_left()}</p>
      </div>
    )
  }
}

const seconds = (ms: number): string => new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1, minimumFractionDigits: 1 }).format(ms / 1000)
