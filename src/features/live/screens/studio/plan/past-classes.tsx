import { Button } from '../../../../../ui/components/button.tsx'
import { m } from '../../../../../words/messages.js'
import type { StudioModel } from '../model.ts'

const SHOWN = 8

/** Classes that are over: to run one again, and for their reports. */
export function PastClasses({ model }: { model: StudioModel }) {
  const past = model.past.value.slice(0, SHOWN)
  if (past.length === 0) return null
  return (
    <section class="card stack stack-s" aria-labelledby="past">
      <h2 class="head" id="past">{m.studio_past()}</h2>
      <ul class="rows">
        {past.map(({ code, title, beganAt, endedAt }) => (
          <li class="row" key={code}>
            <span class="grow past-title"><b>{title}</b><br /><span class="small soft">{dateOf(beganAt ?? endedAt)}</span></span>
            <a class="btn btn-quiet" href={`/host/report/${code}`} aria-label={m.studio_past_report_label({ title })}>{m.studio_past_report()}</a>
            <Button label={m.studio_key_of({ key: m.studio_again(), name: title })} busy={model.busy.value} onPress={() => void model.plan.again(code)}>{m.studio_again()}</Button>
          </li>
        ))}
      </ul>
      <p class="small soft">{m.studio_again_why()}</p>
    </section>
  )
}

const dateOf = (wall: number | null): string =>
  wall === null ? '' : new Date(wall).toLocaleDateString(document.documentElement.lang, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
