import type { ComponentChildren } from 'preact'

/** `plan` is what has not begun yet. */
export type LampState = 'on' | 'wait' | 'flag' | 'off' | 'rec' | 'plan'

/** Shape, colour and words, always all three. */
export function Lamp({ state, children }: { state: LampState; children: ComponentChildren }) {
  return <span class={`lamp lamp-${state}`}>{children}</span>
}
