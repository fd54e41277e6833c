import { useId } from 'preact/hooks'
import { Pick } from '../../../../ui/components/choice.tsx'
import { pageLanguage } from '../../../../ui/language.ts'
import { m } from '../../../../words/messages.js'
import { MOST_WINDOW_HOURS } from '../../wire/words.ts'
import { dayText } from '../crew/crew-format.ts'
import type { PrivacyDesk } from './privacy-desk.ts'
import { hoursIn, mayBe, PRESETS } from './window-hours.ts'

/** How long after the class people may ask to have something removed. Each choice is kept as it is made. */
export function WindowSetting({ desk }: { desk: PrivacyDesk }) {
  const id = useId()
  const window = desk.window.value
  if (window === null) return <p class="appears-late small" role="status">{m.privacy_settings_looking()}</p>
  const isOver = window.state === 'over'
  const set = (hours: number | null) => { if (hours !== null && hours !== window.hours && mayBe(hours, window)) void desk.setHours(hours) }
  return (
    <div class="stack stack-s">
      <p role="status">{isOver ? m.privacy_settings_over() : window.until === null ? m.privacy_settings_after({ length: hoursText(window.hours) }) : m.privacy_settings_until({ date: dayText(window.until) })}</p>
      {isOver ? null : (
        <>
          <Pick
            label={m.privacy_settings_window()} chosen={String(window.hours)} onChoose={(hours) => set(Number(hours))}
            options={PRESETS.map((hours) => ({ value: String(hours), words: hoursText(hours), disabled: !mayBe(hours, window) }))}
          />
          <div class="field window-own">
            <label class="field-label" for={id}>{m.privacy_settings_own()}</label>
            <input class="input" id={id} type="number" inputMode="numeric" min={window.state === 'not-yet' ? 0 : window.hours} max={MOST_WINDOW_HOURS} value={window.hours} onChange={(event) => set(hoursIn(event.currentTarget.value))} aria-describedby={`${id}-why`} />
            <p class="field-why" id={`${id}-why`}>{window.state === 'not-yet' ? m.privacy_settings_why() : m.privacy_settings_longer()}</p>
          </div>
        </>
      )}
    </div>
  )
}

/** In days from two on, where they are whole. */
function hoursText(hours: number): string {
  const [value, unit] = hours >= 48 && hours % 24 === 0 ? [hours / 24, 'day'] : [hours, 'hour']
  return new Intl.NumberFormat(pageLanguage(), { style: 'unit', unit, unitDisplay: 'long' }).format(value)
}
