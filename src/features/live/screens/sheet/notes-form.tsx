import { Choice } from '../../../../ui/components/choice.tsx'
import { Field } from '../../../../ui/components/field.tsx'
import { m } from '../../../../words/messages.js'
import type { SheetPart } from './model.ts'
import { type WifiFault, wifiFault } from './wifi.ts'

const FAULTS: Record<WifiFault, () => string> = {
  'name-missing': m.sheet_fault_name_missing,
  'name-long': m.sheet_fault_name_long,
  'password-short': m.sheet_fault_password_short,
  'password-long': m.sheet_fault_password_long,
  'password-strange': m.sheet_fault_password_strange,
}

/** Place, time and Wi-Fi. Nothing is sent anywhere: the sheet beside it changes as one types. */
export function NotesForm({ model }: { model: SheetPart }) {
  const notes = model.notes.value
  const fault = notes.name === '' && notes.password === '' ? null : wifiFault(notes)
  const wrong = (part: 'name' | 'password'): string | null => (fault?.startsWith(part) ? FAULTS[fault]() : null)
  return (
    <form class="stack" onSubmit={(event) => event.preventDefault()} noValidate>
      <Field label={m.sheet_where()} name="where" value={notes.where} onInput={(where) => model.note({ where })} why={m.sheet_where_why()} maxLength={80} />
      <Field label={m.sheet_wifi_name()} name="network" value={notes.name} onInput={(name) => model.note({ name })} why={m.sheet_wifi_name_why()} wrong={wrong('name')} maxLength={64} />
      <Field label={m.sheet_wifi_password()} name="network-key" value={notes.password} onInput={(password) => model.note({ password })} why={m.sheet_wifi_password_why()} wrong={wrong('password')} maxLength={80} />
      <Choice name="hidden" kind="checkbox" chosen={notes.hidden} onChoose={(hidden) => model.note({ hidden })} title={m.sheet_wifi_hidden()} />
      <p class="small soft">{model.keeps ? m.sheet_wifi_kept() : m.sheet_wifi_not_kept()}</p>
    </form>
  )
}
