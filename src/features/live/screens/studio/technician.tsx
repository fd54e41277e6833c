import { m } from '../../../../words/messages.js'
import { JoinCard } from './join-card.tsx'
import { LinksCard } from './links-card.tsx'
import type { StudioModel } from './model.ts'
import { LadderBoard } from './people/ladder-board.tsx'
import { Roster } from './people/roster.tsx'
import { Age } from './run/run-panel.tsx'

/** Who looks after the links sees them, and steers nothing. */
export function Technician({ model }: { model: StudioModel }) {
  return (
    <main class="studio studio-technician">
      <Age model={model} />
      <div class="stack">
        <section class="card stack stack-s"><h2 class="title">{m.studio_technician()}</h2><p class="soft">{m.studio_technician_why()}</p></section>
        <JoinCard model={model} />
        <LinksCard model={model} />
      </div>
      <div class="stack">
        <LadderBoard model={model} />
        <Roster model={model} figures />
      </div>
    </main>
  )
}
