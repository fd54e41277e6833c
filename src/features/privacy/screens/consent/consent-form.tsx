import { Button } from '../../../../ui/components/button.tsx'
import { Field } from '../../../../ui/components/field.tsx'
import { m } from '../../../../words/messages.js'
import type { Consent } from '../../wire/words.ts'
import type { ConsentPart } from './consent-desk.ts'
import { type Draft, missingOf } from './consent-state.ts'
import { faultWords } from './consent-words.ts'
import type { Asked } from './notice.ts'
import { Question } from './question.tsx'

/** The way out that says nothing, where there is one: leaving the form is no answer. */
export type WayOut = { readonly words: string; readonly go: () => void }

/** Five questions. Yes and no stand side by side and are the same size; none is chosen beforehand. */
export function ConsentForm({ part, out }: { part: ConsentPart; out?: WayOut | undefined }) {
  const { draft, isPressed, isSaying, fault, told } = part.state.value
  const had = told?.mine ?? null
  const { lead, asked, kept } = part.words
  const missing = missingOf(draft, had)
  return (
    <form class="stack consent" noValidate onSubmit={(event) => { event.preventDefault(); void part.say() }}>
      {lead.map((line) => <p key={line}>{line}</p>)}
      <div class="consent-pair" role="group" aria-label={m.privacy_consent_all()}>
        <Button onPress={() => part.chooseAll(true)}>{m.privacy_consent_all_yes()}</Button>
        <Button onPress={() => part.chooseAll(false)}>{m.privacy_consent_all_no()}</Button>
      </div>
      {asked.map((question) => (
        <Question form="consent" words={{ yes: m.privacy_consent_yes(), no: m.privacy_consent_no() }} key={question.purpose} question={question} chosen={draft.choices[question.purpose]} isMissing={isPressed} onChoose={(yes) => part.choose(question.purpose, yes)}>
          <More question={question} draft={draft} had={had} part={part} isPressed={isPressed} />
        </Question>
      ))}
      <section class="consent-kept stack stack-s small">{kept.map((line) => <p key={line}>{line}</p>)}</section>
      <div role="alert">
        {isPressed && missing.answers > 0 ? <p class="field-wrong">{m.privacy_consent_missing({ count: missing.answers })}</p> : null}
        {fault === null ? null : <p class="field-wrong">{faultWords(fault)}</p>}
      </div>
      <div class="stack stack-s">
        <Button kind="act" thumb submit busy={isSaying}>{isSaying ? m.privacy_consent_saying() : m.privacy_consent_say()}</Button>
        {out === undefined ? null : <Button thumb onPress={out.go}>{out.words}</Button>}
      </div>
    </form>
  )
}

/** Asked for only with a yes that needs it. */
function More({ question: { purpose }, draft, had, part, isPressed }: { question: Asked; draft: Draft; had: Consent | null; part: ConsentPart; isPressed: boolean }) {
  if (draft.choices[purpose] !== true) return null
  if (purpose === 'answers') {
    return (
      <Field
        label={<>{m.privacy_consent_name()} <span class="soft">{m.privacy_consent_name_optional()}</span></>} name="consent-name"
        value={draft.name} onInput={(name) => part.name(name)} why={m.privacy_consent_name_why()} autocomplete="name" maxLength={80}
      />
    )
  }
  if (purpose !== 'contact') return null
  return (
    <Field
      label={m.privacy_consent_contact_field()} name="consent-contact" value={draft.contact} onInput={(contact) => part.contact(contact)}
      why={had?.choices.contact === true ? m.privacy_consent_contact_keep() : m.privacy_consent_contact_why()} wrong={isPressed && missingOf(draft, had).contact ? m.privacy_consent_contact_missing() : null} autocomplete="email" maxLength={200}
    />
  )
}
