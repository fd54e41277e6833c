import { Lamp } from '../../../../ui/components/lamp.tsx'
import { m } from '../../../../words/messages.js'
import type { ReviewedClaim } from '../../wire/words.ts'
import { dayText, lengthText, momentText, shortDayText } from '../crew/crew-format.ts'
import { SpanPicture } from '../crew/span-picture.tsx'
import { DecideForm } from './decide-form.tsx'
import type { Queue, ReviewPart } from './review-model.ts'
import { removalText, STATE_LAMPS, whoText } from './review-words.ts'

/** One claim: what stands there, what is asked and why, and the decision. */
export function ClaimView({ model, claim, queue }: { model: ReviewPart; claim: ReviewedClaim; queue: Queue }) {
  const { from, to } = claim.span
  const title = claim.byBox === true ? m.privacy_review_took_back_ask : claim.state === 'waiting' ? m.privacy_review_asks : m.privacy_review_asked
  return (
    <>
      <div class="stack stack-s">
        <h2 class="title" id="review-claim" tabIndex={-1}>{title({ who: whoText(claim), what: removalText(claim.remove) })}</h2>
        <p class="soft num">{m.privacy_review_span({ from: momentText(from), to: momentText(to), length: lengthText(to - from) })}</p>
      </div>
      <div class="review-both">
        {claim.playable ? <SpanPicture key={claim.state} visit={model.visitOf(claim)} label={m.privacy_review_player()} /> : <p class="card">{m.privacy_review_not_playable()}</p>}
        <div class="stack">
          <Why claim={claim} />
          {claim.state === 'waiting' ? <DecideForm model={model} claim={claim} means={queue.means} /> : <Decided claim={claim} />}
        </div>
      </div>
    </>
  )
}

/** In their own words. */
function Why({ claim }: { claim: ReviewedClaim }) {
  return (
    <div class="stack stack-s">
      {claim.reason !== '' ? <blockquote class="say large review-reason">{claim.reason}</blockquote> : claim.byBox ? <p>{m.privacy_review_took_back()}</p> : <p class="soft">{m.privacy_review_reason_gone()}</p>}
      <p class="small soft">{cameAbout(claim)}</p>
    </div>
  )
}

function cameAbout({ bySelf, byBox, madeAt }: ReviewedClaim): string {
  const date = dayText(madeAt)
  if (byBox) return m.privacy_review_put_here_on({ date })
  return bySelf ? m.privacy_review_asked_on({ date }) : m.privacy_review_written_down_on({ date })
}

function Decided({ claim }: { claim: ReviewedClaim }) {
  const lamp = STATE_LAMPS[claim.state]
  return (
    <section class="card stack stack-s" aria-label={m.privacy_review_decision()}>
      <p role="status"><Lamp state={lamp.lamp}>{claim.decidedAt === null ? lamp.words() : m.privacy_review_decided_on({ what: lamp.words(), date: shortDayText(claim.decidedAt) })}</Lamp></p>
      {claim.note === '' ? null : <p class="say">{claim.note}</p>}
      {claim.state === 'removed' ? <p class="small soft">{claim.playable ? m.privacy_review_gone_play() : m.privacy_review_gone()}</p> : null}
    </section>
  )
}
