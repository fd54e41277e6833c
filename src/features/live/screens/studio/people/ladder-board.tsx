import { Lamp } from '../../../../../ui/components/lamp.tsx'
import { RungMark } from '../../../../../ui/components/rung.tsx'
import { m } from '../../../../../words/messages.js'
import type { StudioModel } from '../model.ts'
import { preparedOf, rungCounts } from './ladder.ts'
import { GETS_WORDS } from './ladder-words.ts'

/** What all phones get, and whether they have what the plan needs: one bar and a line for each step of the ladder. */
export function LadderBoard({ model }: { model: StudioModel }) {
  const lines = model.people.present.value
  const [counts, prepared] = [rungCounts(lines), preparedOf(lines)]
  if (counts.length === 0 && prepared === null) return null
  return (
    <section class="stack stack-s" aria-labelledby="ladder">
      <h2 class="head" id="ladder">{m.studio_ladder()}</h2>
      {counts.length === 0 ? null : (
        <div class="card stack stack-s">
          <div class="ladder-bar" aria-hidden="true">{counts.map(({ rung, count }) => <i key={rung} class={`ladder-${rung}`} style={{ flexGrow: count }} />)}</div>
          <ul class="ladder-counts">
            {counts.map(({ rung, count }) => <li key={rung}><RungMark rung={rung}><b class="num">{count}</b> {GETS_WORDS[rung]()}</RungMark></li>)}
          </ul>
        </div>
      )}
      {prepared === null ? null : <p><Lamp state={prepared.ready === prepared.of ? 'on' : 'wait'}>{prepared.ready === prepared.of ? m.studio_prepared_all({ count: prepared.of }) : m.studio_prepared(prepared)}</Lamp></p>}
    </section>
  )
}
