import type { ComponentChildren } from 'preact'
import { m } from '../../../../words/messages.js'
import type { ClassReport } from '../../wire/words.ts'
import { BySeat } from './by-seat.tsx'
import { KeyFigures } from './key-figures.tsx'
import { WhoGotIn, HowFast, PressToPhone } from './links.tsx'
import { Reached } from './reached.tsx'
import { lead, notMeasured } from './report-words.ts'
import { Polls, Run, Asked } from './said.tsx'
import { WhoStayed } from './stayed.tsx'

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
        <WhoStayed report={report} />
        <Reached report={report} />
        <HowFast report={report} />
        <Run report={report} />
        <Polls report={report} />
        <Asked report={report} />
      </div>
      <BySeat report={report} />
      <NotMeasured report={report} />
      <p class="small soft">{m.report_names()} {m.report_excluded()}</p>
      {children === undefined ? null : <div class="line report-acts">{children}</div>}
    </Frame>
  )
}

/** What is null is said. */
function NotMeasured({ report }: { report: ClassReport }) {
  const said = notMeasured(report)
  return said.length === 0 ? null : <p class="small soft">{said.join(' ')}</p>
}
