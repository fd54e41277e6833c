import type { ComponentChildren } from 'preact'
import { m } from '../../words/messages.js'

/** On every page of a class that only its crew rehearses; with what can be done about it. */
export function RehearsalBanner({ children }: { children?: ComponentChildren }) {
  return <div class="notice is-flag rehearsal" role="note"><p>{m.ui_rehearsal()}</p>{children}</div>
}
