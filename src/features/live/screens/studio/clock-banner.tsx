import { Button } from '../../../../ui/components/button.tsx'
import { pageLanguage } from '../../../../ui/language.ts'
import { m } from '../../../../words/messages.js'
import { agreeClock } from '../../wire/wall-clock.ts'
import type { ClockLamp } from '../../wire/wall-clock.ts'
import type { StudioModel } from './model.ts'

const UNITS = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000]] as const

/** The phones here have another time than the box: the record would be dated wrongly. One tap takes theirs. */
export function ClockBanner({ model }: { model: StudioModel }) {
  const clock = model.lamps.state.value.clock
  if (clock === null) return null
  const away = awayText(clock)
  return (
    <div class="notice is-flag rehearsal" role="status">
      <p>{clock.offMs > 0 ? m.studio_clock_behind({ away, count: clock.devices }) : m.studio_clock_ahead({ away, count: clock.devices })}</p>
      {model.control.role === 'host'
        ? <Button onPress={() => void model.asking.ask(() => model.client.call(agreeClock, { input: { atZero: clock.atZero } }))}>{m.studio_clock_take()}</Button>
        : null}
    </div>
  )
}

/** In the largest unit that says enough: nobody needs the minutes of two years. */
export function awayText({ offMs }: Pick<ClockLamp, 'offMs'>): string {
  const away = Math.abs(offMs)
  const [unit, ms] = UNITS.find(([, one]) => away >= 2 * one) ?? UNITS[2]
  return new Intl.NumberFormat(pageLanguage(), { style: 'unit', unit, unitDisplay: 'long' }).format(Math.round(away / ms))
}
