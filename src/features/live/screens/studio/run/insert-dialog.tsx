import { useState } from 'preact/hooks'
import type { ItemId } from '../../../../../kernel/ids.ts'
import { Button } from '../../../../../ui/components/button.tsx'
import { Dialog } from '../../../../../ui/components/dialog.tsx'
import { m } from '../../../../../words/messages.js'
import type { Plan } from '../../../wire/run.ts'
import type { StudioModel } from '../model.ts'
import { ItemFields } from '../plan/item-fields.tsx'
import { changed, unfinished } from '../plan/plan-edit.ts'
import { missingWords } from '../plan/plan-words.ts'

/** An item nobody planned, put behind the one that is on. */
export function InsertDialog({ model, after, onClose }: { model: StudioModel; after: ItemId | null; onClose: () => void }) {
  const [plan, setPlan] = useState<Plan>(() => ({ objective: '', items: [model.plan.newItem('talk')] }))
  const item = plan.items[0]
  const missing = unfinished(plan)
  if (item === undefined) return null
  const insert = () => {
    onClose()
    void model.run.insert(after, item)
  }
  return (
    <Dialog title={m.studio_run_insert_title()} onClose={onClose}>
      <ItemFields item={item} tracks={model.together.tracks.files.value} pictures={model.plan.pictures} onChange={(part) => setPlan(changed(plan, item.id, part))} />
      {missing === null ? null : <p class="field-wrong">{missingWords(missing)}</p>}
      <div class="line">
        <Button onPress={onClose}>{m.studio_cancel()}</Button>
        <Button kind="act" disabled={missing !== null} onPress={insert}>{m.studio_run_insert_do()}</Button>
      </div>
    </Dialog>
  )
}
