import { useEffect, useId } from 'preact/hooks'
import { Button } from '../../../../../ui/components/button.tsx'
import { Choice } from '../../../../../ui/components/choice.tsx'
import { Select } from '../../../../../ui/components/select.tsx'
import { m } from '../../../../../words/messages.js'
import { PICTURE_TYPES, type Picture } from '../../../wire/pictures.ts'
import type { PlanItem } from '../../../wire/run.ts'
import { AddFile } from '../files/add-file.tsx'
import type { ItemPart } from './plan-edit.ts'
import type { PictureDesk } from './picture-desk.ts'

type PictureFieldsProps = { item: PlanItem; desk: PictureDesk; onChange: (part: ItemPart) => void }
const NO_PICTURE = ''
const WAYS = ['slide', 'overlay'] as const
const WAY_WORDS = {
  slide: { title: m.studio_picture_slide, why: m.studio_picture_slide_why },
  overlay: { title: m.studio_picture_overlay, why: m.studio_picture_overlay_why },
}

/** The picture that an item shows: chosen from what the box has, or given to it here. */
export function PictureFields({ item, desk, onChange }: PictureFieldsProps) {
  const { picture: shown } = item
  const pictures = desk.list.files.value
  const chosen = pictures.find(({ picture }) => picture === shown?.picture)
  useEffect(() => { void desk.list.load() }, [desk])
  useEffect(() => { if (chosen !== undefined) void desk.preview(chosen) }, [desk, chosen])
  const choose = (picked: Picture | undefined) => onChange({ picture: picked === undefined ? null : { picture: picked.picture, as: shown?.as ?? 'slide' } })
  return (
    <div class="stack stack-s">
      <Select
        label={m.studio_item_picture()} name="item-picture" chosen={shown?.picture ?? NO_PICTURE} onChoose={(id) => choose(pictures.find(({ picture }) => picture === id))}
        options={[{ value: NO_PICTURE, words: m.studio_item_picture_none() }, ...pictureOptions(item, pictures)]}
      />
      {shown === undefined ? null : <Way shown={shown} onChange={onChange} />}
      {chosen === undefined ? null : <Preview picture={chosen} url={desk.previews.value.get(chosen.picture)} onRemove={() => void desk.list.remove(chosen.picture)} />}
      <AddFile words={m.studio_picture_add()} choose={m.studio_picture_file()} accept={PICTURE_TYPES.join(',')} upload={desk.list.upload.value} onFile={(file) => void add(desk, file, choose)} />
    </div>
  )
}

/** What was just given is what is meant. */
async function add(desk: PictureDesk, file: File, choose: (added: Picture) => void): Promise<void> {
  const before = new Set(desk.list.files.peek().map(({ picture }) => picture))
  await desk.list.add(file)
  const added = desk.list.files.peek().find(({ picture }) => !before.has(picture))
  if (added !== undefined) choose(added)
}

/** One that is no longer on this box stays chosen until another is. */
function pictureOptions({ picture }: PlanItem, pictures: readonly Picture[]): { value: string; words: string }[] {
  const known = pictures.map((one) => ({ value: one.picture as string, words: one.title }))
  return picture === undefined || known.some(({ value }) => value === picture.picture) ? known : [...known, { value: picture.picture, words: m.studio_picture_missing() }]
}

function Way({ shown, onChange }: { shown: NonNullable<PlanItem['picture']>; onChange: (part: ItemPart) => void }) {
  const group = useId()
  return (
    <fieldset class="stack stack-s">
      <legend class="field-label">{m.studio_picture_as()}</legend>
      {WAYS.map((as) => (
        <Choice
          key={as} name={`as-${group}`} value={as} chosen={shown.as === as} onChoose={() => onChange({ picture: { ...shown, as } })}
          title={WAY_WORDS[as].title()} note={WAY_WORDS[as].why()}
        />
      ))}
    </fieldset>
  )
}

function Preview({ picture: { title, width, height }, url, onRemove }: { picture: Picture; url: string | undefined; onRemove: () => void }) {
  return (
    <div class="line item-preview">
      {url === undefined ? null : <img class="item-picture" src={url} alt={title} width={width} height={height} />}
      <Button kind="quiet" label={m.studio_file_remove_label({ title })} onPress={onRemove}>{m.studio_remove()}</Button>
    </div>
  )
}
