import { useId } from 'preact/hooks'

type SelectProps<T extends string> = {
  label: string
  name: string
  options: readonly { readonly value: T; readonly words: string }[]
  chosen: T
  onChoose: (value: T) => void
  disabled?: boolean
}

/** One of several, where all of them at once would be too much to look at. */
export function Select<T extends string>({ label, name, options, chosen, onChoose, disabled = false }: SelectProps<T>) {
  const id = useId()
  return (
    <div class="field">
      <label class="field-label" for={id}>{label}</label>
      <select
        class="input" id={id} name={name} disabled={disabled} value={chosen}
        onChange={(event) => {
          const option = options.find(({ value }) => value === event.currentTarget.value)
          if (option !== undefined) onChoose(option.value)
        }}
      >
        {options.map(({ value, words }) => <option key={value} value={value} selected={value === chosen}>{words}</option>)}
      </select>
    </div>
  )
}
