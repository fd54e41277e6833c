import type { ComponentChildren } from 'preact'

/**
 * Small charts of our own. Words stand in the page, so that they grow with its text and read the right
 * way; only marks are drawn, by percentages of their own line. Each chart is one image to a screen
 * reader, named by a full sentence. What is planned or allowed is dashed, what happened is solid.
 */

type ChartProps = { /** The whole finding. */ label: string; children: ComponentChildren; class?: string }

export function Chart({ label, children, class: name }: ChartProps) {
  return <div class={name === undefined ? 'rchart' : `rchart ${name}`} role="img" aria-label={label}>{children}</div>
}

const percent = (part: number): string => `${(Math.min(1, Math.max(0, part)) * 100).toFixed(2)}%`

/** Somebody each, up to as many as can be told apart; beyond that, one bar. `got` solid, the rest outlined and hatched. */
const MOST_BLOCKS = 60
const LEAST_PLACES = 16

export function Blocks({ got, of }: { got: number; of: number }) {
  const pieces = Math.min(of, MOST_BLOCKS)
  // A few stand as narrow as many do.
  const places = Math.max(pieces, LEAST_PLACES)
  const solid = of === 0 ? 0 : got === of ? pieces : Math.min(pieces - 1, Math.round((got / of) * pieces))
  return (
    <svg class="rblocks" aria-hidden="true">
      {Array.from({ length: pieces }, (_, at) => (
        <rect key={at} class={at < solid ? 'rmark' : 'rmissing'} x={percent(at / places)} y="1" width={percent(0.72 / places)} height="34" />
      ))}
    </svg>
  )
}

/** One line of bars: `part` of the widest, beside its words and its value. `planned`, of the same scale, dashed around it. */
export function Bar({ words, value, part, planned }: { words: ComponentChildren; value: ComponentChildren; part: number | null; planned?: number }) {
  return (
    <div class="rrow">
      <span class="rbar-words">{words}</span>
      <svg class="rbar" aria-hidden="true">
        {planned === undefined ? null : <rect class="rplan" x="1" y="3" width={percent(planned * 0.985)} height="20" />}
        {part === null ? null : <rect class="rmark" x="0" y={planned === undefined ? '3' : '8'} width={percent(Math.max(part, 0.004))} height={planned === undefined ? '20' : '10'} />}
      </svg>
      <span class="rbar-value num">{value}</span>
    </div>
  )
}

export type Span = { readonly p50: number; readonly p95: number; readonly p99: number }

/**
 * Half, 95 and 99 of 100 on one line of time: a dot, an upright mark, a ring. The limit is dashed. What
 * lies past the end of the scale is an arrow at its end.
 */
export function Spread({ words, value, span, limit, scale }: { words: ComponentChildren; value: ComponentChildren; span: Span; limit: number; scale: number }) {
  const at = (ms: number): string => percent(0.02 + (Math.min(ms, scale) / scale) * 0.94)
  const late = span.p95 > limit
  return (
    <div class="rrow">
      <span class="rbar-words">{words}</span>
      <svg class="rspread" aria-hidden="true">
        <line class="raxis" x1={at(0)} x2={at(scale)} y1="16" y2="16" />
        <line class="rlimit" x1={at(limit)} x2={at(limit)} y1="0" y2="32" />
        <line class="rspan" x1={at(span.p50)} x2={at(span.p99)} y1="16" y2="16" />
        <circle class="rmark" cx={at(span.p50)} cy="16" r="5" />
        {span.p99 > scale
          ? <svg x={at(scale)} y="9" width="12" height="14" viewBox="0 0 12 14"><path class="rmark" d="M0 0l12 7-12 7z" /></svg>
          : <circle class="rhollow" cx={at(span.p99)} cy="16" r="5" />}
        <line class={late ? 'rtick rlate' : 'rtick'} x1={at(span.p95)} x2={at(span.p95)} y1="6" y2="26" />
      </svg>
      <span class="rbar-value num">{value}</span>
    </div>
  )
}

/** What the marks of {@link Spread} mean, each beside its words. */
export function SpreadLegend({ half, most, nearlyAll, limit }: { half: string; most: string; nearlyAll: string; limit: string }) {
  return (
    <p class="small soft rlegend">
      <span><svg class="rkey" viewBox="0 0 14 14" aria-hidden="true"><circle class="rmark" cx="7" cy="7" r="5" /></svg>{half}</span>
      <span><svg class="rkey" viewBox="0 0 14 14" aria-hidden="true"><path class="rtick" d="M7 0v14" /></svg>{most}</span>
      <span><svg class="rkey" viewBox="0 0 14 14" aria-hidden="true"><circle class="rhollow" cx="7" cy="7" r="5" /></svg>{nearlyAll}</span>
      <span><svg class="rkey" viewBox="0 0 14 14" aria-hidden="true"><path class="rlimit" d="M7 0v14" /></svg>{limit}</span>
    </p>
  )
}
