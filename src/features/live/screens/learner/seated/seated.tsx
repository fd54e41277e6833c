import { useSignal } from '@preact/signals'
import { Shade } from '../../../../../ui/components/shade.tsx'
import { m } from '../../../../../words/messages.js'
import { seatBehaviour } from '../../../rules/seat-behaviour.ts'
import type { ClassView, SeatChoice } from '../../../wire/words.ts'
import { Live } from './live.tsx'
import { Lobby } from './lobby.tsx'
import type { LearnerModel } from '../model.ts'
import { Picture } from './picture.tsx'
import { RecordedLamp } from './recorded.tsx'
import type { LearnerState } from '../state.ts'
import { NowSheet, SeatDialog, SlideLayer } from '../together-parts.ts'

type SeatedProps = { model: LearnerModel; state: LearnerState; view: ClassView; choice: SeatChoice; page: 'lobby' | 'live' }

/** Everything after the seat: lobby and class share the picture, the shade and the change of seat. */
export function Seated({ model, state, view, choice, page }: SeatedProps) {
  const changing = useSignal(false)
  const does = seatBehaviour(choice, { vibration: state.abilities.vibration, audio: true, video: true })
  const live = page === 'live'
  const changeSeat = (): void => void (changing.value = true)
  const asking = useSignal(false)
  const askWhy = (): void => void (asking.value = true)
  const shared = { model, state, view, choice, does, changeSeat, askWhy }
  return (
    <div class={`screen seated${live ? ' is-in-class' : ''}${live && does.video ? ' has-picture' : ''}`}>
      <Shade title={view.title} under={view.sample ? m.learner_sample() : view.rehearsal ? m.learner_rehearsal() : undefined} live={live}>
        <RecordedLamp recorded={view.recorded} onPress={askWhy} />
      </Shade>
      <main class="screen-main">
        {does.video ? <Picture model={model} state={state} shown={live} /> : live ? <SlideLayer.Part model={model} state={state} alone /> : null}
        {live ? <Live {...shared} /> : <Lobby {...shared} />}
        {/* The light, for those who hear the page instead; a phone that sounds its cues says it itself. */}
        {live && !does.sound ? <p class="hush" aria-live="assertive">{state.cues.felt === 0 ? null : <span key={state.cues.felt}>{state.together.cueWord === '' ? m.learner_now() : state.together.cueWord}</span>}</p> : null}
      </main>
      {changing.value ? (
        <SeatDialog.Part
          model={model} now={choice} vibration={state.abilities.vibration}
          onMove={(wish) => model.actions.changeSeat(wish)} onClose={() => (changing.value = false)}
        />
      ) : null}
      {asking.value ? <NowSheet.Part model={model} state={state} onClose={() => (asking.value = false)} /> : null}
    </div>
  )
}
