import { m } from '../words/messages.js'
import { figureRows } from './figure-rows.ts'
import type { Phase, Told } from './progress.ts'
import type { RehearsalReport } from './report.ts'
import { whole } from './sheet/format.ts'
import { missedWords, verdictWord } from './sheet/sheet.ts'
import { getLocale } from '../words/runtime.js'

const PHASE_WORDS: Readonly<Record<Phase, () => string>> = {
  box: () => m.rehearse_says_box(), lobby: () => m.rehearse_says_lobby(), join: () => m.rehearse_says_join(), live: () => m.rehearse_says_live(),
  break: () => m.rehearse_says_break(), mended: () => m.rehearse_says_mended(), end: () => m.rehearse_says_end(), replay: () => m.rehearse_says_replay(), browser: () => m.rehearse_says_browser(),
}
const EVERY_SECONDS = 10

/** What the terminal says of a step; null of one that is too small. */
export function phaseSentence(told: Told): string | null {
  switch (told.type) {
    case 'phase':
      return PHASE_WORDS[told.phase]()
    case 'second':
      return told.second % EVERY_SECONDS === 0 ? m.rehearse_says_second({ second: whole(told.second), of: whole(told.of) }) : null
    case 'result':
      return told.report.passed ? m.rehearse_says_passed() : m.rehearse_says_missed({ figures: new Intl.ListFormat(getLocale()).format(missedWords(told.report)) })
    case 'stopped':
      return m.rehearse_says_stopped()
    case 'failed':
      return told.sentence
    case 'joined':
      return null
  }
}

/** Each figure on its line: what it is, what was measured, the limit, the verdict. */
export function resultTable(report: RehearsalReport): string {
  const rows = figureRows(report).map(({ label, value, limit, met }) => [label, value ?? m.rehearse_mark_not_measured(), limit ?? '', verdictWord(met)])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) => row.map((cell, column) => (column === 0 || column === 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd()).join('\n')
}
