import { Button } from '../../../../ui/components/button.tsx'
import { Choice } from '../../../../ui/components/choice.tsx'
import { Field } from '../../../../ui/components/field.tsx'
import { m } from '../../../../words/messages.js'
import type { DeskPart } from './desk-model.ts'
import { missingOf } from './desk-state.ts'
import { Question } from '../consent/question.tsx'

/** The five questions in the words of everybody's form, asked by somebody of the crew. No is as large as yes, and nothing is chosen beforehand. */
export function DeskForm({ model }: { model: DeskPart }) {
  const [draft, isPressed] = [model.draft.value, model.isPressed.value]
  const missing = missingOf(draft)
  return (
    <form class="card stack consent" noValidate aria-labelledby="desk-form" onSubmit={(event) => { event.preventDefault(); void model.say() }}>
      <div class="stack stack-s">
        <h2 class="title" id="desk-form">{draft.person === null ? m.privacy_desk_new() : m.privacy_desk_change_of({ name: draft.name })}</h2>
        <p>{m.privacy_desk_why()}</p>
      </div>
      <Field label={m.privacy_desk_name()} name="desk-name" value={draft.name} onInput={(name) => model.change({ name })} maxLength={80} why={m.privacy_desk_name_why()} wrong={isPressed && missing.name ? m.privacy_desk_name_missing() : null} />
      <Choice name="desk-guardian" kind="checkbox" chosen={draft.guardian !== null} onChoose={(chosen) => model.change({ guardian: chosen ? '' : null })} title={m.privacy_desk_guardian()} note={m.privacy_desk_guardian_why()} />
      {draft.guardian === null ? null : (
        <Field label={m.privacy_desk_guardian_name()} name="desk-guardian-name" value={draft.guardian} onInput={(guardian) => model.change({ guardian })} maxLength={80} wrong={isPressed && missing.guardian ? m.privacy_desk_guardian_missing() : null} />
      )}
      {model.words.lead.map((line) => <p key={line} class="say">{line}</p>)}
      {model.words.asked.map((question) => (
        <Question form="desk" words={{ yes: m.privacy_desk_yes(), no: m.privacy_desk_no() }} key={question.purpose} question={question} chosen={draft.choices[question.purpose]} isMissing={isPressed} onChoose={(yes) => model.change({ choices: { ...draft.choices, [question.purpose]: yes } })}>
          {question.purpose === 'contact' && draft.choices.contact === true ? (
            <Field label={m.privacy_desk_contact()} name="desk-contact" value={draft.contact} onInput={(contact) => model.change({ contact })} maxLength={200} wrong={isPressed && missing.contact ? m.privacy_desk_contact_missing() : null} />
          ) : null}
        </Question>
      ))}
      <div class="consent-kept stack stack-s small">{model.words.kept.map((line) => <p key={line}>{line}</p>)}</div>
      <div role="alert">{isPressed && missing.answers > 0 ? <p class="field-wrong">{m.privacy_desk_missing({ count: missing.answers })}</p> : null}</div>
      <div class="stack stack-s">
        <Button kind="act" thumb submit busy={model.busy.value}>{m.privacy_desk_say()}</Button>
        {draft.person === null ? null : <Button thumb onPress={() => model.clear()}>{m.privacy_desk_leave()}</Button>}
      </div>
    </form>
  )
}
