import { useState } from 'preact/hooks'
import { clockText } from '../../../../../ui/clock-text.ts'
import { Button } from '../../../../../ui/components/button.tsx'
import { Pick } from '../../../../../ui/components/choice.tsx'
import { Field } from '../../../../../ui/components/field.tsx'
import { TimerRing } from '../../../../../ui/components/timer-ring.tsx'
import { StopIcon, TimerIcon } from '../../../../../ui/icons/icons.tsx'
import { m } from '../../../../../words/messages.js'
import { positionAt, remainingAt } from '../../../rules/clock/timeline.ts'
import type { Timer } from '../../../wire/together.ts'
import { LengthField } from '../plan/item-fields.tsx'
import type { StudioModel } from '../model.ts'
import { isRunning } from '../view.ts'
import { StartedTogether } from './started-together.tsx'

const PRESETS = [30, 60, 120, 300] as const

/** A timer that starts on every device at one instant. */
export function TimerCard({ model, first }: { model: StudioModel; first: number }) {
  const { timer } = model.known.value
  const runs = timer !== null && isRunning(timer.line, model.now.value)
  return (
    <div class="card stack stack-s">
      {runs ? <Running model={model} timer={timer} /> : <Chooser model={model} first={first} />}
      <StartedTogether model={model} what="timer" />
    </div>
  )
}

function Running({ model, timer }: { model: StudioModel; timer: Timer }) {
  const now = model.now.value
  const left = now === null ? 0 : (remainingAt(timer.line, now) ?? 0) / 1_000_000
  const part = now === null || timer.line.length === null ? 0 : positionAt(timer.line, now) / timer.line.length
  return (
    <div class="line">
      <TimerRing part={part} label={m.studio_timer_left({ time: clockText(Math.ceil(left)) })} size="5rem">{clockText(Math.ceil(left))}</TimerRing>
      <b class="grow">{timer.label === '' ? m.studio_timer() : timer.label}</b>
      <Button icon={<StopIcon />} onPress={() => void model.together.stopTimer()}>{m.studio_timer_stop()}</Button>
    </div>
  )
}

function Chooser({ model, first }: { model: StudioModel; first: number }) {
  const [seconds, setSeconds] = useState(first)
  const [own, setOwn] = useState(false)
  const [label, setLabel] = useState('')
  const live = model.class.value?.phase === 'live'
  return (
    <form
      class="stack stack-s"
      onSubmit={(event) => {
        event.preventDefault()
        void model.together.startTimer(seconds, label.trim())
      }}
    >
      <Pick
        label={m.studio_timer_length()}
        chosen={own ? 'own' : String(seconds)}
        onChoose={(chosen) => {
          setOwn(chosen === 'own')
          if (chosen !== 'own') setSeconds(Number(chosen))
        }}
        options={[...PRESETS.map((preset) => ({ value: String(preset), words: <span class="num">{clockText(preset)}</span> })), { value: 'own', words: m.studio_timer_own() }]}
      />
      {own ? <LengthField seconds={seconds} onChange={setSeconds} label={m.studio_timer_length()} /> : null}
      <Field label={m.studio_timer_label()} name="timer-label" value={label} onInput={setLabel} maxLength={40} why={m.studio_timer_label_why()} />
      <Button kind="act" submit icon={<TimerIcon />} disabled={!live}>{m.studio_timer_start()}</Button>
    </form>
  )
}
