import { useState } from 'preact/hooks'
import type { ItemId } from '../../../../../kernel/ids.ts'
import { clockText } from '../../../../../ui/clock-text.ts'
import { Button } from '../../../../../ui/components/button.tsx'
import { Select } from '../../../../../ui/components/select.tsx'
import { DownIcon, EditIcon, PlusIcon, UpIcon } from '../../../../../ui/icons/icons.tsx'
import { m } from '../../../../../words/messages.js'
import { planStarts } from '../../../rules/run/plan.ts'
import { type ItemKind, MOST_ITEMS, type PlanItem } from '../../../wire/run.ts'
import type { StudioModel } from '../model.ts'
import { ItemFields } from './item-fields.tsx'
import { ITEM_KINDS, kindWords } from './plan-words.ts'

type PlanItemsProps = { model: StudioModel; /** The item whose fields are open. */ open: ItemId | null; onOpen: (item: ItemId | null) => void }

/** The run of show as a list that a keyboard orders too. */
export function PlanItems({ model, open, onOpen }: PlanItemsProps) {
  const { plan } = model.plan.draft.value
  const starts = planStarts(plan)
  const toggle = (id: ItemId) => {
    if (open !== id) void model.together.tracks.load()
    onOpen(open === id ? null : id)
  }
  return (
    <>
      <ol class="plan-items">
        {plan.items.map((item, at) => (
          <Item key={item.id} item={item} start={starts[at] ?? 0} place={at} last={plan.items.length - 1} model={model} open={open === item.id} onToggle={() => toggle(item.id)} />
        ))}
      </ol>
      <AddItem model={model} full={plan.items.length >= MOST_ITEMS} onAdded={onOpen} />
    </>
  )
}

type ItemProps = { item: PlanItem; start: number; place: number; last: number; model: StudioModel; open: boolean; onToggle: () => void }

function Item({ item, start, place, last, model, open, onToggle }: ItemProps) {
  const title = item.title.trim() === '' ? m.studio_item_unnamed() : item.title
  return (
    <li class="plan-item is-pencil">
      <div class="plan-line">
        <span class="num soft plan-start">{clockText(start)}</span>
        <span class="grow plan-title"><b>{title}</b> <span class="num">{clockText(item.seconds)}</span><br /><span class="small">{aboutItem(item)}</span></span>
        <span class="line plan-acts">
          <Button icon={<UpIcon />} label={m.studio_item_up({ title })} busy={place === 0} onPress={() => model.plan.move(item.id, -1)} />
          <Button icon={<DownIcon />} label={m.studio_item_down({ title })} busy={place === last} onPress={() => model.plan.move(item.id, 1)} />
          <Button icon={<EditIcon />} label={m.studio_item_edit({ title })} pressed={open} onPress={onToggle} />
        </span>
      </div>
      {open ? (
        <div class="plan-edit">
          <ItemFields item={item} tracks={model.together.tracks.files.value} pictures={model.plan.pictures} onChange={(part) => model.plan.change(item.id, part)} />
          <p class="line">
            <Button onPress={onToggle}>{m.studio_item_done()}</Button>
            <Button kind="flag" onPress={() => model.plan.remove(item, m.studio_item_removed({ title }))}>{m.studio_item_remove()}</Button>
          </p>
        </div>
      ) : null}
    </li>
  )
}

/** Kind, cues, poll, music, picture and privacy in a few words. */
function aboutItem({ kind, cues, poll, music, picture, privacy }: PlanItem): string {
  const parts = [kindWords(kind)]
  if (cues.length > 0) parts.push(m.studio_item_cue_count({ count: cues.length }))
  if (poll !== null && poll.question.trim() !== '') parts.push(m.studio_question_quoted({ text: poll.question }))
  if (music !== null) parts.push(m.studio_item_with_music())
  if (picture !== undefined) parts.push(m.studio_item_with_picture())
  if (privacy === true) parts.push(m.studio_item_with_privacy())
  return new Intl.ListFormat(document.documentElement.lang, { type: 'unit' }).format(parts)
}

function AddItem({ model, full, onAdded }: { model: StudioModel; full: boolean; onAdded: (item: ItemId) => void }) {
  const [kind, setKind] = useState<ItemKind>('talk')
  return (
    <div class="item-pair add-item">
      <Select label={m.studio_item_add_kind()} name="add-kind" chosen={kind} onChoose={setKind} options={ITEM_KINDS.map((value) => ({ value, words: kindWords(value) }))} />
      <Button icon={<PlusIcon />} disabled={full} onPress={() => onAdded(model.plan.add(kind))}>{m.studio_item_add()}</Button>
    </div>
  )
}
