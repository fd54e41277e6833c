import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

type FieldProps = {
  label: ComponentChildren
  name: string
  type?: 'text' | 'password'
  value: string
  onInput: (value: string) => void
  /** One line under the field: what it is for. */
  why?: ComponentChildren
  /** Why what stands there cannot be taken; takes the place of `why`. */
  wrong?: string | null
  autocomplete?: string
  maxLength?: number
  disabled?: boolean
  autofocus?: boolean
}

export function Field({ label, name, type = 'text', value, onInput, why, wrong = null, autocomplete = 'off', maxLength = 200, disabled = false, autofocus = false }: FieldProps) {
  const id = useId()
  const told = wrong ?? why
  const shared = {
    class: 'input',
    id,
    name,
    value,
    onInput: (event: { currentTarget: HTMLInputElement }) => onInput(event.currentTarget.value),
    autocomplete,
    maxLength,
    disabled,
    autofocus,
    'aria-invalid': wrong === null ? undefined : true,
    'aria-describedby': told === undefined ? undefined : `${id}-why`,
  }
  return (
    <div class="field">
      <label class="field-label" for={id}>{label}</label>
      {type === 'password' ? <input type="password" {...shared} /> : <input type="text" {...shared} />}
      {told === undefined ? null : (
        <p class={wrong === null ? 'field-why' : 'field-why field-wrong'} id={`${id}-why`} role={wrong === null ? undefined : 'alert'}>{told}</p>
      )}
    </div>
  )
}
