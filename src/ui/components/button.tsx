import type { ComponentChildren } from 'preact'

type ButtonProps = {
  /** `act` is the one thing to do here; `quiet` can be overlooked; `flag` takes something away. */
  kind?: 'plain' | 'act' | 'quiet' | 'flag' | 'cue'
  /** Full width and 56 px high, for the hand that holds the phone. */
  thumb?: boolean
  /** Makes it a toggle. */
  pressed?: boolean | undefined
  disabled?: boolean | undefined
  /** Busy: pressing again does nothing, but the focus stays where it is. */
  busy?: boolean | undefined
  submit?: boolean
  icon?: ComponentChildren
  /** What a screen reader says when the visible words are not enough. */
  label?: string | undefined
  class?: string
  onPress?: () => void
  children?: ComponentChildren
}

export function Button(props: ButtonProps) {
  const { kind = 'plain', thumb = false, pressed, disabled, busy, submit = false, icon, label, onPress, children } = props
  const names = ['btn', kind === 'plain' ? '' : `btn-${kind}`, thumb ? 'btn-thumb' : '', props.class ?? '']
  return (
    <button
      class={names.filter(Boolean).join(' ')}
      type={submit ? 'submit' : 'button'}
      aria-pressed={pressed}
      aria-disabled={busy ? true : undefined}
      aria-label={label}
      disabled={disabled}
      onClick={busy ? (event: Event) => event.preventDefault() : onPress}
    >
      {icon}
      {children}
    </button>
  )
}
