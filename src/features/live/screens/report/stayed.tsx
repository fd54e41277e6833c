import { m } from '../../../../words/messages.js'
import type { ClassReport } from '../../wire/words.ts'
import { Bar, Chart } from './charts.tsx'
import { stayedRows } from './reading.ts'
import type { StayedRow } from './reading.ts'
import { number, percent, sentences } from './report-format.ts'

/** Who was still there after 1, 3 and 7 minutes; those of the first minute dashed around it. */
export function WhoStayed({ report }: { report: ClassReport }) {
  const rows = stayedRows(report)
  if (rows.length === 0) return null
  const began = report.retention?.began ?? 0
  const value = ({ here, part }: StayedRow): string =>
    here === null || part === null ? m.report_stayed_not() : m.report_stayed_of({ here: number(here), began: number(began), part: percent(part) })
  const words = ({ minute }: StayedRow): string => m.report_stayed_minute({ minute })
  return (
    <section class="card stack" aria-labelledby="report-stayed">
      <h2 id="report-stayed">{m.report_stayed()}</h2>
      <Chart label={m.report_stayed_label({ rows: sentences(rows.map((row) => m.report_row({ words: words(row), value: value(row) }))) })}>
        {rows.map((row) => <Bar key={row.minute} words={words(row)} value={value(row)} part={row.part} planned={1} />)}
      </Chart>
      <p class="small soft">{m.report_stayed_why()}</p>
    </section>
  )
}
