import { Button } from '../../../../../ui/components/button.tsx'
import { Lamp } from '../../../../../ui/components/lamp.tsx'
import { CueIcon } from '../../../../../ui/icons/icons.tsx'
import { m } from '../../../../../words/messages.js'
import { type ChokedLink, chokeable } from '../choked-link.ts'
import { measuredCue } from '../measured.ts'
import { StepCard } from '../step-card.tsx'
import type { TourModel } from '../tour-model.ts'
import type { Stop, StopProps } from './stop.ts'

/** The second stop: a link that carries too little. The picture steps aside, cues go on, the picture returns. */
export const chokeStop: Stop = { id: 'choke', name: m.tour_stop_choke, Screen: ChokeScreen }

function ChokeScreen({ model, step, onNext }: StopProps) {
  const link = model.choked.link.value
  const isNarrow = link !== null && link.liftedAt === null
  const mayGoOn = link?.upMs !== null && link !== null
  return (
    <>
      <StepCard step={step} title={m.tour_choke_title()}><p>{m.tour_choke_why()}</p></StepCard>
      {link === null ? <Begin model={model} /> : <Told link={link} />}
      {isNarrow ? <Cue model={model} /> : null}
      {isNarrow ? <Button kind={link.downMs === null ? 'plain' : 'act'} thumb busy={model.busy.value} onPress={() => void model.liftChoke()}>{m.tour_choke_lift()}</Button> : null}
      <p><Button kind={mayGoOn ? 'act' : 'quiet'} thumb={mayGoOn} onPress={onNext}>{m.tour_choke_next()}</Button></p>
    </>
  )
}

function Begin({ model }: { model: TourModel }) {
  const line = chokeable(model.roster.value)
  if (line === undefined) return <p class="soft" role="status">{m.tour_choke_nobody()}</p>
  return <Button kind="act" thumb busy={model.busy.value} onPress={() => void model.choke()}>{m.tour_choke_begin({ name: line.name ?? '' })}</Button>
}

/** What happened, as the page of the link said it. */
function Told({ link }: { link: ChokedLink }) {
  const { name, downMs, liftedAt, upMs } = link
  return (
    <div class="card stack stack-s" role="status">
      <p><Lamp state={downMs === null ? 'wait' : 'on'}>{downMs === null ? m.tour_choke_waiting({ name }) : m.tour_choke_down({ name, seconds: seconds(downMs) })}</Lamp></p>
      {liftedAt === null ? null : <p><Lamp state={upMs === null ? 'wait' : 'on'}>{upMs === null ? m.tour_choke_returning() : m.tour_choke_up({ seconds: seconds(upMs) })}</Lamp></p>}
      <p class="small soft">{m.tour_choke_how()}</p>
    </div>
  )
}

function Cue({ model }: { model: TourModel }) {
  const result = model.cue.value
  const seen = result && measuredCue(result)
  return (
    <>
      <Button kind="cue" class="tour-key" icon={<CueIcon />} disabled={!model.linked.value} onDown={(timeStampMs) => void model.pressCue(timeStampMs)}>{m.tour_cue()}</Button>
      <p role="status">{seen ? m.tour_choke_cue({ played: seen.played, of: seen.of, after: seen.after }) : m.tour_choke_cue_why()}</p>
    </>
  )
}

const seconds = (ms: number): string => new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1, minimumFractionDigits: 1 }).format(ms / 1000)
