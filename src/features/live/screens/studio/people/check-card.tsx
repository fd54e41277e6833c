import { Meter } from '../../../../../ui/components/meter.tsx'
import { m } from '../../../../../words/messages.js'
import type { StudioModel } from '../model.ts'
import { checkOf } from './check.ts'

const NAMED = 5

/** The live check while it is on: how many have answered, and who has not. */
export function CheckCard({ model }: { model: StudioModel }) {
  if (model.schedule.value?.current?.item.kind !== 'check') return null
  const { ready, of, missing } = checkOf(model.people.present.value)
  const names = missing.slice(0, NAMED).map((line) => model.nameOf(line))
  const list = new Intl.ListFormat(document.documentElement.lang, { type: 'conjunction' }).format(
    missing.length > NAMED ? [...names, m.studio_check_more({ count: missing.length - NAMED })] : names,
  )
  return (
    <section class="card stack stack-s" aria-labelledby="check">
      <h2 class="head" id="check"><span>{m.studio_check()}</span><b class="num" role="status">{m.studio_check_ready({ ready, of })}</b></h2>
      <Meter label={m.studio_check()} part={of === 0 ? 0 : ready / of} />
      <p class="small">{of === 0 ? m.studio_nobody_yet() : missing.length === 0 ? m.studio_check_all() : m.studio_check_missing({ names: list })}</p>
    </section>
  )
}
