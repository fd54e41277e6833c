import { RungMark } from '../../../../ui/components/rung.tsx'
import { m } from '../../../../words/messages.js'
import type { ClassReport } from '../../wire/words.ts'
import { Bar, Chart } from './charts.tsx'
import { rungRows } from './reading.ts'
import type { RungRow } from './reading.ts'
import { duration, sentences } from './report-format.ts'
import { partWords, RUNG_WORDS } from './report-words.ts'

/** What reached the phones: how their time was shared out over the rungs, and how often a link took one down. */
export function Reached({ report }: { report: ClassReport }) {
  const rows = rungRows(report.rungs)
  if (rows.length === 0) return null
  const value = ({ part, seconds }: RungRow): string => m.report_reached_value({ part: partWords(part), time: duration(seconds) })
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
    </section>
  )
}
