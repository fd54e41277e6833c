import type { ClassReport } from '../../wire/words.ts'
import { reportCsv } from './csv.ts'

/** Hands the report to the browser as a file; nothing leaves the page. */
export function saveCsv(report: ClassReport): void {
  const url = URL.createObjectURL(new Blob([reportCsv(report)], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileNameOf(report)
  link.click()
  // The browser reads the address after this turn.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** Named by code and day, which need no escaping anywhere. */
export function fileNameOf({ code, beganAt }: Pick<ClassReport, 'code' | 'beganAt'>): string {
  const day = beganAt === null ? '' : `-${new Date(beganAt).toISOString().slice(0, 10)}`
  return `lectern-${code}${day}.csv`
}
