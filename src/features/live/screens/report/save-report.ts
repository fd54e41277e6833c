import { saveFile } from '../../../../ui/save-file.ts'
import type { ClassReport } from '../../wire/words.ts'
import { reportCsv } from './report-csv.ts'

export function saveReport(report: ClassReport): void {
  saveFile(fileNameOf(report), 'text/csv', reportCsv(report))
}

/** Named by code and day, which need no escaping anywhere. */
function fileNameOf({ code, beganAt }: Pick<ClassReport, 'code' | 'beganAt'>): string {
  const day = beganAt === null ? '' : `-${new Date(beganAt).toISOString().slice(0, 10)}`
  return `lectern-${code}${day}.csv`
}
