import { Lamp } from '../../../../../ui/components/lamp.tsx'
import { Meter } from '../../../../../ui/components/meter.tsx'
import { m } from '../../../../../words/messages.js'
import type { LearnerModel } from '../model.ts'

/** How much of the plan's music and slides is on this phone; nothing for a plan without any. */
export function FilesRow({ model }: { model: LearnerModel }) {
  const ready = model.files()?.ready.value
  if (!ready || ready.of === 0) return null
  const isAll = ready.have >= ready.of
  return (
    <li class="row">
      <Lamp state={isAll ? 'on' : 'wait'}>{m.learner_ready_files()}</Lamp>
      <span class="push num soft small">{isAll ? m.learner_ready_yes() : m.learner_ready_files_value(ready)}</span>
      {isAll ? null : <div class="row-meter"><Meter label={m.learner_ready_files()} part={ready.have / ready.of} /></div>}
    </li>
  )
}
