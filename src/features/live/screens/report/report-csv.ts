import { writeCsv } from '../../rules/csv.ts'
import type { CauseFigures, ClassReport, Retention, RungFigures } from '../../wire/words.ts'
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
  return writeCsv([
    CSV_HEAD, ...ofClass(report), ...ofSound(report), ...ofTimes(report), ...ofStaying('stay', '', report.retention), ...ofRungs(report.rungs), ...ofCauses(report.causes),
    ...ofSeats(report), ...ofItems(report), ...ofPolls(report),
  ])
}

function ofClass(report: ClassReport): Line[] {
  const { code, title, questions } = report
  const count = (figure: string, value: number): Line => ['class', '', figure, value, 'count']
  const time = (figure: string, wall: number | null): Line[] => (wall === null ? [] : [['class', '', figure, new Date(wall).toISOString(), 'utc']])
  return [
    ['class', '', 'code', code, ''], ['class', '', 'title', title, ''], ...time('began', report.beganAt), ...time('ended', report.endedAt),
    count('came', report.came), count('join_tried', report.joinTried), count('join_succeeded', report.joinSucceeded), count('stayed', report.stayed),
    count('ready', report.ready), count('cues', report.cues), count('hands', report.hands), count('repeats', report.reps), count('answers', report.answers), count('fallbacks', report.fallbacks), count('guests', report.guests),
    count('questions_asked', questions.asked), count('questions_answered', questions.answered), count('questions_kept', questions.kept), count('questions_hidden', questions.hidden),
  ]
}

/** Tenths stay whole numbers, since a point or a comma between them means something else in every country. */
function ofSound({ loudness, recorded }: ClassReport): Line[] {
  const line = (figure: string, value: number | null | undefined, unit: string): Line[] => (typeof value === 'number' ? [['class', '', figure, value, unit]] : [])
  return [
    ...line('loudness', loudness?.integrated, '0.1 LUFS'), ...line('loudness_range', loudness?.range, '0.1 LU'),
    ...line('recorded', recorded?.seconds, 's'), ...line('recorded_missing', recorded?.missing, 's'),
  ]
}

function ofStaying(part: string, name: string, retention: Retention | null): Line[] {
  if (!retention) return []
  const line = (figure: string, value: number | null): Line[] => (value === null ? [] : [[part, name, figure, value, 'count']])
  return [...line('first_minute', retention.began), ...line('minute_1', retention.at1), ...line('minute_3', retention.at3), ...line('minute_7', retention.at7)]
}

function ofRungs(rungs: RungFigures): Line[] {
  return rungs.flatMap(({ rung, seconds, falls }): Line[] => [['rung', rung, 'time', seconds, 's'], ['rung', rung, 'falls', falls, 'count']])
}

function ofCauses(causes: CauseFigures): Line[] {
  return causes.flatMap(({ cause, seconds, falls }): Line[] => [['cause', cause, 'time', seconds, 's'], ['cause', cause, 'falls', falls, 'count']])
}

const MEASURE_NAMES = { joinMs: 'join', cueMs: 'cue_after_press', apartMs: 'cue_apart', startMs: 'start_apart', videoMs: 'video', jitterMs: 'jitter', backMs: 'back' } as const

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
    const did = ([['hands', row.hands], ['repeats', row.reps], ['answers', row.answers]] as const).flatMap(([figure, value]): Line[] => (value === null ? [] : [['seat', name, figure, value, 'count']]))
    const rungs = row.rungs.flatMap(({ rung, seconds, falls }): Line[] => [['seat', name, `${rung}_time`, seconds, 's'], ['seat', name, `${rung}_falls`, falls, 'count']])
    const times = [...three('seat', name, 'cue', row.cueMs), ...three('seat', name, 'video', row.videoMs), ...three('seat', name, 'jitter', row.jitterMs)]
    return [...counts, ...did, ...ofStaying('seat', name, row.retention), ...rungs, ...times]
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
