import { useState } from 'preact/hooks'
import { Button } from '../../../../../ui/components/button.tsx'
import { PollIcon } from '../../../../../ui/icons/icons.tsx'
import { m } from '../../../../../words/messages.js'
import type { PollDraft } from '../../../wire/run.ts'
import type { Poll } from '../../../wire/together.ts'
import { PollFields } from '../plan/item-fields.tsx'
import { isPollDraft, type PlannedPoll, plannedPolls } from './planned-polls.ts'
import type { StudioModel } from '../model.ts'
import { PollBars } from './poll-bars.tsx'

const BLANK: PollDraft = { question: '', options: ['', ''] }

/** The poll that is on, and how to ask another. */
export function PollCard({ model, writing, onWritten }: { model: StudioModel; writing: boolean; onWritten: () => void }) {
  const { poll } = model.known.value
  return (
    <div class="card stack stack-s">
      {poll === null ? null : <PollOn model={model} poll={poll} />}
      {writing ? <Writer model={model} onWritten={onWritten} /> : null}
    </div>
  )
}

function PollOn({ model, poll }: { model: StudioModel; poll: Poll }) {
  return (
    <section class="stack stack-s" aria-labelledby="poll-on">
      <h3 class="say large" id="poll-on">{poll.question}</h3>
      <PollBars poll={poll} />
      <p class="small num" role="status">
        {m.studio_poll_answered({ answered: poll.answered, of: poll.of })} {poll.open ? m.studio_poll_open_now() : m.studio_poll_is_closed()}
      </p>
      <div class="line">
        {poll.open ? <Button kind="act" onPress={() => void model.together.closePoll(poll.id)}>{m.studio_poll_close()}</Button> : null}
        <Button pressed={poll.shown} onPress={() => void model.together.showPoll(poll.id, !poll.shown)}>{m.studio_poll_show()}</Button>
        <Button onPress={() => void model.together.clearPoll(poll.id)}>{m.studio_poll_clear()}</Button>
      </div>
    </section>
  )
}

function Writer({ model, onWritten }: { model: StudioModel; onWritten: () => void }) {
  const [draft, setDraft] = useState<PollDraft>(BLANK)
  const planned = plannedPolls(model.run.run.value)
  const live = model.class.value?.phase === 'live'
  const open = async (poll: PollDraft) => {
    if (!await model.together.openPoll(poll)) return
    setDraft(BLANK)
    onWritten()
  }
  return (
    <form
      class="stack stack-s"
      onSubmit={(event) => {
        event.preventDefault()
        if (isPollDraft(draft)) void open(draft)
      }}
    >
      {planned.length === 0 ? null : <Planned polls={planned} live={live} onOpen={(poll) => void open(poll)} />}
      <PollFields poll={draft} onChange={setDraft} />
      <Button kind="act" submit icon={<PollIcon />} disabled={!live || !isPollDraft(draft)}>{m.studio_poll_open()}</Button>
    </form>
  )
}

function Planned({ polls, live, onOpen }: { polls: readonly PlannedPoll[]; live: boolean; onOpen: (poll: PollDraft) => void }) {
  return (
    <ul class="rows" aria-label={m.studio_poll_planned()}>
      {polls.map(({ id, poll }) => (
        <li class="row is-pencil" key={id}>
          <span class="grow say">{poll.question}</span>
          <Button disabled={!live} label={m.studio_poll_open_label({ question: poll.question })} onPress={() => onOpen(poll)}>{m.studio_poll_open()}</Button>
        </li>
      ))}
    </ul>
  )
}
