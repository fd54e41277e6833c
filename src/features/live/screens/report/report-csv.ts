import { writeCsv } from '../../rules/csv.ts'
import type { ClassReport } from '../../wire/words.ts'
import { itemRows, MEASURES, pollRows, seatRows } from './reading.ts'
import type { Percentiles } from './reading.ts'

/**
 * The report as a table for spreadsheets and programs: RFC 4180 with CRLF, UTF-8 with its mark, one figure
 * per line, and no cell that a spreadsheet would run.
 * The format is docs/protocol/class-report.md; its words are a format's, the same in every language.
 */
export const CSV_HEAD = ['part', 'name', 'figure', 'value', 'unit'] as const
type Line = readonly [part: string, name: string, figure: string, value: string | number, unit: string]

export function reportCsv(report: ClassReport): string {
  const lines: readonly (readonly (string | number)[])[] = [
    CSV_HEAD, ...ofClass(report), ...ofTimes(report), ...ofSeats(report), ...ofItems(report), ...ofPolls(report),
  ]
  return writeCsv(lines.map((line) => line.map(String)))
}

function ofClass(report: ClassReport): Line[] {
  const { code, title, questions } = report
  const count = (figure: string, value: number): Line => ['class', '', figure, value, 'count']
  const time = (figure: string, wall: number | null): Line[] => (wall === null ? [] : [['class', '', figure, new Date(wall).toISOString(), 'utc']])
  return [
    ['class', '', 'code', code, ''], ['class', '', 'title', title, ''], ...time('began', report.beganAt), ...time('ended', report.endedAt),
    count('came', report.came), count('join_tried', report.joinTried), count('join_succeeded', report.joinSucceeded), count('stayed', report.stayed),
    count('ready', report.ready), count('cues', report.cues), count('hands', report.hands), count('repeats', report.reps), count('guests', report.guests),
    count('questions_asked', questions.asked), count('questions_answered', questions.answered), count('questions_kept', questions.kept), count('questions_hidden', questions.hidden),
  ]
}

const MEASURE_NAMES = { joinMs: 'join', cueMs: 'cue_after_press', apartMs: 'cue_apart', startMs: 'start_apart', videoMs: 'video', backMs: 'back' } as const

function ofTimes(report: ClassReport): Line[] {
  return MEASURES.flatMap((measure) => three('time', MEASURE_NAMES[measure], '', report[measure]))
}

function three(part: string, name: string, figure: string, percentiles: Percentiles | null): Line[] {
  if (percentiles === null) return []
  const named = (what: string): string => (figure === '' ? what : `${figure}_${what}`)
  const { p50, p95, p99, count } = percentiles
  return [
    [part, name, named('p50'), Math.round(p50), 'ms'], [part, name, named('p95'), Math.round(p95), 'ms'],
    [part, name, named('p99'), Math.round(p99), 'ms'], [part, name, named('measured'), count, 'count'],
  ]
}

function ofSeats(report: ClassReport): Line[] {
  return seatRows(report).flatMap((row) => {
    const name = row.kinds.join('+')
    const counts: Line[] = [
      ['seat', name, 'came', row.came, 'count'], ['seat', name, 'join_tried', row.joinTried, 'count'], ['seat', name, 'join_succeeded', row.joinSucceeded, 'count'],
    ]
    return [...counts, ...three('seat', name, 'cue', row.cueMs), ...three('seat', name, 'video', row.videoMs)]
  })
}

function ofItems(report: ClassReport): Line[] {
  return itemRows(report).flatMap(({ title, kind, planned, ran }, at): Line[] => {
    const name = `${at + 1}`
    const words: Line[] = title === null ? [] : [['item', name, 'title', title, '']]
    const took: Line[] = ran === null ? [] : [['item', name, 'ran', Math.round(ran), 's']]
    return [...words, ['item', name, 'kind', kind, ''], ['item', name, 'planned', Math.round(planned), 's'], ...took]
  })
}

function ofPolls(report: ClassReport): Line[] {
  return pollRows(report).flatMap(({ question, answered, options }, at): Line[] => {
    const name = `${at + 1}`
    const words: Line[] = question === null ? [] : [['poll', name, 'question', question, '']]
    const counts = options.flatMap(({ words: option, count }, which): Line[] => [
      ...(option === null ? [] : [['poll', `${name}.${which + 1}`, 'option', option, ''] as const]), ['poll', `${name}.${which + 1}`, 'answers', count, 'count'],
    ])
    return [...words, ['poll', name, 'answered', answered, 'count'], ...counts]
  })
}
