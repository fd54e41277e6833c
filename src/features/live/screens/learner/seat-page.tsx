import { useSignal } from '@preact/signals'
import { Button } from '../../../../ui/components/button.tsx'
import { Field } from '../../../../ui/components/field.tsx'
import { Shade } from '../../../../ui/components/shade.tsx'
import { m } from '../../../../words/messages.js'
import type { ClassView } from '../../wire/words.ts'
import { codeInTwo } from './code-entry.ts'
import { refusalWords } from './refusal-words.ts'
import type { LearnerModel } from './model.ts'
import { SeatChoices } from './seat-choices.tsx'
import type { LearnerState } from './state.ts'

/** Where do you sit, a name if one likes, and in. */
export function SeatPage({ model, state, view }: { model: LearnerModel; state: LearnerState; view: ClassView }) {
  const name = useSignal('')
  const pressed = useSignal(false)
  const choice = state.choice
  const submit = (event: Event): void => {
    event.preventDefault()
    pressed.value = true
    if (choice !== null && !state.asking) model.actions.takeSeat(choice, name.value.trim())
  }
  return (
    <div class="screen">
      <Shade title={view.title} under={view.sample ? m.learner_sample() : undefined} live={view.phase === 'live'}>
        <span class="code">{codeInTwo(view.code)}</span>
      </Shade>
      <main class="screen-main">
        <form class="body seat-page" onSubmit={submit} noValidate>
          <SeatChoices choice={choice} vibration={state.abilities.vibration} onChoose={(wish) => model.actions.wishSeat(wish)} />
          <Field
            label={<>{m.learner_seat_name()} <span class="soft">{m.learner_seat_name_optional()}</span></>}
            name="name" value={name.value} onInput={(value) => (name.value = value)} why={m.learner_seat_name_why()} autocomplete="given-name" maxLength={60}
          />
          <div class="foot stack stack-s">
            <SeatAnswer state={state} pressed={pressed.value} />
            <Button kind="act" thumb submit busy={state.asking}>{state.asking ? m.learner_seat_taking() : m.learner_seat_take()}</Button>
            <p class="small soft centred">{m.learner_seat_promise()}</p>
          </div>
        </form>
      </main>
    </div>
  )
}

function SeatAnswer({ state, pressed }: { state: LearnerState; pressed: boolean }) {
  const words = state.refusal !== null ? refusalWords(state.refusal)
    : state.unreachable ? m.learner_link_lost()
    : pressed && state.choice === null ? m.learner_seat_first()
    : null
  return <div role="alert">{words === null ? null : <p class="field-wrong">{words}</p>}</div>
}
