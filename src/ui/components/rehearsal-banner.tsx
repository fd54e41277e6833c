import { m } from '../../words/messages.js'

/** On every page of a class that only its crew rehearses. */
export function RehearsalBanner() {
  return <p class="notice is-flag rehearsal" role="note">{m.ui_rehearsal()}</p>
}
