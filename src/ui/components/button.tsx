import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'

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
  /** In place of `onPress`, for a key whose instant is what counts: acts as the finger comes down. Told the event's own stamp. */
  onDown?: (timeStampMs: number) => void
  children?: ComponentChildren
}

export function Button(props: ButtonProps) {
  const { kind = 'plain', thumb = false, pressed, disabled, busy, submit = false, icon, label, onPress, onDown, children } = props
  const down = useDown(onDown)
  const names = ['btn', kind === 'plain' ? '' : `btn-${kind}`, thumb ? 'btn-thumb' : '', props.class ?? '']
  return (
    <button
      class={names.filter(Boolean).join(' ')}
      type={submit ? 'submit' : 'button'}
      aria-pressed={pressed}
      aria-disabled={busy ? true : undefined}
      aria-label={label}
      disabled={disabled}
      onPointerDown={onDown && !busy ? down.onPointerDown : undefined}
      onClick={busy ? (event: Event) => event.preventDefault() : onDown ? down.onClick : onPress}
    >
      {icon}
      {children}
    </button>
  )
}

/** A pointer acts as it comes down; a keyboard or a screen reader acts by the click, which a pointer's own must not repeat. */
function useDown(act: ((timeStampMs: number) => void) | undefined) {
  const isDown = useRef(false)
  return {
    onPointerDown(event: PointerEvent): void {
      if (event.button !== 0 || !event.isPrimary) return
      isDown.current = true
      act?.(event.timeStamp)
    },
    onClick(event: MouseEvent): void {
      const isPointers = event.detail !== 0 && isDown.current
      isDown.current = false
      if (!isPointers) act?.(event.timeStamp)
    },
  }
}
