import type { ComponentChildren } from 'preact'

/** Where toasts appear; stays in the page so that screen readers notice what comes into it. */
export function Toasts({ children }: { children: ComponentChildren }) {
  return <div class="toasts" role="status">{children}</div>
}

export function Toast({ children }: { children: ComponentChildren }) {
  return <div class="toast">{children}</div>
}
