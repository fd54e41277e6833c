import { ReportActs } from '../report/report-page.tsx'
import { Report } from '../report/report.tsx'
import type { TourModel } from './tour-model.ts'

/** The report of the sample class, as that of any class. */
export function TourReport({ model }: { model: TourModel }) {
  const report = model.figures.value
  return report === null ? null : <Report report={report} within><ReportActs report={report} /></Report>
}
