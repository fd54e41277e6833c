import { RungMark } from '../../../../ui/components/rung.tsx'
import { m } from '../../../../words/messages.js'
import type { CauseFigures, ClassReport } from '../../wire/words.ts'
import { Bar, Chart } from './charts.tsx'
import { shared } from './reading.ts'
import type { Shared } from './reading.ts'
import { duration, sentences } from './report-format.ts'
import { CAUSE_WORDS, partWords, RUNG_WORDS } from './report-words.ts'

const value = ({ part, seconds }: Shared): string => m.report_reached_value({ part: partWords(part), time: duration(seconds) })

/** What reached the phones: how their time was shared out over the rungs, and how often a link took one down. */
export function Reached({ report }: { report: ClassReport }) {
  const rows = shared(report.rungs)
  if (rows.length === 0) return null
  const falls = rows.reduce((sum, row) => sum + row.falls, 0)
  return (
    <section class="card stack" aria-labelledby="report-reached">
      <h2 id="report-reached">{m.report_reached()}</h2>
      <Chart label={m.report_reached_label({ rows: sentences(rows.map((row) => m.report_row({ words: RUNG_WORDS[row.rung](), value: value(row) }))) })}>
        {rows.map((row) => <Bar key={row.rung} words={<RungMark rung={row.rung}>{RUNG_WORDS[row.rung]()}</RungMark>} value={value(row)} part={row.part} />)}
      </Chart>
      <p class="small soft">
        {falls === 0 ? m.report_falls_none() : m.report_falls({ count: falls })}
        {report.fallbacks > 0 ? ` ${m.report_fallbacks({ count: report.fallbacks })}` : null}
      </p>
      <Why causes={report.causes} />
    </section>
  )
}

/** Why it was less than the full picture, in parts of the time that it was. */
function Why({ causes }: { causes: CauseFigures }) {
  const rows = shared(causes).flatMap(({ cause, ...row }) => (cause === 'none' || cause === 'asked' || row.seconds === 0 ? [] : [{ ...row, words: CAUSE_WORDS[cause]() }]))
  if (rows.length === 0) return null
  return (
    <>
      <h3>{m.report_why()}</h3>
      <Chart label={m.report_why_label({ rows: sentences(rows.map((row) => m.report_row({ words: row.words, value: value(row) }))) })}>
        {rows.map((row) => <Bar key={row.words} words={row.words} value={value(row)} part={row.part} />)}
      </Chart>
    </>
  )
}
