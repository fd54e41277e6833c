import { useSignal } from '@preact/signals'
import { clockText } from '../../../../ui/clock-text.ts'
import { Button } from '../../../../ui/components/button.tsx'
import { Field } from '../../../../ui/components/field.tsx'
import { m } from '../../../../words/messages.js'
import type { Span } from '../../wire/words.ts'
import { lengthText, placeText } from '../crew/crew-format.ts'
import { SpanPicture } from '../crew/span-picture.tsx'
import { ClaimForm } from './claim-form.tsx'
import { type ClaimDraft, readSpan } from './moments-state.ts'
import { isPlaying, type MomentsPart } from './moments-visit.ts'
import { spanFaultWords } from './moments-words.ts'

/** Any span of the class, for who may watch the whole: by pressing where it begins and ends, or by its times. */
export function MarkSpan({ whole, part, draft }: { whole: Span; part: MomentsPart; draft: ClaimDraft | null }) {
  const [from, to, isPressed] = [useSignal(''), useSignal(''), useSignal(false)]
  // Of a class that goes on the whole grows; what was opened stays.
  const opened = useSignal<Span>(whole)
  const playing = isPlaying(part.playing.value, opened.value) ? part.playing.value : null
  const seen = playing?.visit.state.value.seen ?? null
  const read = readSpan(from.value, to.value, whole)
  const length = clockText((whole.to - whole.from) / 1000)
  const wrong = (field: 'from' | 'to'): string | null => (isPressed.value && 'fault' in read && read.field === field ? spanFaultWords(read.fault, length) : null)
  const here = (): string => clockText(((seen ?? whole.from) - whole.from) / 1000)
  const open = (): void => {
    opened.value = whole
    part.play(whole)
  }
  const ask = (): void => {
    isPressed.value = true
    if ('span' in read) part.ask(read.span)
  }
  return (
    <section class="card stack" aria-labelledby="mark">
      <h2 class="title" id="mark">{m.privacy_moments_mark()}</h2>
      <p class="small soft">{m.privacy_moments_mark_why()}</p>
      {playing === null ? null : <SpanPicture visit={playing.visit} label={m.privacy_moments_mark_player()} />}
      <Button onPress={playing === null ? open : () => part.stop()}>{playing === null ? m.privacy_moments_mark_open() : m.privacy_moments_mark_close()}</Button>
      {playing === null ? null : (
        <div class="moments-parts">
          <Button disabled={seen === null} onPress={() => (from.value = here())}>{m.privacy_moments_from_here()}</Button>
          <Button disabled={seen === null} onPress={() => (to.value = here())}>{m.privacy_moments_to_here()}</Button>
        </div>
      )}
      <div class="moments-parts">
        <Field label={m.privacy_moments_from()} name="mark-from" value={from.value} onInput={(text) => (from.value = text)} why={m.privacy_moments_time_why()} wrong={wrong('from')} maxLength={8} />
        <Field label={m.privacy_moments_to()} name="mark-to" value={to.value} onInput={(text) => (to.value = text)} why={m.privacy_moments_time_why()} wrong={wrong('to')} maxLength={8} />
      </div>
      {draft === null ? <Button thumb onPress={ask}>{m.privacy_moments_ask()}</Button> : (
        <div class="moment is-now">
          <p><span class="now-tag">{m.privacy_moments_asking()}</span></p>
          <p><b class="num">{placeText(draft.span.from, whole)}</b> <span class="soft small num">{m.privacy_moments_for({ length: lengthText(draft.span.to - draft.span.from) })}</span></p>
          <div class="moment-more"><ClaimForm draft={draft} part={part} /></div>
        </div>
      )}
    </section>
  )
}
