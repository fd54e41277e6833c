import type { HubTime } from '../../../../../kernel/time.ts'
import { Choice } from '../../../../../ui/components/choice.tsx'
import { clockText } from '../../../../../ui/clock-text.ts'
import { m } from '../../../../../words/messages.js'
import type { Poll } from '../../../wire/together.ts'
import { middleOf } from '../middle/middle.ts'
import type { LearnerModel } from '../model.ts'
import type { LearnerState } from '../state.ts'
import { chosenOption } from '../together.ts'

type PollSheetProps = { model: LearnerModel; state: LearnerState; poll: Poll; now: HubTime | null }

/** A poll in one hand: changed as often as one likes until it closes, then bars where the host shows them. */
export function PollSheet({ model, state, poll, now }: PollSheetProps) {
  const chosen = chosenOption(state.together)
  const middle = middleOf(state, now)
  return (
    <div class="poll stack stack-s">
      {middle.ring.counts === 'left' ? (
        <p class="small soft num">{middle.title === null ? m.learner_left({ time: clockText(middle.ring.seconds) }) : m.learner_poll_clock({ time: clockText(middle.ring.seconds), title: middle.title })}</p>
      ) : null}
      {poll.open ? <Ballot model={model} poll={poll} chosen={chosen} /> : <Outcome poll={poll} chosen={chosen} />}
      <p class="small soft" role="status">{statusOf(state, poll, chosen)}</p>
    </div>
  )
}

function Ballot({ model, poll, chosen }: { model: LearnerModel; poll: Poll; chosen: number | null }) {
  return (
    <fieldset class="stack stack-s">
      <legend class="say poll-question">{poll.question}</legend>
      {poll.options.map((option, index) => (
        <Choice
          key={index} name={poll.id} value={String(index)} chosen={chosen === index} onChoose={() => model.actions.answerPoll(poll.id, index)}
          title={poll.counts === null ? option : <>{option} <span class="soft num">{m.learner_poll_count({ count: poll.counts[index] ?? 0 })}</span></>}
        />
      ))}
    </fieldset>
  )
}

function Outcome({ poll, chosen }: { poll: Poll; chosen: number | null }) {
  const counts = poll.counts
  const most = Math.max(1, ...(counts ?? []))
  return (
    <section class="stack stack-s" aria-labelledby={`${poll.id}-q`}>
      <h2 class="say poll-question" id={`${poll.id}-q`}>{poll.question}</h2>
      <ul class="stack stack-s poll-outcome">
        {poll.options.map((option, index) => (
          <li key={index}>
            <span class="line">
              <span class="grow">{option} {chosen === index ? <b class="small">{m.learner_poll_own()}</b> : null}</span>
              {counts === null ? null : <b class="num">{m.learner_poll_count({ count: counts[index] ?? 0 })}</b>}
            </span>
            {counts === null ? null : <span class="meter" aria-hidden="true"><span class="meter-ink" style={{ inlineSize: `${((counts[index] ?? 0) / most) * 100}%` }} /></span>}
          </li>
        ))}
      </ul>
    </section>
  )
}

function statusOf({ together: { answer, turnedDown } }: LearnerState, poll: Poll, chosen: number | null): string {
  if (!poll.open) return poll.counts === null ? m.learner_poll_closed() : m.learner_poll_closed_shown({ count: poll.answered })
  if (turnedDown?.what === 'answer-poll') return ''
  if (chosen === null) return m.learner_poll_open()
  return answer?.poll === poll.id && !answer.told ? m.learner_poll_untold() : m.learner_poll_told()
}
