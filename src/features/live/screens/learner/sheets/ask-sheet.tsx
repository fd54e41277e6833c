import { type Signal, useSignal } from '@preact/signals'
import { useEffect, useId, useRef } from 'preact/hooks'
import { Button } from '../../../../../ui/components/button.tsx'
import { Choice } from '../../../../../ui/components/choice.tsx'
import { Field } from '../../../../../ui/components/field.tsx'
import { m } from '../../../../../words/messages.js'
import { NAME_LENGTH, QUESTION_LENGTH, type QuestionState } from '../../../wire/together.ts'
import type { LearnerModel } from '../model.ts'
import type { LearnerState } from '../state.ts'

type AskSheetProps = { model: LearnerModel; state: LearnerState; /** What is typed stays when the sheet is closed. */ draft: Signal<string>; onClose: () => void }

/** A question to the host, with a name or without one; picture and sound go on above it. */
export function AskSheet({ model, state, draft, onClose }: AskSheetProps) {
  const { name, standing } = state.together
  const named = useSignal(false)
  const typedName = useSignal(name)
  const pressed = useSignal(false)
  const text = draft.value.trim()
  const wrong = pressed.value && text === ''
  const submit = (event: Event): void => {
    event.preventDefault()
    pressed.value = text === ''
    if (text === '') return
    const own = typedName.value.trim()
    if (named.value && own !== name) model.actions.nameMe(own)
    model.actions.ask(text, named.value && own !== '')
    draft.value = ''
  }
  return (
    <form class="stack ask-sheet" onSubmit={submit} noValidate aria-label={m.learner_ask_title()}>
      {standing === 'muted' ? <p>{m.learner_ask_muted()}</p> : (
        <>
          <QuestionField draft={draft} wrong={wrong} />
          <Choice name="named" kind="checkbox" chosen={named.value} onChoose={(yes) => (named.value = yes)} title={name === '' ? m.learner_ask_named() : m.learner_ask_named_as({ name })} />
          {named.value && name === '' ? <Field label={m.learner_seat_name()} name="name" value={typedName.value} onInput={(value) => (typedName.value = value)} why={m.learner_seat_name_why()} autocomplete="given-name" maxLength={NAME_LENGTH} /> : null}
          <Button kind="act" thumb submit>{m.learner_ask_send()}</Button>
        </>
      )}
      <Button thumb onPress={onClose}>{m.learner_ask_back()}</Button>
      <OwnQuestions state={state} />
    </form>
  )
}

function QuestionField({ draft, wrong }: { draft: Signal<string>; wrong: boolean }) {
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  return (
    <div class="field">
      <label class="field-label" for={id}>{m.learner_ask_title()}</label>
      <textarea
        class="input say" id={id} ref={field} rows={3} maxLength={QUESTION_LENGTH} value={draft.value} onInput={(event) => (draft.value = event.currentTarget.value)}
        aria-invalid={wrong ? true : undefined} aria-describedby={`${id}-why`} dir="auto"
      />
      <p class={wrong ? 'field-why field-wrong' : 'field-why'} id={`${id}-why`} role={wrong ? 'alert' : undefined}>{wrong ? m.learner_ask_empty() : m.learner_ask_why()}</p>
    </div>
  )
}

const BECAME: Record<QuestionState, () => string> = {
  waiting: m.learner_ask_waiting, kept: m.learner_ask_kept, answered: m.learner_ask_answered, hidden: m.learner_ask_hidden,
}

/** Asked here, and what became of each; newest first. */
function OwnQuestions({ state: { together: { asked, now: { myQuestions } } } }: { state: LearnerState }) {
  const states = new Map(myQuestions.map((question) => [question.id, question.state]))
  const elsewhere = myQuestions.filter(({ id }) => !asked.some((one) => one.id === id)).map(({ id, text }) => ({ id, text, told: true }))
  const all = [...elsewhere, ...asked].toReversed()
  if (all.length === 0) return null
  return (
    <section class="stack stack-s" aria-label={m.learner_ask_own()}>
      <ul class="rows" aria-live="polite">
        {all.map(({ id, text, told }) => {
          const became = states.get(id)
          return (
            <li class="row" key={id}>
              <q class="say grow" dir="auto">{text}</q>
              <span class="small soft">{became !== undefined ? BECAME[became]() : told ? m.learner_ask_waiting() : m.learner_ask_untold()}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
