import { Button } from '../../../../../ui/components/button.tsx'
import { Qr } from '../../../../../ui/components/qr.tsx'
import { Strip } from '../../../../../ui/components/strip.tsx'
import { CueIcon, PlayIcon } from '../../../../../ui/icons/icons.tsx'
import { m } from '../../../../../words/messages.js'
import { CUE_LIMIT_MS, measuredCue } from '../measured.ts'
import { StepCard } from '../step-card.tsx'
import type { TourModel } from '../tour-model.ts'
import type { Stop, StopProps } from './stop.ts'

/** The first stop: one press, and every page lights and sounds at the same instant. */
export const cueStop: Stop = { id: 'cue', name: m.tour_stop_cue, Screen: CueScreen }

function CueScreen({ model, step, onNext }: StopProps) {
  if (!model.begun.value) return <Welcome model={model} />
  const pressed = model.cue.value !== null
  return (
    <>
      <StepCard step={step} title={m.tour_cue_title()}><p>{m.tour_cue_why()}</p></StepCard>
      <Button kind="cue" class="tour-key" icon={<CueIcon />} disabled={!model.linked.value} onDown={(timeStampMs) => void model.pressCue(timeStampMs)}>{m.tour_cue()}</Button>
      <Measured model={model} />
      <Phone model={model} />
      {pressed ? <Button kind="act" thumb onPress={onNext}>{m.tour_cue_next()}</Button> : null}
    </>
  )
}

/** Browsers let nothing sound before a press: this one is for all pages here. */
function Welcome({ model }: { model: TourModel }) {
  return (
    <>
      <div class="card is-now stack stack-s">
        <h2 class="title">{m.tour_welcome_title()}</h2>
        <p>{m.tour_welcome_why()}</p>
        <p class="small soft">{m.tour_welcome_sound()}</p>
      </div>
      <Button kind="act" thumb icon={<PlayIcon />} onPress={() => model.begin()}>{m.tour_begin()}</Button>
      <Phone model={model} />
      <p><Button kind="quiet" onPress={() => model.go('yours')}>{m.tour_skip()}</Button></p>
    </>
  )
}

function Measured({ model }: { model: TourModel }) {
  const result = model.cue.value
  const seen = result && measuredCue(result)
  return (
    <div class="card stack stack-s tour-measured" role="status">
      {seen ? (
        <>
          <p class="tour-figure num">{seen.apart === null ? m.tour_measured_one(seen) : m.tour_measured({ ...seen, apart: seen.apart })}</p>
          <Strip afterMs={result.afterMs} limitMs={CUE_LIMIT_MS} label={m.tour_strip({ ...seen, limit: CUE_LIMIT_MS })} />
          <p class="small soft">{m.tour_measured_how()}</p>
        </>
      ) : (
        <p class="soft">{result === null ? m.tour_measured_none() : m.tour_measured_waiting()}</p>
      )}
    </div>
  )
}

function Phone({ model }: { model: TourModel }) {
  const [base, code] = [model.address.value, model.class.value?.code]
  if (base === null || code === undefined) return null
  const address = `${base}/c/${code}`
  const isAlone = /\/\/(localhost|127\.)/.test(base)
  return (
    <div class="tour-phone">
      {isAlone ? null : <Qr text={address} label={m.tour_phone_qr({ address })} />}
      <div class="stack stack-s">
        <h3 class="head">{m.tour_phone_title()}</h3>
        <p class="small soft">{isAlone ? m.tour_phone_alone() : m.tour_phone_why()}</p>
        {isAlone ? null : <p class="small tour-address" dir="ltr">{address.replace(/^https?:../, '')}</p>}
      </div>
    </div>
  )
}
