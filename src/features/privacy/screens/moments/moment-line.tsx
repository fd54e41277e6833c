import { Button } from '../../../../ui/components/button.tsx'
import { Lamp } from '../../../../ui/components/lamp.tsx'
import { CloseIcon, PlayIcon } from '../../../../ui/icons/icons.tsx'
import { m } from '../../../../words/messages.js'
import type { Claim } from '../../wire/words.ts'
import { dayText, lengthText, placeText } from '../crew/crew-format.ts'
import { SpanPicture } from '../crew/span-picture.tsx'
import { ClaimForm } from './claim-form.tsx'
import { type ClaimDraft, mayAsk, type MomentRow, type MomentsTold, sameSpan } from './moments-state.ts'
import { isPlaying, type MomentsPart } from './moments-visit.ts'
import { removalWords, WHY } from './moments-words.ts'

type MomentLineProps = { row: MomentRow; told: MomentsTold; draft: ClaimDraft | null; part: MomentsPart }

/** One span: played here, asked about here, and what became of that. What was removed stays visible as hatching. */
export function MomentLine({ row, told, draft, part }: MomentLineProps) {
  const { span, claim } = row
  const asking = draft !== null && sameSpan(draft.span, span) ? draft : null
  const why = WHY[row.why]()
  const time = placeText(span.from, told.classSpan)
  const isGone = claim?.state === 'removed'
  const tone = asking !== null ? 'is-now' : claim?.state === 'waiting' ? 'is-waiting' : isGone ? 'is-gone' : 'is-ink'
  const playing = isPlaying(part.playing.value, span) ? part.playing.value : null
  return (
    <li class={`moment ${tone}`}>
      {isGone ? <span class="moment-hatch" aria-hidden="true" /> : <Play row={row} time={time} why={why} isOn={playing !== null} part={part} />}
      <div class="grow">
        <p><b class="num">{time}</b> <span class="soft small num">{m.privacy_moments_for({ length: lengthText(span.to - span.from) })}</span></p>
        <p class="small">{why}</p>
      </div>
      {playing === null ? null : <div class="moment-more"><SpanPicture key={time} visit={playing.visit} label={m.privacy_moments_picture({ time })} /></div>}
      {asking === null
        ? <div class="moment-more"><Becoming row={row} told={told} time={time} why={why} part={part} /></div>
        : <div class="moment-more stack stack-s"><p><span class="now-tag">{m.privacy_moments_asking()}</span></p><ClaimForm draft={asking} part={part} /></div>}
    </li>
  )
}

function Play({ row: { playable, span }, time, why, isOn, part }: { row: MomentRow; time: string; why: string; isOn: boolean; part: MomentsPart }) {
  if (isOn) return <Button icon={<CloseIcon />} label={m.privacy_moments_stop_label({ time, why })} onPress={() => part.stop()} />
  return <Button icon={<PlayIcon />} disabled={!playable} label={playable ? m.privacy_moments_play_label({ time, why }) : m.privacy_moments_not_playable()} onPress={() => part.play(span)} />
}

/** Where it stands: in the recording, waiting, gone, or decided to stay. */
function Becoming({ row, told, time, why, part }: Omit<MomentLineProps, 'draft'> & { time: string; why: string }) {
  const { claim, playable, span } = row
  const ask = mayAsk(row, told) ? <Button class="push" label={m.privacy_moments_ask_label({ time, why })} onPress={() => part.ask(span)}>{m.privacy_moments_ask()}</Button> : null
  if (claim === null || claim.state === 'taken-back') {
    return (
      <>
        {claim === null ? null : <p class="small soft">{m.privacy_moments_taken_back()}</p>}
        <p class="line"><Lamp state={playable ? 'on' : 'off'}>{playable ? m.privacy_moments_kept() : m.privacy_moments_not_playable()}</Lamp>{ask}</p>
      </>
    )
  }
  if (claim.state === 'waiting') {
    return (
      <>
        <p class="small">{m.privacy_moments_waiting_since({ when: dayText(claim.madeAt), what: removalWords(claim.remove) })}</p>
        <p class="line">
          <Lamp state="wait">{m.privacy_moments_waiting()}</Lamp>
          <Button class="push" label={m.privacy_moments_take_back_label({ time })} onPress={() => void part.takeBack(claim.id)}>{m.privacy_moments_take_back()}</Button>
        </p>
      </>
    )
  }
  return <Decided claim={claim} length={lengthText(span.to - span.from)} ask={ask} />
}

function Decided({ claim, length, ask }: { claim: Claim; length: string; ask: preact.ComponentChildren }) {
  const when = dayText(claim.decidedAt ?? claim.madeAt)
  const isGone = claim.state === 'removed'
  return (
    <div class="stack stack-s">
      <p class="small">{isGone ? m.privacy_moments_removed_why({ when, length }) : m.privacy_moments_refused_why({ when })}</p>
      {isGone && claim.reason !== '' ? <p class="small soft">{m.privacy_moments_removed_reason({ reason: claim.reason })}</p> : null}
      {claim.note === '' ? null : <p class="small say" dir="auto">{m.privacy_moments_note({ note: claim.note })}</p>}
      <p class="line"><Lamp state={isGone ? 'off' : 'on'}>{isGone ? m.privacy_moments_removed() : m.privacy_moments_refused()}</Lamp>{ask}</p>
    </div>
  )
}
