import { m } from '../../../../words/messages.js'
import type { ClassFigures } from '../../wire/words.ts'

type Percentiles = NonNullable<ClassFigures['cueMs']>
export type LatencyRow = { readonly words: string; readonly percentiles: Percentiles; readonly limitMs: number }

const WIDTH = 380
const ROW = 54
const TOP = 6
/** The limit stands at this part of each line, so that rows of different limits read alike. */
const LIMIT_AT = 0.62

/**
 * One line per figure, each in units of its own limit: from half to 99 of 100 in ink, 95 of 100 as
 * the upright mark the limit is about, the limit in pencil. What is past the end stands at the end.
 */
export function LatencyChart({ rows }: { rows: readonly LatencyRow[] }) {
  const label = rows.map(({ words, percentiles, limitMs }) => m.studio_chart_row({ words, ms: percentiles.p95, limit: limitMs })).join('. ')
  return (
    <svg class="strip" viewBox={`0 0 ${WIDTH} ${TOP + rows.length * ROW}`} role="img" aria-label={label}>
      {rows.map((row, at) => <Row key={row.words} row={row} y={TOP + at * ROW} />)}
    </svg>
  )
}

function Row({ row: { words, percentiles, limitMs }, y }: { row: LatencyRow; y: number }) {
  const x = (ms: number): number => Math.min(WIDTH - 2, (ms / limitMs) * LIMIT_AT * WIDTH)
  const axis = y + 28
  const limit = LIMIT_AT * WIDTH
  const late = percentiles.p95 > limitMs
  return (
    <g>
      <text x="0" y={y + 12}>{words}</text>
      <line class="strip-axis" x1="0" y1={axis} x2={WIDTH} y2={axis} />
      <line class="strip-limit" x1={limit} y1={axis - 12} x2={limit} y2={axis + 12} />
      <text class="strip-plan" x={limit + 5} y={axis + 13}>{m.ui_ms({ ms: limitMs })}</text>
      <line class="latency-span" x1={x(percentiles.p50)} y1={axis} x2={x(percentiles.p99)} y2={axis} />
      <line class={late ? 'strip-mark strip-late' : 'strip-mark'} x1={x(percentiles.p95)} y1={axis - 9} x2={x(percentiles.p95)} y2={axis + 9} />
      {late ? <path class="strip-flag" d={`M${x(percentiles.p95)} ${axis - 9}l8 4-8 4z`} /> : null}
    </g>
  )
}
