import type { ReadonlySignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { Button } from '../../../../ui/components/button.tsx'
import { Lamp } from '../../../../ui/components/lamp.tsx'
import { Shade } from '../../../../ui/components/shade.tsx'
import { Tell } from '../../../../ui/components/states.tsx'
import { PrintIcon, SaveIcon } from '../../../../ui/icons/icons.tsx'
import { m } from '../../../../words/messages.js'
import type { ClassReport } from '../../wire/words.ts'
import { dayAndHours } from './report-format.ts'
import { Report } from './report.tsx'
import { saveReport } from './save-report.ts'

export type ReportState =
  | { readonly at: 'looking' }
  /** `sentence`: what the box said, or that it cannot be reached. */
  | { readonly at: 'refused'; readonly sentence: string }
  | { readonly at: 'report'; readonly report: ClassReport }

type ReportPageProps = {
  state: ReadonlySignal<ReportState>
  onRetry: () => void
  /** What can be done after reading. */
  children?: ComponentChildren
}

/** A class's report with its own shade: what it was called and when, save and print. */
export function ReportPage({ state, onRetry, children }: ReportPageProps) {
  const known = state.value
  if (known.at === 'report') return <ReportScreen report={known.report}>{children}</ReportScreen>
  return (
    <div class="screen">
      <Shade title={m.report_title()} />
      <main class="screen-main body">
        {known.at === 'looking' ? <p class="appears-late" role="status">{m.report_looking()}</p> : (
          <Tell title={known.sentence} act={<><Button kind="act" thumb onPress={onRetry}>{m.report_retry()}</Button>{children}</>}>{null}</Tell>
        )}
      </main>
    </div>
  )
}

/** Save and print. */
export function ReportActs({ report }: { report: ClassReport }) {
  return (
    <>
      <Button icon={<SaveIcon />} onPress={() => saveReport(report)}>{m.report_save()}</Button>
      <Button icon={<PrintIcon />} onPress={() => window.print()}>{m.report_print()}</Button>
    </>
  )
}

function ReportScreen({ report, children }: { report: ClassReport; children?: ComponentChildren }) {
  return (
    <div class="screen report-screen">
      <Shade title={report.title === '' ? m.report_untitled() : report.title} under={dayAndHours(report.beganAt, report.endedAt)}>
        {report.endedAt === null ? null : <Lamp state="off">{m.report_has_ended()}</Lamp>}
        <ReportActs report={report} />
      </Shade>
      <Report report={report}>{children}</Report>
    </div>
  )
}
