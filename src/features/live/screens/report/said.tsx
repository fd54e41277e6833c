import { m } from '../../../../words/messages.js'
import type { ClassReport } from '../../wire/words.ts'
import { Bar, Chart } from './charts.tsx'
import { itemRows, pollRows } from './reading.ts'
import type { ItemRow, PollRow } from './reading.ts'
import { clockText, number, sentences } from './report-format.ts'
import { itemWords } from './report-words.ts'

/** What the class did: the run of show as planned and as it was, what was asked and answered. */

export function Run({ report }: { report: ClassReport }) {
  const rows = itemRows(report)
  if (rows.length === 0) return null
  const longest = Math.max(1, ...rows.flatMap(({ planned, ran }) => [planned, ran ?? 0]))
  return (
    <section class="card stack" aria-labelledby="report-run">
      <h2 id="report-run">{m.report_run()}</h2>
      <Chart label={m.report_run_label({ rows: sentences(rows.map(runSentence)) })}>
        {rows.map((row, at) => (
          <Bar key={at} words={itemWords(row)} value={ranWords(row)} planned={row.planned / longest} part={row.ran === null ? null : row.ran / longest} />
        ))}
      </Chart>
      <p class="small soft">{m.report_run_read()}</p>
    </section>
  )
}

function ranWords({ planned, ran }: ItemRow): string {
  return ran === null ? m.report_run_not({ planned: clockText(planned) }) : m.report_run_took({ ran: clockText(ran), planned: clockText(planned) })
}

function runSentence(row: ItemRow): string {
  return m.report_run_row({ words: itemWords(row), took: ranWords(row) })
}

export function Polls({ report }: { report: ClassReport }) {
  return <>{pollRows(report).map((poll, at) => <Poll key={at} poll={poll} number={at + 1} />)}</>
}

function Poll({ poll: { question, answered, options }, number: which }: { poll: PollRow; number: number }) {
  const most = Math.max(1, ...options.map(({ count }) => count))
  const rows = options.map(({ words, count }, at) => ({ words: words ?? m.report_option({ number: at + 1 }), count }))
  return (
    <section class="card stack" aria-labelledby={`report-poll-${which}`}>
      <h2 id={`report-poll-${which}`}>{m.report_poll({ number: which })}</h2>
      {question === null ? null : <p class="report-question">{question}</p>}
      <Chart label={m.report_poll_label({ rows: sentences(rows.map(({ words, count }) => m.report_poll_row({ words, count }))), answered })}>
        {rows.map(({ words, count }, at) => <Bar key={at} words={words} value={number(count)} part={count === 0 ? null : count / most} />)}
      </Chart>
      <p class="small soft">{m.report_poll_answered({ count: answered })}</p>
    </section>
  )
}

/** Questions, hands and who came on stage: counts alone, since what was said is not kept. */
export function Asked({ report: { questions, hands, guests } }: { report: ClassReport }) {
  if (questions.asked === 0 && hands === 0 && guests === 0) return null
  const rows = [
    { words: m.report_asked(), count: questions.asked }, { words: m.report_answered(), count: questions.answered }, { words: m.report_kept(), count: questions.kept },
    { words: m.report_hidden(), count: questions.hidden }, { words: m.report_hands(), count: hands }, { words: m.report_guests(), count: guests },
  ].filter(({ count }) => count > 0)
  const most = Math.max(1, ...rows.map(({ count }) => count))
  return (
    <section class="card stack" aria-labelledby="report-asked">
      <h2 id="report-asked">{m.report_said()}</h2>
      <Chart label={m.report_said_label({ rows: sentences(rows.map(({ words, count }) => m.report_poll_row({ words, count }))) })}>
        {rows.map(({ words, count }) => <Bar key={words} words={words} value={number(count)} part={count / most} />)}
      </Chart>
      <p class="small soft">{m.report_said_why()}</p>
    </section>
  )
}
