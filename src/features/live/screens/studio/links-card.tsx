import { Button } from '../../../../ui/components/button.tsx'
import { LockIcon, ScreenIcon } from '../../../../ui/icons/icons.tsx'
import { m } from '../../../../words/messages.js'
import type { StudioModel } from './model.ts'

/** The room's own pages, and the door. */
export function LinksCard({ model }: { model: StudioModel }) {
  const view = model.class.value
  if (view === null) return null
  return (
    <section class="card stack stack-s" aria-labelledby="links">
      <h2 class="head" id="links">{m.studio_links()}</h2>
      <div class="four">
        <a class="btn" href={`/room/${view.code}`} target="_blank" rel="noreferrer"><ScreenIcon />{m.studio_link_room()}</a>
        <a class="btn" href={`/host/sheet/${view.code}`} target="_blank" rel="noreferrer">{m.studio_link_sheet()}</a>
        {model.control.role === 'technician' ? null : <a class="btn" href={`/desk/${view.code}`} target="_blank" rel="noreferrer">{m.studio_link_desk()}</a>}
      </div>
      {model.control.role === 'technician' ? null : (
        <Button icon={<LockIcon />} pressed={view.locked} onPress={() => void model.people.lockDoor(!view.locked)}>{view.locked ? m.studio_door_locked() : m.studio_door_lock()}</Button>
      )}
      <p class="small soft">{view.locked ? m.studio_door_locked_why() : m.studio_door_why()}</p>
    </section>
  )
}
