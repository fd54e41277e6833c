import { Button } from '../../../../ui/components/button.tsx'
import { Lamp } from '../../../../ui/components/lamp.tsx'
import { Shade } from '../../../../ui/components/shade.tsx'
import { Loading, Tell } from '../../../../ui/components/states.tsx'
import { m } from '../../../../words/messages.js'
import type { ClassView } from '../../wire/words.ts'
import { codeInTwo } from './code-entry.ts'
import { LampDrawing } from './lamp-drawing.tsx'
import { refusalWords } from './refusal-words.ts'
import type { LearnerModel } from './model.ts'
import type { LearnerState } from './state.ts'

/** From the code to the class: looking, no link, locked, or another refusal. It goes on by itself. */
export function LookingPage({ model, state }: { model: LearnerModel; state: LearnerState }) {
  return (
    <div class="screen">
      <Shade title={m.learner_code_title()}>
        <span class="code">{codeInTwo(state.code)}</span>
      </Shade>
      <main class="screen-main">
        <div class="body" aria-live="polite">{lookingBody(model, state)}</div>
      </main>
    </div>
  )
}

function lookingBody(model: LearnerModel, state: LearnerState) {
  const another = <Button thumb onPress={() => model.actions.anotherClass()}>{m.learner_other_code()}</Button>
  const again = <Button kind="act" thumb onPress={() => model.actions.retry()}>{m.learner_try_now()}</Button>
  if (state.refusal?.code === 'HUB_LOCKED') return <Tell title={m.learner_locked_title()} act={again}><p class="soft">{m.learner_locked_why()}</p></Tell>
  if (state.refusal !== null) return <Tell title={refusalWords(state.refusal)} act={<>{again}{another}</>} />
  if (state.unreachable) {
    return (
      <Tell title={m.learner_unreachable_title()} act={<>{again}{another}</>}>
        <p>{m.learner_unreachable_wifi()}</p>
        <p><Lamp state="wait">{m.learner_unreachable_trying()}</Lamp></p>
      </Tell>
    )
  }
  const steps = [
    { words: m.learner_looking_asking({ code: codeInTwo(state.code) }), state: 'wait' as const },
    { words: m.learner_looking_seat(), state: 'plan' as const },
  ]
  return <div class="appears-late"><Loading title={m.learner_looking_title()} steps={steps} /></div>
}

/** The class exists, its lobby does not yet; the page opens by itself. */
export function NotOpenPage({ view }: { view: ClassView }) {
  return (
    <div class="screen">
      <Shade title={view.title}>
        <span class="code">{codeInTwo(view.code)}</span>
      </Shade>
      <main class="screen-main">
        <div class="body waiting" role="status">
          <LampDrawing />
          <h2 class="title">{m.learner_not_open_title()}</h2>
          <p class="soft">{m.learner_not_open_why()}</p>
        </div>
      </main>
    </div>
  )
}
