import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { Button } from '../../../ui/components/button.tsx'
import { Choice } from '../../../ui/components/choice.tsx'
import { Field } from '../../../ui/components/field.tsx'
import { m } from '../../../words/messages.js'
import { doorRefusal, tooShort } from './door-words.ts'

type PassphraseFormProps = {
  label: string
  act: ComponentChildren
  /** A new one must be long enough; an existing one is just tried. */
  kind: 'new' | 'current'
  busy: boolean
  refused: string | null
  onSubmit: (passphrase: string) => void
}

/** One field, and a look at what is typed in place of typing it twice. */
export function PassphraseForm({ label, act, kind, busy, refused, onSubmit }: PassphraseFormProps) {
  const typed = useSignal('')
  const shown = useSignal(false)
  const pressed = useSignal(false)
  const tried = useSignal<string | null>(null)
  const short = kind === 'new' ? tooShort(typed.value) : null
  const wrong = refused !== null && tried.value === typed.value ? doorRefusal(refused) : pressed.value ? short : null
  const submit = (event: Event): void => {
    event.preventDefault()
    pressed.value = true
    if (busy || typed.value === '' || short !== null) return
    tried.value = typed.value
    onSubmit(typed.value)
  }
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <Field
        label={label} name="passphrase" type={shown.value ? 'text' : 'password'} value={typed.value} onInput={(value) => (typed.value = value)}
        wrong={wrong} autocomplete={kind === 'new' ? 'new-password' : 'current-password'} maxLength={1000} {...(short === null ? {} : { why: short })}
      />
      <Choice kind="checkbox" name="show" chosen={shown.value} onChoose={(yes) => (shown.value = yes)} title={m.people_passphrase_show()} />
      <Button kind="act" thumb submit busy={busy}>{act}</Button>
    </form>
  )
}
