import type { ComponentChildren } from 'preact'
import { Qr } from '../../../../ui/components/qr.tsx'
import { Mark } from '../../../../ui/icons/icons.tsx'
import { m } from '../../../../words/messages.js'
import type { SheetNotes } from './memory.ts'
import type { SheetClass } from './model.ts'
import { wifiFault, wifiText } from './wifi.ts'

/** A longer title or objective is set smaller: the sheet stays one page. */
const LONG_TITLE = 48
const LONG_OBJECTIVE = 110

type DoorSheetProps = { view: SheetClass; address: string | null; notes: SheetNotes }

/** One A4, black on white, readable by a black-and-white printer; yellow only in the drawing of the phone. */
export function DoorSheet({ view, address, notes }: DoorSheetProps) {
  const hasWifi = wifiFault(notes) === null
  return (
    <article class={view.title.length > LONG_TITLE || view.objective.length > LONG_OBJECTIVE ? 'door-sheet is-long' : 'door-sheet'}>
      <header class="line"><Mark /><p class="grow">{notes.where}</p></header>
      <h2 class="say door-sheet-title">{view.title}</h2>
      <p class="door-sheet-about">{view.objective}{view.objective === '' || view.minutes === null ? null : ' '}{view.minutes === null ? null : m.sheet_minutes({ count: view.minutes })}</p>
      <ol>
        {hasWifi ? (
          <Step title={m.sheet_step_wifi()} code={<Qr text={wifiText(notes)} label={m.sheet_wifi_qr({ name: notes.name })} />}>
            <p>{m.sheet_step_wifi_scan()} <b class="door-sheet-typed">{notes.name}</b>{notes.password === '' ? null : <> {m.sheet_and_type()} <b class="code door-sheet-typed">{notes.password}</b></>}</p>
          </Step>
        ) : null}
        {address === null ? null : (
          <Step title={m.sheet_step_class()} code={<Qr text={`${address}/c/${view.code}#room`} label={m.sheet_class_qr({ address: `${address}/c/${view.code}` })} />}>
            <p>{m.sheet_step_class_scan()} <b class="code door-sheet-typed">{address.replace(/^https?:../, '')}</b> {m.sheet_and_type()}</p>
            <p class="code door-sheet-code">{`${view.code.slice(0, 3)} ${view.code.slice(3)}`}</p>
          </Step>
        )}
        <Step title={m.sheet_step_seat()} code={<PhoneDrawing />}><p>{m.sheet_step_seat_why({ seat: m.learner_seat_room() })}</p></Step>
      </ol>
      <footer>
        <div class="door-sheet-foot">
          <p><b>{m.sheet_foot()}</b> {m.sheet_foot_why()}</p>
          <p class="door-sheet-stuck">{m.sheet_stuck()}</p>
          {/* Asked before the class, by whoever wants to: what may be kept of them. */}
          {address === null ? null : <p><b>{m.sheet_choices()}</b> {m.sheet_choices_why()}</p>}
        </div>
        {address === null ? null : <Qr text={`${address}/consent/${view.code}`} label={m.sheet_choices_qr({ address: `${address}/consent/${view.code}` })} />}
      </footer>
    </article>
  )
}

function Step({ title, code, children }: { title: string; code: ComponentChildren; children: ComponentChildren }) {
  return (
    <li>
      <div class="door-sheet-words"><h3>{title}</h3>{children}</div>
      {code}
    </li>
  )
}

/** A phone that shines. */
function PhoneDrawing() {
  return (
    <svg class="door-sheet-phone" viewBox="0 0 110 90" aria-hidden="true">
      <rect x="33" y="5" width="44" height="80" rx="4" fill="#fff" stroke="#000" stroke-width="4" />
      <rect x="42" y="16" width="26" height="58" fill="#ffdf66" stroke="#000" stroke-width="2" />
      <path d="M22 22 10 17M20 45H6M22 68l-12 5M88 22l12-5M90 45h14M88 68l12 5" stroke="#000" stroke-width="4" stroke-linecap="round" fill="none" />
    </svg>
  )
}
