import { clockText } from '../../../../ui/clock-text.ts'
import { m } from '../../../../words/messages.js'
import type { Span } from '../../wire/words.ts'
import { type MomentRow, sameSpan } from './moments-state.ts'

/** The class on one line of time: ink where somebody appears, light for what they look at, pencil for what waits, hatching for what is gone. */
export function ClassOnALine({ whole, rows, asking }: { whole: Span; rows: readonly MomentRow[]; asking: Span | null }) {
  const length = whole.to - whole.from
  if (length <= 0) return null
  const percent = (ms: number): string => `${(Math.min(1, Math.max(0, ms / length)) * 100).toFixed(2)}%`
  const marks = rows.map(({ span, claim }) => ({ span, state: asking !== null && sameSpan(asking, span) ? 'at' : claim?.state === 'removed' ? 'gone' : claim?.state === 'waiting' ? 'waits' : 'here' }))
  const drawn = asking === null || rows.some(({ span }) => sameSpan(span, asking)) ? marks : [...marks, { span: asking, state: 'at' }]
  const removed = rows.filter(({ claim }) => claim?.state === 'removed').length
  return (
    <div class="moments-chart">
      <svg class="moments-line" role="img" aria-label={m.privacy_moments_line({ length: clockText(length / 1000), count: rows.length, removed })}>
        <defs><pattern id="moments-gone" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0v6" /></pattern></defs>
        <line x1="0" y1="18" x2="100%" y2="18" />
        {drawn.map(({ span, state }) => (
          <rect key={`${String(span.from)}-${String(span.to)}`} class={`moments-${state}`} x={percent(span.from - whole.from)} width={percent(Math.max(span.to - span.from, length / 120))} y="2" height="32" />
        ))}
      </svg>
      <p class="line small soft num" dir="ltr" aria-hidden="true"><span>{clockText(0)}</span><span class="push">{clockText(length / 1000)}</span></p>
    </div>
  )
}
