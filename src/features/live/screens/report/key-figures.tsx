import { m } from '../../../../words/messages.js'
import { levelSays } from '../../rules/loudness/speech-level.ts'
import type { ClassReport } from '../../wire/words.ts'
import { triedOf } from './reading.ts'
import { clockText, number, rounded, withTenth } from './report-format.ts'
import { LEVEL_WORDS } from './report-words.ts'

/** What a trainer looks for first. What was not measured is said further down (`Unmeasured`), and not as a nought here. */
export function KeyFigures({ report }: { report: ClassReport }) {
  const { cueMs, apartMs, recorded } = report
  const level = report.loudness?.integrated ?? null
  return (
    <dl class="report-figures">
      <Figure label={m.report_got_in()} value={number(report.joinSucceeded)} unit={m.report_of({ count: triedOf(report) })} />
      {report.ready > 0 ? <Figure label={m.report_ready()} value={number(report.ready)} unit={m.report_of({ count: report.came })} /> : null}
      {cueMs === null ? null : <Figure label={m.report_cue_95()} value={rounded(cueMs.p95)} unit={m.report_unit_ms()} />}
      {apartMs === null ? null : <Figure label={m.report_apart_95()} value={rounded(apartMs.p95)} unit={m.report_unit_ms()} />}
      {level === null ? null : <Figure label={m.report_level()} value={LEVEL_WORDS[levelSays(level / 10)]()} unit={m.report_unit_lufs({ level: withTenth(level) })} />}
      <Figure label={m.report_cues()} value={number(report.cues)} />
      {report.reps > 0 ? <Figure label={m.report_reps()} value={number(report.reps)} /> : null}
      {recorded === null ? null : <Recorded {...recorded} />}
    </dl>
  )
}

function Recorded({ seconds, missing }: NonNullable<ClassReport['recorded']>) {
  return <Figure label={m.report_recorded()} value={clockText(seconds)} {...(missing > 0 ? { unit: m.report_recorded_missing({ time: clockText(missing) }) } : {})} />
}

function Figure({ label, value, unit }: { label: string; value: string; unit?: string }) {
  return <div class="is-ink"><dt>{label}</dt><dd class="num">{value}{unit === undefined ? null : <span> {unit}</span>}</dd></div>
}
