import type { ComponentChildren } from 'preact'
import { Button } from './button.tsx'

type ChoiceProps = {
  name: string
  /** One of several, or yes to one thing. */
  kind?: 'radio' | 'checkbox'
  value?: string
  chosen: boolean
  onChoose: (chosen: boolean) => void
  icon?: ComponentChildren
  title: ComponentChildren
  note?: ComponentChildren
}

/** The whole line is the target, and says what choosing it does. */
export function Choice({ name, kind = 'radio', value, chosen, onChoose, icon, title, note }: ChoiceProps) {
  return (
    <label class={`choice${note === undefined ? '' : ' choice-large'}${chosen ? ' is-chosen' : ''}`}>
      <input type={kind} name={name} value={value} checked={chosen} onChange={(event) => onChoose(event.currentTarget.checked)} />
      <span class="choice-words">
        <b class={note === undefined ? undefined : 'large'}>{title}</b>
        {note === undefined ? null : <span class="small soft">{note}</span>}
      </span>
      {icon}
    </label>
  )
}

type PickProps<T extends string> = {
  label: string
  options: readonly { value: T; words: ComponentChildren; icon?: ComponentChildren; disabled?: boolean }[]
  chosen: T | null
  onChoose: (value: T) => void
}

/** A segmented choice between a few short words. */
export function Pick<T extends string>({ label, options, chosen, onChoose }: PickProps<T>) {
  return (
    <div class="pick" role="group" aria-label={label}>
      {options.map((option) => (
        <Button key={option.value} pressed={option.value === chosen} disabled={option.disabled} icon={option.icon} onPress={() => onChoose(option.value)}>
          {option.words}
        </Button>
      ))}
    </div>
  )
}
