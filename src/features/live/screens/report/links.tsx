import { m } from '../../../../words/messages.js'
import type { ClassReport } from '../../wire/words.ts'
import { Blocks, Chart, Spread, SpreadLegend } from './charts.tsx'
import { LIMITS, MEASURES, seatRows, triedOf } from './reading.ts'
import type { Measure, Percentiles } from './reading.ts'
import { number, rounded, sentences } from './report-format.ts'
import { MEASURE_WORDS, seatWords } from './report-words.ts'

/** What the links did: who got in, and how fast everything reached them. */

export function WhoGotIn({ report }: { report: ClassReport }) {
  const { joinSucceeded: got, joinMs } = report
  const tried = triedOf(report)
  if (tried === 0) return null
  const missing = tried - got
  return (
    <section class="card stack" aria-labelledby="report-in">
      <h2 id="report-in">{m.report_who_got_in()}</h2>
      <Chart class="is-blocks" label={m.report_in_label({ got, tried })}>
        <Blocks got={got} of={tried} />
        <span class="small">{m.report_in_got({ count: got })}</span>
        {missing > 0 ? <span class="small rflag">{m.report_in_missing({ count: missing })}</span> : null}
      </Chart>
      {joinMs === null ? null : <p class="small soft">{m.report_in_time({ half: Math.round(joinMs.p50), most: Math.round(joinMs.p95) })}</p>}
    </section>
  )
}

/** Room for what came late: twice the limit, or as far as 99 of 100 reach, whichever is more, but not beyond four times it. */
const scaleOf = (limit: number, spans: readonly Percentiles[]): number => Math.min(4 * limit, Math.max(2 * limit, ...spans.map(({ p99 }) => p99)))

const within = (words: string, { p50, p95, p99 }: Percentiles): string =>
  m.report_spread_row({ words, half: rounded(p50), most: rounded(p95), all: rounded(p99) })

function Legend({ limit }: { limit: string }) {
  return <SpreadLegend half={m.report_half()} most={m.report_95()} nearlyAll={m.report_99()} limit={limit} />
}

export function PressToPhone({ report }: { report: ClassReport }) {
  const rows = seatRows(report).flatMap(({ kinds, cueMs }) => (cueMs === null ? [] : [{ words: seatWords(kinds), span: cueMs }]))
  if (rows.length === 0) return null
  const limit = LIMITS.cueMs
  const scale = scaleOf(limit, rows.map(({ span }) => span))
  return (
    <section class="card stack" aria-labelledby="report-press">
      <h2 id="report-press">{m.report_press_to_phone()}</h2>
      <Chart label={m.report_press_label({ rows: sentences(rows.map(({ words, span }) => within(words, span))), limit })}>
        {rows.map(({ words, span }) => <Spread key={words} words={words} value={rounded(span.p95)} span={span} limit={limit} scale={scale} />)}
      </Chart>
      <Legend limit={m.report_the_limit({ ms: limit })} />
    </section>
  )
}

export function HowFast({ report }: { report: ClassReport }) {
  const rows = MEASURES.flatMap((measure) => {
    const span = report[measure]
    return span === null ? [] : [{ measure, span, words: MEASURE_WORDS[measure]() }]
  })
  if (rows.length === 0) return null
  return (
    <section class="card stack" aria-labelledby="report-fast">
      <h2 id="report-fast">{m.report_how_fast()}</h2>
      <Chart label={m.report_fast_label({ rows: sentences(rows.map(({ words, span }) => within(words, span))) })}>
        {rows.map((row) => <OwnScale key={row.measure} {...row} />)}
      </Chart>
      <Legend limit={m.report_own_limit()} />
    </section>
  )
}

/** Each in units of its own limit, so that lines of different limits read alike. */
function OwnScale({ measure, span, words }: { measure: Measure; span: Percentiles; words: string }) {
  const limit = LIMITS[measure]
  return <Spread words={words} value={m.report_ms_of({ ms: rounded(span.p95), limit: number(limit) })} span={span} limit={limit} scale={2 * limit} />
}
