import type { ComponentChildren } from 'preact'
import { Table } from '../../../../ui/components/table.tsx'
import { m } from '../../../../words/messages.js'
import type { ClassReport } from '../../wire/words.ts'
import { WhoGotIn, HowFast, PressToPhone } from './links.tsx'
import { LIMITS, seatRows, triedOf } from './reading.ts'
import { number, rounded } from './report-format.ts'
import { lead, seatWords } from './report-words.ts'
import { Polls, Run, Asked } from './said.tsx'

type ReportProps = {
  report: ClassReport
  /** What can be done after reading: the next class, the list of those before. */
  children?: ComponentChildren
  /** Stands in a page that has its main part already. */
  within?: boolean
}

/** How a class went: one sentence, then counts, times, what was planned and asked, by seat. Nobody's name. */
export function Report({ report, children, within = false }: ReportProps) {
  const Frame = within ? 'div' : 'main'
  return (
    <Frame class="report">
      <p class="say report-lead">{lead(report)}</p>
      <KeyFigures report={report} />
      <div class="report-cards">
        <WhoGotIn report={report} />
        <PressToPhone report={report} />
        <HowFast report={report} />
        <Run report={report} />
        <Polls report={report} />
        <Asked report={report} />
      </div>
      <BySeat report={report} />
      <p class="small soft">{m.report_names()} {m.report_excluded()}</p>
      {children === undefined ? null : <div class="line report-acts">{children}</div>}
    </Frame>
  )
}

function KeyFigures({ report }: { report: ClassReport }) {
  return (
    <dl class="report-figures">
      <Figure label={m.report_got_in()} value={number(report.joinSucceeded)} unit={m.report_of({ count: triedOf(report) })} />
      {report.ready > 0 ? <Figure label={m.report_ready()} value={number(report.ready)} unit={m.report_of({ count: report.came })} /> : null}
      {report.cueMs === null ? null : <Figure label={m.report_cue_95()} value={rounded(report.cueMs.p95)} unit={m.report_unit_ms()} />}
      {report.apartMs === null ? null : <Figure label={m.report_apart_95()} value={rounded(report.apartMs.p95)} unit={m.report_unit_ms()} />}
      <Figure label={m.report_cues()} value={number(report.cues)} />
      {report.reps > 0 ? <Figure label={m.report_reps()} value={number(report.reps)} /> : null}
    </dl>
  )
}

function Figure({ label, value, unit }: { label: string; value: string; unit?: string }) {
  return <div class="is-ink"><dt>{label}</dt><dd class="num">{value}{unit === undefined ? null : <span> {unit}</span>}</dd></div>
}

function BySeat({ report }: { report: ClassReport }) {
  const rows = seatRows(report)
  if (rows.length === 0) return null
  return (
    <div class="card stack">
      <h2>{m.report_by_seat()}</h2>
      <Table
        caption={m.report_by_seat()}
        columns={[
          { key: 'seat', words: m.report_seat() },
          { key: 'came', words: m.report_came(), number: true },
          { key: 'in', words: m.report_got_in(), number: true },
          { key: 'half', words: m.report_half_ms(), number: true },
          { key: '95', words: m.report_95(), number: true },
          { key: '99', words: m.report_99(), number: true },
          { key: 'video', words: m.report_video_95(), number: true },
        ]}
        rows={rows.map((row) => ({
          key: row.kinds.join(),
          cells: [seatWords(row.kinds), number(row.came), number(row.joinSucceeded), rounded(row.cueMs?.p50), rounded(row.cueMs?.p95), rounded(row.cueMs?.p99), rounded(row.videoMs?.p95)],
        }))}
      />
      <p class="small soft">{m.report_small_groups()} {m.report_limit_said({ ms: LIMITS.cueMs })}</p>
    </div>
  )
}
