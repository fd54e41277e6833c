import { m } from '../../../../../words/messages.js'
import type { Poll } from '../../../wire/together.ts'

/** Counts as bars: ink, each with its number; the host sees them while the poll is open. */
export function PollBars({ poll: { options, counts, answered } }: { poll: Pick<Poll, 'options' | 'counts' | 'answered'> }) {
  const most = Math.max(1, ...(counts ?? []))
  return (
    <ul class="poll-bars">
      {options.map((option, at) => {
        const count = counts?.[at] ?? 0
        return (
          <li key={at} aria-label={m.studio_poll_bar({ option, count, answered })}>
            <span class="poll-bar-words" aria-hidden="true"><span class="grow">{option}</span><b class="num">{counts === null ? '' : count}</b></span>
            <span class="poll-bar" aria-hidden="true"><i style={{ inlineSize: `${(100 * count) / most}%` }} /></span>
          </li>
        )
      })}
    </ul>
  )
}
