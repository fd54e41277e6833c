import type { ClaimId } from '../../../../kernel/ids.ts'
import { clockText } from '../../../../ui/clock-text.ts'
import { m } from '../../../../words/messages.js'
import type { ReviewedClaim, Span } from '../../wire/words.ts'

type LineProps = { classSpan: Span | null; claims: readonly ReviewedClaim[]; open: ClaimId }

/** The class on one line of time, and on it what people asked for: the open one in the light, what is gone as hatching. */
export function ClassLine({ classSpan, claims, open }: LineProps) {
  if (classSpan === null || classSpan.to <= classSpan.from) return null
  const whole = classSpan.to - classSpan.from
  const percent = (ms: number): string => `${(Math.min(1, Math.max(0, ms / whole)) * 100).toFixed(2)}%`
  // What is open is drawn last, above the others.
  const drawn = [...claims].sort((a, b) => Number(a.id === open) - Number(b.id === open))
  const waiting = claims.filter(({ state }) => state === 'waiting').length
  const removed = claims.filter(({ state }) => state === 'removed').length
  return (
    <div class="class-line">
      <svg role="img" aria-label={m.privacy_review_line({ length: clockText(whole / 1000), waiting, removed })}>
        <defs><pattern id="class-line-gone" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0v6" /></pattern></defs>
        <line x1="0" y1="18" x2="100%" y2="18" />
        {drawn.map(({ id, span, state }) => (
          <rect
            key={id} class={id === open ? 'is-open' : undefined} data-state={state} y="2" height="32"
            x={percent(span.from - classSpan.from)} width={percent(Math.max(span.to - span.from, whole / 120))}
          />
        ))}
      </svg>
      <p class="line small soft num" dir="ltr" aria-hidden="true"><span>{clockText(0)}</span><span class="push">{clockText(whole / 1000)}</span></p>
    </div>
  )
}
