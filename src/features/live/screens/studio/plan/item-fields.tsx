import { useId, useState } from 'preact/hooks'
import { clockText } from '../../../../../ui/clock-text.ts'
import { Button } from '../../../../../ui/components/button.tsx'
import { Choice } from '../../../../../ui/components/choice.tsx'
import { Field } from '../../../../../ui/components/field.tsx'
import { Select } from '../../../../../ui/components/select.tsx'
import { PlusIcon } from '../../../../../ui/icons/icons.tsx'
import { m } from '../../../../../words/messages.js'
import { ITEM_SECONDS, type Overrun, type PlanItem, type PollDraft } from '../../../wire/run.ts'
import type { Track } from '../../../wire/routes.ts'
import type { PictureDesk } from './picture-desk.ts'
import { PictureFields } from './picture-fields.tsx'
import type { ItemPart } from './plan-edit.ts'
import { ITEM_KINDS, kindWords, OVERRUN_WORDS } from './plan-words.ts'
import { readCues, readLength, writeCues } from './time-text.ts'

type ItemFieldsProps = { item: PlanItem; tracks: readonly Track[]; pictures: PictureDesk; onChange: (part: ItemPart) => void }
const OVERRUNS: readonly Overrun[] = ['push', 'absorb', 'cut']
const NO_MUSIC = ''

/** Everything an item has, as fields. */
export function ItemFields({ item, tracks, pictures, onChange }: ItemFieldsProps) {
  const group = useId()
  return (
    <div class="stack item-fields">
      <Field label={m.studio_item_title()} name="item-title" value={item.title} onInput={(title) => onChange({ title })} maxLength={80} />
      <div class="item-pair">
        <Select
          label={m.studio_item_kind()} name="item-kind" chosen={item.kind}
          options={ITEM_KINDS.map((kind) => ({ value: kind, words: kindWords(kind) }))}
          onChoose={(kind) => onChange({ kind, poll: kind === 'poll' ? item.poll ?? { question: '', options: ['', ''] } : null })}
        />
        <LengthField seconds={item.seconds} onChange={(seconds) => onChange({ seconds })} />
      </div>
      <fieldset class="stack stack-s">
        <legend class="field-label">{m.studio_item_overrun()}</legend>
        {OVERRUNS.map((overrun) => (
          <Choice
            key={overrun} name={`overrun-${group}`} value={overrun} chosen={item.overrun === overrun} onChoose={() => onChange({ overrun })}
            title={OVERRUN_WORDS[overrun].title()} note={OVERRUN_WORDS[overrun].why()}
          />
        ))}
      </fieldset>
      <CuesField item={item} onChange={onChange} />
      {item.poll === null ? null : <PollFields poll={item.poll} onChange={(poll) => onChange({ poll })} />}
      <Select
        label={m.studio_item_music()} name="item-music" chosen={item.music ?? NO_MUSIC}
        options={[{ value: NO_MUSIC, words: m.studio_item_music_none() }, ...musicOptions(item, tracks)]}
        onChoose={(track) => onChange({ music: track === NO_MUSIC ? null : track })}
      />
      <PictureFields item={item} desk={pictures} onChange={onChange} />
      <Choice
        name={`privacy-${group}`} kind="checkbox" chosen={item.privacy === true} onChoose={(privacy) => onChange({ privacy })}
        title={m.studio_item_privacy()} note={m.studio_item_privacy_why()}
      />
    </div>
  )
}

/** A track that is no longer on this box stays chosen until another is. */
function musicOptions({ music }: PlanItem, tracks: readonly Track[]): { value: string; words: string }[] {
  const known = tracks.map(({ track, title }) => ({ value: track, words: title }))
  return music === null || known.some(({ value }) => value === music) ? known : [...known, { value: music, words: m.studio_music_missing() }]
}

/** Minutes and seconds, taken when they can be read. */
export function LengthField({ seconds, onChange, label = m.studio_item_length() }: { seconds: number; onChange: (seconds: number) => void; label?: string }) {
  const [typed, setTyped] = useState(clockText(seconds))
  const read = readLength(typed)
  const wrong = read === null ? m.studio_length_unread() : read < ITEM_SECONDS.least || read > ITEM_SECONDS.most ? m.studio_length_range() : null
  return (
    <Field
      label={label} name="item-length" value={typed} wrong={wrong} why={m.studio_length_why()} maxLength={8}
      onInput={(text) => {
        setTyped(text)
        const next = readLength(text)
        if (next !== null && next >= ITEM_SECONDS.least && next <= ITEM_SECONDS.most) onChange(next)
      }}
    />
  )
}

function CuesField({ item, onChange }: { item: PlanItem; onChange: (part: ItemPart) => void }) {
  const [typed, setTyped] = useState(writeCues(item.cues))
  const read = readCues(typed)
  const late = read.ok ? read.cues.find(({ at }) => at >= item.seconds) : undefined
  const wrong = !read.ok ? m.studio_cues_unread({ part: read.part }) : late === undefined ? null : m.studio_cues_late({ time: clockText(late.at), length: clockText(item.seconds) })
  return (
    <Field
      label={m.studio_item_cues()} name="item-cues" value={typed} wrong={wrong} why={m.studio_item_cues_why()} maxLength={2000}
      onInput={(text) => {
        setTyped(text)
        const next = readCues(text)
        if (next.ok && next.cues.every(({ at }) => at < item.seconds)) onChange({ cues: next.cues })
      }}
    />
  )
}

const MOST_OPTIONS = 6

/** A question and two to six answers. */
export function PollFields({ poll, onChange }: { poll: PollDraft; onChange: (poll: PollDraft) => void }) {
  const { question, options } = poll
  const set = (at: number, words: string) => onChange({ question, options: options.map((option, i) => (i === at ? words : option)) })
  return (
    <div class="stack stack-s">
      <Field label={m.studio_poll_question()} name="poll-question" value={question} onInput={(text) => onChange({ question: text, options })} />
      {options.map((option, at) => (
        <div class="poll-option" key={at}>
          <Field label={m.studio_poll_option({ number: at + 1 })} name={`poll-option-${at}`} value={option} maxLength={80} onInput={(words) => set(at, words)} />
          {options.length > 2 ? <Button label={m.studio_poll_option_remove({ number: at + 1 })} onPress={() => onChange({ question, options: options.filter((_, i) => i !== at) })}>{m.studio_remove()}</Button> : null}
        </div>
      ))}
      {options.length < MOST_OPTIONS ? <p><Button icon={<PlusIcon />} onPress={() => onChange({ question, options: [...options, ''] })}>{m.studio_poll_option_add()}</Button></p> : null}
    </div>
  )
}
