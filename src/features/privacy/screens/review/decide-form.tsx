import { useId } from 'preact/hooks'
import { Button } from '../../../../ui/components/button.tsx'
import { Choice, Pick } from '../../../../ui/components/choice.tsx'
import { Dialog } from '../../../../ui/components/dialog.tsx'
import { Lamp } from '../../../../ui/components/lamp.tsx'
import { m } from '../../../../words/messages.js'
import type { Means, ReviewedClaim } from '../../wire/words.ts'
import { decisionOf, type Draft, kindsOf } from './queue.ts'
import type { ReviewPart } from './review-model.ts'
import { KIND_TITLES, removalText } from './review-words.ts'

type FormProps = { model: ReviewPart; claim: ReviewedClaim; means: readonly Means[] }

const MISSING: Record<'what' | 'part' | 'note', () => string> = { what: m.privacy_review_missing_what, part: m.privacy_review_missing_part, note: m.privacy_review_missing_note }

/** Remove it, a part of it, or leave it: with a word to whoever asked, and a second step before what cannot be undone. */
export function DecideForm({ model, claim, means }: FormProps) {
  const [draft, step] = [model.draft.value, model.step.value]
  if (step === 'working') return <Working removes={draft.what !== 'nothing'} />
  const decision = decisionOf(draft, claim.remove)
  const missing = 'missing' in decision ? decision.missing : null
  const leaves = draft.what === 'nothing'
  return (
    <form
      class="card stack" aria-label={m.privacy_review_decision()}
      onSubmit={(event) => {
        event.preventDefault()
        model.goOn()
      }}
    >
      <What model={model} claim={claim} />
      {draft.what === 'part' ? <Part model={model} claim={claim} /> : null}
      {draft.what === null || leaves || !needsMeans(draft, claim) ? null : <How model={model} means={means} />}
      <Note model={model} leaves={leaves} />
      <Button kind={leaves ? 'act' : 'flag'} thumb submit disabled={missing !== null}>{leaves ? m.privacy_review_leave_do() : m.privacy_review_remove_do()}</Button>
      <p class="small soft review-missing" role="status">{missing === null ? '' : MISSING[missing]()}</p>
      {step === 'sure' ? <Sure model={model} what={removalText(('missing' in decision ? null : decision.remove) ?? claim.remove)} /> : null}
    </form>
  )
}

/** Words that go are gone; only sound and picture leave a place to fill. */
function needsMeans({ what, part }: Draft, { remove }: ReviewedClaim): boolean {
  const goes = what === 'part' ? part : remove
  return (remove.sound && goes.sound) || (remove.picture && goes.picture)
}

function What({ model, claim }: Pick<FormProps, 'model' | 'claim'>) {
  const { what } = model.draft.value
  const choose = (value: Draft['what']) => () => model.change({ what: value })
  return (
    <fieldset class="stack stack-s">
      <legend class="field-label">{m.privacy_review_what()}</legend>
      <Choice name="what" value="all" chosen={what === 'all'} onChoose={choose('all')} title={m.privacy_review_all()} note={m.privacy_review_all_why({ what: removalText(claim.remove) })} />
      {kindsOf(claim.remove).length < 2 ? null : <Choice name="what" value="part" chosen={what === 'part'} onChoose={choose('part')} title={m.privacy_review_part()} note={m.privacy_review_part_why()} />}
      <Choice name="what" value="nothing" chosen={what === 'nothing'} onChoose={choose('nothing')} title={m.privacy_review_leave()} note={m.privacy_review_leave_why()} />
    </fieldset>
  )
}

function Part({ model, claim }: Pick<FormProps, 'model' | 'claim'>) {
  const { part } = model.draft.value
  return (
    <fieldset class="stack stack-s">
      <legend class="field-label">{m.privacy_review_part_which()}</legend>
      <div class="review-kinds">
        {kindsOf(claim.remove).map((kind) => (
          <Choice key={kind} name={kind} kind="checkbox" chosen={part[kind]} onChoose={(chosen) => model.change({ part: { ...part, [kind]: chosen } })} title={KIND_TITLES[kind]()} />
        ))}
      </div>
    </fieldset>
  )
}

function How({ model, means }: Pick<FormProps, 'model' | 'means'>) {
  const canTone = means.includes('tone')
  return (
    <div class="stack stack-s">
      <p class="field-label">{m.privacy_review_means()}</p>
      <Pick
        label={m.privacy_review_means()} chosen={model.draft.value.means} onChoose={(value) => model.change({ means: value })}
        options={[{ value: 'silence', words: m.privacy_review_silence() }, { value: 'tone', words: m.privacy_review_tone(), disabled: !canTone }]}
      />
      {canTone ? null : <p class="small soft">{m.privacy_review_no_encoder()}</p>}
    </div>
  )
}

function Note({ model, leaves }: { model: ReviewPart; leaves: boolean }) {
  const id = useId()
  return (
    <div class="field">
      <label class="field-label" for={id}>{leaves ? m.privacy_review_note_needed() : m.privacy_review_note()}</label>
      <textarea class="input" id={id} name="note" maxLength={1000} value={model.draft.value.note} onInput={(event) => model.change({ note: event.currentTarget.value })} aria-describedby={`${id}-why`} />
      <p class="field-why" id={`${id}-why`}>{m.privacy_review_note_why()}</p>
    </div>
  )
}

function Sure({ model, what }: { model: ReviewPart; what: string }) {
  return (
    <Dialog title={m.privacy_review_sure({ what })} onClose={() => model.goBack()}>
      <p>{m.privacy_review_sure_why()}</p>
      <p class="soft">{m.privacy_review_sure_stays()}</p>
      <div class="line">
        <Button onPress={() => model.goBack()}>{m.privacy_review_sure_no()}</Button>
        <Button kind="flag" onPress={() => model.goOn()}>{m.privacy_review_sure_yes()}</Button>
      </div>
    </Dialog>
  )
}

function Working({ removes }: { removes: boolean }) {
  return (
    <section class="card stack stack-s" aria-busy="true">
      <p role="status"><Lamp state="wait">{removes ? m.privacy_review_working() : m.privacy_review_working_leave()}</Lamp></p>
      {removes ? <p class="small soft">{m.privacy_review_working_why()}</p> : null}
    </section>
  )
}
