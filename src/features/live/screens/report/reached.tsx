import { RungMark } from '../../../../ui/components/rung.tsx'
import { Table } from '../../../../ui/components/table.tsx'
import { m } from '../../../../words/messages.js'
import type { ClassReport } from '../../wire/words.ts'
import { Bar, Chart } from './charts.tsx'
import { rungRows, seatRows } from './reading.ts'
import type { RungRow } from './reading.ts'
import { duration, percent, sentences } from './report-format.ts'
import { RUNG_WORDS, seatWords } from './report-words.ts'

/** What reached the phones: how their time was shared out over the rungs, and how often a link took one down. */
export function Reached({ report }: { report: ClassReport }) {
  const rows = rungRows(report.rungs)
  if (rows.length === 0) return null
  const value = ({ part, seconds }: RungRow): string => m.report_reached_value({ part: percent(part), time: duration(seconds) })
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
      <ReachedBySeat report={report} />
    </section>
  )
}

/** Only where kinds of seat can be set beside each other. */
function ReachedBySeat({ report }: { report: ClassReport }) {
  const seats = seatRows(report).flatMap(({ kinds, rungs }) => (rungs.length === 0 ? [] : [{ kinds, rows: rungRows(rungs) }]))
  if (seats.length < 2) return null
  const shown = report.rungs.map(({ rung }) => rung)
  return (
    <Table
      caption={m.report_reached_by_seat()}
      columns={[{ key: 'seat', words: m.report_seat() }, ...shown.map((rung) => ({ key: rung, words: RUNG_WORDS[rung](), number: true }))]}
      rows={seats.map(({ kinds, rows }) => ({
        key: kinds.join(),
        cells: [seatWords(kinds), ...shown.map((rung) => percent(rows.find((row) => row.rung === rung)?.part ?? 0))],
      }))}
    />
  )
}
