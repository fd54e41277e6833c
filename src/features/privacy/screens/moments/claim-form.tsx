import { useEffect, useId, useRef } from 'preact/hooks'
import { Button } from '../../../../ui/components/button.tsx'
import { Choice } from '../../../../ui/components/choice.tsx'
import { m } from '../../../../words/messages.js'
import { type ClaimDraft, missingOf } from './moments-state.ts'
import type { MomentsPart } from './moments-visit.ts'
import { PART_WORDS, PARTS } from './moments-words.ts'

/** What should go, and why, in one's own words. */
export function ClaimForm({ draft, part }: { draft: ClaimDraft; part: MomentsPart }) {
  const { remove, reason, isPressed, isSending, fault } = draft
  const missing = missingOf(draft)
  const id = useId()
  const form = useRef<HTMLFormElement>(null)
  // It opens where it was asked for; who hears the page is led into it.
  useEffect(() => form.current?.querySelector('input')?.focus(), [])
  const isAll = PARTS.every((one) => remove[one])
  const whyWrong = isPressed && missing.reason ? m.privacy_moments_reason_missing() : null
  return (
    <form ref={form} class="stack" noValidate onSubmit={(event) => { event.preventDefault(); void part.claim() }}>
      <fieldset class="stack stack-s">
        <legend class="field-label moments-legend">{m.privacy_moments_what()}</legend>
        <div class="moments-parts">
          {PARTS.map((one) => (
            <Choice key={one} name={`remove-${one}`} kind="checkbox" chosen={remove[one]} onChoose={(chosen) => part.remove({ ...remove, [one]: chosen })} title={PART_WORDS[one]()} />
          ))}
          <Choice name="remove-all" kind="checkbox" chosen={isAll} onChoose={(chosen) => part.remove({ sound: chosen, picture: chosen, text: chosen })} title={m.privacy_moments_all()} />
        </div>
      </fieldset>
      <div class="field">
        <label class="field-label" for={id}>{m.privacy_moments_reason()}</label>
        <textarea
          class="input" id={id} name="reason" value={reason} maxLength={1000} aria-describedby={`${id}-why`} aria-invalid={whyWrong === null ? undefined : true}
          onInput={(event) => part.reason(event.currentTarget.value)}
        />
        <p class={whyWrong === null ? 'field-why' : 'field-why field-wrong'} id={`${id}-why`}>{whyWrong ?? m.privacy_moments_reason_why()}</p>
      </div>
      <div role="alert">
        {isPressed && missing.what ? <p class="field-wrong">{m.privacy_moments_what_missing()}</p> : null}
        {fault === null ? null : <p class="field-wrong">{fault.type === 'refused' && fault.sentence !== '' ? fault.sentence : m.privacy_moments_untold()}</p>}
      </div>
      <Button kind="act" thumb submit busy={isSending}>{isSending ? m.privacy_moments_sending() : m.privacy_moments_send()}</Button>
      <Button thumb onPress={() => part.leave()}>{m.privacy_moments_keep()}</Button>
    </form>
  )
}
