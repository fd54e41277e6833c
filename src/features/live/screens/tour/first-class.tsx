import { useSignal } from '@preact/signals'
import { Button } from '../../../../ui/components/button.tsx'
import { Choice } from '../../../../ui/components/choice.tsx'
import { Field } from '../../../../ui/components/field.tsx'
import { m } from '../../../../words/messages.js'
import { FIRST_PLANS } from './first-plans.ts'
import type { TourModel } from './tour-model.ts'

/** What is asked before the box is one's own: a name, how the class runs, a passphrase. */
export function FirstClass({ model }: { model: TourModel }) {
  const title = useSignal<string>(m.tour_yours_name_default())
  const chosen = useSignal(FIRST_PLANS[0]?.id)
  const passphrase = useSignal('')
  const pressed = useSignal(false)
  const { passphraseLeast: least, mayType } = model.deps
  const nameless = title.value.trim() === ''
  const short = passphrase.value !== '' && [...passphrase.value.normalize('NFC')].length < least
  const submit = (event: Event): void => {
    event.preventDefault()
    pressed.value = true
    const plan = FIRST_PLANS.find(({ id }) => id === chosen.value)?.plan(model.deps.crypto)
    if (nameless || short || plan === undefined) return
    void model.makeItYours({ title: title.value.trim(), plan, passphrase: passphrase.value === '' ? null : passphrase.value })
  }
  return (
    <form class="card stack tour-form" onSubmit={submit} noValidate aria-label={m.tour_yours_form()}>
      <Field
        label={m.tour_yours_name()} name="title" value={title.value} onInput={(typed) => (title.value = typed)} maxLength={120}
        wrong={pressed.value && nameless ? m.tour_yours_name_missing() : null}
      />
      <fieldset class="stack stack-s">
        <legend class="field-label">{m.tour_yours_plan()}</legend>
        <div class="tour-plans">
          {FIRST_PLANS.map(({ id, title: name, why }) => (
            <Choice key={id} name="plan" value={id} chosen={chosen.value === id} onChoose={() => (chosen.value = id)} title={name()} note={why()} />
          ))}
        </div>
      </fieldset>
      {mayType ? (
        <Passphrase typed={passphrase.value} onInput={(typed) => (passphrase.value = typed)} least={least} wrong={pressed.value && short ? m.tour_yours_passphrase_short({ least }) : null} />
      ) : (
        <p class="soft">{m.tour_yours_passphrase_plain()}</p>
      )}
      <Button kind="act" thumb submit>{m.tour_yours_do()}</Button>
    </form>
  )
}

type PassphraseProps = { typed: string; onInput: (typed: string) => void; least: number; wrong: string | null }

/** One field, and a look at what is typed in place of typing it twice. */
function Passphrase({ typed, onInput, least, wrong }: PassphraseProps) {
  const shown = useSignal(false)
  return (
    <div class="stack stack-s">
      <Field
        label={m.tour_yours_passphrase()} name="passphrase" type={shown.value ? 'text' : 'password'} value={typed} onInput={onInput}
        why={typed === '' ? m.tour_yours_passphrase_none() : m.tour_yours_passphrase_why({ least })} wrong={wrong} autocomplete="new-password" maxLength={1000}
      />
      <Choice kind="checkbox" name="show" chosen={shown.value} onChoose={(yes) => (shown.value = yes)} title={m.tour_yours_passphrase_show()} />
    </div>
  )
}
