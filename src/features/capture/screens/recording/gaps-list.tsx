import { clockText } from '../../../../ui/clock-text.ts'
import { m } from '../../../../words/messages.js'
import { gapWords, rangeText } from './recording-words.ts'
import type { RecordingDetails } from './replay-desk.ts'

/** What of a class is not in its recording: when, for how long, and why. */
export function Gaps({ gaps }: Pick<RecordingDetails, 'gaps'>) {
  if (gaps.length === 0) return <p class="small soft">{m.recording_no_gaps()}</p>
  return (
    <details class="more">
      <summary>{m.recording_gaps({ count: gaps.length })}</summary>
      <ul class="rows">
        {gaps.map(({ from, to, why }) => (
          <li class="row num" key={from}>
            <span class="grow">{gapWords(why)}</span>
            <span class="soft">{rangeText(from, to)}</span>
            <span>{clockText((to - from) / 1000)}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
