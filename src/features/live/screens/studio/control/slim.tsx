import { Button } from '../../../../../ui/components/button.tsx'
import { m } from '../../../../../words/messages.js'
import { OnAir } from '../on-air.tsx'
import type { StudioModel } from '../model.ts'

/** Another device runs the class; this one goes on sending what it sends. */
export function Slim({ model }: { model: StudioModel }) {
  const control = model.control.state.value
  if (control.at !== 'handed-over') return null
  const sends = model.air.sending.value.source !== null
  return (
    <main class="studio studio-slim">
      <section class="card stack" aria-labelledby="slim">
        <h2 class="title" id="slim">{m.studio_slim_title({ device: control.label })}</h2>
        <p>{sends ? m.studio_slim_sends() : m.studio_slim_idle()}</p>
        <Button kind="act" thumb busy={model.busy.value} onPress={() => void model.control.take()}>{m.studio_slim_take_back()}</Button>
      </section>
      <OnAir model={model} />
    </main>
  )
}
