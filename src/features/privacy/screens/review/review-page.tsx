import { useEffect } from 'preact/hooks'
import type { ClaimId } from '../../../../kernel/ids.ts'
import { Button } from '../../../../ui/components/button.tsx'
import { Lamp } from '../../../../ui/components/lamp.tsx'
import { Shade } from '../../../../ui/components/shade.tsx'
import { Empty, Tell } from '../../../../ui/components/states.tsx'
import { m } from '../../../../words/messages.js'
import { AskCode } from '../crew/ask-code.tsx'
import { Problem } from '../crew/problem.tsx'
import { dayText, inTwo, lengthText, placeText } from '../crew/crew-format.ts'
import { ClaimView } from './claim-view.tsx'
import { ClassLine } from './class-line.tsx'
import { claimAt } from './queue.ts'
import type { Queue, ReviewPart } from './review-model.ts'
import { STATE_LAMPS, whoText } from './review-words.ts'

type PageProps = {
  model: ReviewPart
  /** Also runs the class: the way back to the studio. */
  mayOpenStudio: boolean
}

/** `/review/CODE`: what people asked to have removed, one claim after the other. */
export function ReviewPage({ model, mayOpenStudio }: PageProps) {
  const state = model.state.value
  const title = state.at === 'queue' ? state.queue.title : null
  useEffect(() => {
    document.title = title === null ? m.privacy_review_page_title_none() : m.privacy_review_page_title({ title })
  }, [title])
  return (
    <div class="screen">
      <Shade title={title === null || title === '' ? m.privacy_review_page_title_none() : title} under={title === null ? undefined : m.privacy_review_page_title_none()}>
        {state.at === 'queue' ? <Waiting queue={state.queue} /> : null}
        {mayOpenStudio ? <a class="btn" href="/host">{m.privacy_crew_studio()}</a> : null}
      </Shade>
      <main class="screen-main">{bodyOf(model)}</main>
      <Problem problem={model.problem.value ?? model.notice.value} onDismiss={() => model.dismiss()} />
    </div>
  )
}

function bodyOf(model: ReviewPart) {
  const state = model.state.value
  if (model.code === '') return <div class="body"><AskCode start="/review" title={m.privacy_review_which()} why={m.privacy_review_which_why()} /></div>
  if (state.at === 'looking') return <div class="body"><p class="appears-late" role="status">{m.privacy_review_looking({ code: inTwo(model.code) })}</p></div>
  if (state.at === 'refused') {
    return <div class="body" role="status"><Tell title={state.sentence} act={<Button kind="act" thumb onPress={() => void model.look()}>{m.privacy_crew_try_again()}</Button>} /></div>
  }
  const claim = claimAt(state.queue.claims, model.open.value)
  if (claim === null) return <div class="body"><Empty title={m.privacy_review_none()}><p class="soft">{m.privacy_review_none_why()}</p><Window queue={state.queue} /></Empty></div>
  return (
    <div class="review">
      <section class="stack review-queue" aria-labelledby="review-queue">
        <h2 class="title" id="review-queue">{m.privacy_review_queue()}</h2>
        <Window queue={state.queue} />
        <ClaimList queue={state.queue} open={claim.id} onChoose={(id) => model.choose(id)} />
      </section>
      <section class="stack review-claim" aria-labelledby="review-claim">
        <ClassLine classSpan={state.queue.classSpan} claims={state.queue.claims} open={claim.id} />
        <ClaimView key={claim.id} model={model} claim={claim} queue={state.queue} />
      </section>
    </div>
  )
}

function Waiting({ queue }: { queue: Queue }) {
  const count = queue.claims.filter(({ state }) => state === 'waiting').length
  return <Lamp state={count === 0 ? 'on' : 'flag'}>{count === 0 ? m.privacy_review_none_wait() : m.privacy_review_count({ count })}</Lamp>
}

/** Until when somebody may ask. */
function Window({ queue: { window } }: { queue: Queue }) {
  const words = window.state === 'over' ? m.privacy_review_window_over() : window.until === null ? m.privacy_review_window_hours({ hours: window.hours }) : m.privacy_review_window_until({ date: dayText(window.until) })
  return <p class={window.state === 'over' ? 'small' : 'small is-pencil review-window'}>{words}</p>
}

function ClaimList({ queue, open, onChoose }: { queue: Queue; open: ClaimId; onChoose: (claim: ClaimId) => void }) {
  return (
    <ol class="stack stack-s">
      {queue.claims.map((claim) => {
        const isOpen = claim.id === open
        const length = lengthText(claim.span.to - claim.span.from)
        const lamp = STATE_LAMPS[claim.state]
        return (
          <li key={claim.id}>
            <button
              type="button" class={`review-line ${isOpen ? 'is-now' : claim.state === 'waiting' ? 'is-flag' : 'is-ink'}`}
              aria-current={isOpen ? 'true' : undefined}
              onClick={() => {
                onChoose(claim.id)
                document.getElementById('review-claim')?.focus()
              }}
            >
              <span><b>{whoText(claim)}</b> <span class="small soft num">{m.privacy_review_at_for({ place: placeText(claim.span.from, queue.classSpan), length })}</span></span>
              <Lamp state={lamp.lamp}>{lamp.words()}</Lamp>
            </button>
          </li>
        )
      })}
    </ol>
  )
}
