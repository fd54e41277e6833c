import { useState } from 'preact/hooks'
import { clockText } from '../../../../../ui/clock-text.ts'
import { Button } from '../../../../../ui/components/button.tsx'
import { Choice, Pick } from '../../../../../ui/components/choice.tsx'
import { PlayIcon, TimerIcon } from '../../../../../ui/icons/icons.tsx'
import { m } from '../../../../../words/messages.js'
import type { StudioModel } from '../model.ts'
import { secondsUntil, type Stagger, STAGGERS } from './stagger.ts'

/** People wait: begin now, in a moment, or one kind of seat after another. */
export function LobbyCard({ model }: { model: StudioModel }) {
  const [stagger, setStagger] = useState<Stagger>('together')
  const view = model.class.value
  const sending = model.air.sending.value.source !== null || model.air.publishers.value.length > 0
  const ready = model.people.present.value.filter(({ link }) => link === 'good' || link === 'socket').length
  return (
    <section class="card stack" aria-labelledby="lobby">
      <h2 class="title" id="lobby">{m.studio_lobby_title()}</h2>
      <p class="num" role="status">{m.studio_lobby_here({ count: view?.here ?? 0 })} <span class="soft">{m.studio_lobby_ready({ count: ready })}</span></p>
      <Countdown model={model} />
      <Button kind="act" thumb icon={<PlayIcon />} busy={model.busy.value} onPress={() => void model.begin(STAGGERS[stagger] ?? undefined)}>{m.studio_begin()}</Button>
      <p class="small soft">{sending ? m.studio_begin_why() : m.studio_begin_no_source()}</p>
      <details class="more">
        <summary>{m.studio_stagger_title()}</summary>
        <div class="stack stack-s">
          <StaggerChoice value="together" chosen={stagger} onChoose={setStagger} title={m.studio_stagger_together()} note={m.studio_stagger_together_why()} />
          <StaggerChoice value="room-last" chosen={stagger} onChoose={setStagger} title={m.studio_stagger_room_last()} note={m.studio_stagger_room_last_why()} />
          <StaggerChoice value="room-first" chosen={stagger} onChoose={setStagger} title={m.studio_stagger_room_first()} note={m.studio_stagger_room_first_why()} />
        </div>
      </details>
    </section>
  )
}

type StaggerChoiceProps = { value: Stagger; chosen: Stagger; onChoose: (value: Stagger) => void; title: string; note: string }
const StaggerChoice = ({ value, chosen, onChoose, title, note }: StaggerChoiceProps) =>
  <Choice name="stagger" value={value} chosen={chosen === value} onChoose={() => onChoose(value)} title={title} note={note} />

const MINUTES = ['1', '2', '5', '10'] as const

/** The class begins by itself when the time is up, on every phone at the same instant. */
function Countdown({ model }: { model: StudioModel }) {
  const left = secondsUntil(model.class.value?.startsAt ?? null, model.now.value)
  if (left !== null) {
    return (
      <div class="line countdown">
        <b class="num run-big" role="timer" aria-label={m.studio_start_in({ time: clockText(left) })}>{clockText(left)}</b>
        <span class="grow">{m.studio_start_by_itself()}</span>
        <Button onPress={() => void model.setStart(null)}>{m.studio_start_wait()}</Button>
      </div>
    )
  }
  return (
    <div class="stack stack-s">
      <p class="line"><TimerIcon /><span>{m.studio_start_ask()}</span></p>
      <Pick
        label={m.studio_start_ask()} chosen={null} onChoose={(minutes) => void model.setStart(Number(minutes) * 60)}
        options={MINUTES.map((minutes) => ({ value: minutes, words: m.studio_start_minutes({ minutes: Number(minutes) }) }))}
      />
    </div>
  )
}
