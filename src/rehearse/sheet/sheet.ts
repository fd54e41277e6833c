import { readFileSync } from 'node:fs'
import { m } from '../../words/messages.js'
import { getLocale } from '../../words/runtime.js'
import { FIGURE_WORDS } from '../figure-words.ts'
import { FIGURES } from '../figures.ts'
import type { NetworkName } from '../networks.ts'
import type { RehearsalReport } from '../report.ts'
import type { BreakName } from '../thresholds.ts'
import { cueChart, delayChart, joinChart, rungChart, rungLegend } from './charts.ts'
import { figureText, inUnit, moment, percent, seconds, whole } from './format.ts'
import { html, raw, type Html } from './markup.ts'

/** Above this share of all processors, delays are the machine's own. */
const NEARLY_USED_UP = 0.9
/** The product's own colours and this sheet's marks; both stand in the sheet, which asks nobody for anything. */
const STYLE = ['../../ui/kit/tokens.css', 'sheet.css'].map((file) => readFileSync(new URL(file, import.meta.url), 'utf8')).join('\n')

const NETWORK_WORDS: Readonly<Record<NetworkName, () => string>> = {
  lan: () => m.rehearse_network_lan(), wan: () => m.rehearse_network_wan(), bad: () => m.rehearse_network_bad(), cap300: () => m.rehearse_network_cap300(),
}
const BREAK_WORDS: Readonly<Record<BreakName, () => string>> = {
  kill: () => m.rehearse_break_kill(), disk: () => m.rehearse_break_disk(), publisher: () => m.rehearse_break_publisher(), uplink: () => m.rehearse_break_uplink(),
}
const DISAGREE_WORDS: Readonly<Record<string, () => string>> = {
  came: () => m.rehearse_disagree_came(), joined: () => m.rehearse_disagree_joined(), cues: () => m.rehearse_disagree_cues(), hands: () => m.rehearse_disagree_hands(),
  reps: () => m.rehearse_disagree_reps(), answers: () => m.rehearse_disagree_answers(), cue: () => m.rehearse_disagree_cue(),
}

/** The readiness sheet: one HTML file that stands alone, light and dark, in the terminal's language. */
export function readinessSheet(report: RehearsalReport): string {
  const title = m.rehearse_sheet_title()
  const body = [verdict(report), setting(report), figures(report), charts(report), differences(report), leftOut(report)]
  return `<!doctype html>\n${html`<html lang="${getLocale()}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${raw(STYLE as Html)}</style></head><body><main>${body}</main></body></html>`}\n`
}

/** The words of what was missed. */
export function missedWords({ figures: all }: RehearsalReport): string[] {
  return all.filter(({ met }) => met === false).map(({ figure }) => FIGURE_WORDS[figure]())
}

function verdict(report: RehearsalReport): Html {
  const missed = new Intl.ListFormat(getLocale()).format(missedWords(report))
  return html`<header class="${report.passed ? 'ready' : 'not-ready'}"><p>${m.rehearse_sheet_title()}</p><h1>${report.passed ? m.rehearse_sheet_ready() : m.rehearse_sheet_not_ready()}</h1><p>${report.passed ? m.rehearse_sheet_ready_said() : m.rehearse_says_missed({ figures: missed })}</p></header>`
}

function setting({ asked, machine, startedAt }: RehearsalReport): Html {
  const pairs: readonly (readonly [string, string])[] = [
    [m.rehearse_sheet_asked_learners(), whole(asked.learners)],
    [m.rehearse_sheet_asked_seconds(), seconds(asked.seconds)],
    [m.rehearse_sheet_asked_network(), NETWORK_WORDS[asked.network]()],
    ...(asked.break === null ? [] : [[m.rehearse_sheet_asked_break(), BREAK_WORDS[asked.break]()] as const]),
    [m.rehearse_sheet_asked_at(), moment(startedAt)],
    [m.rehearse_sheet_machine(), machine.busy === null ? m.rehearse_sheet_machine_unknown({ cores: whole(machine.cores) }) : m.rehearse_sheet_machine_said({ cores: whole(machine.cores), busy: percent(machine.busy) })],
  ]
  const warning = machine.busy !== null && machine.busy > NEARLY_USED_UP ? html`<p class="warn">${m.rehearse_sheet_busy()}</p>` : null
  return html`<section><dl>${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>${[warning]}</section>`
}

function figures({ figures: all }: RehearsalReport): Html {
  const rows = all.map(({ figure, value, limit, met }) => {
    const limitText = limit === null ? '' : FIGURES[figure].worse === 'more' ? m.rehearse_sheet_limit_most({ value: figureText(figure, limit) }) : m.rehearse_sheet_limit_least({ value: figureText(figure, limit) })
    const measured = value === null ? m.rehearse_mark_not_measured() : figureText(figure, value)
    return html`<tr class="${met === false ? 'missed' : met === true ? 'met' : 'told'}"><th scope="row">${FIGURE_WORDS[figure]()}</th><td class="number">${measured}</td><td class="number">${limitText}</td><td>${verdictWord(met)}</td></tr>`
  })
  const head = [[m.rehearse_sheet_figure(), ''], [m.rehearse_sheet_measured(), 'number'], [m.rehearse_sheet_limit(), 'number'], [m.rehearse_sheet_judged(), '']]
    .map(([word = '', kind = '']) => html`<th scope="col" class="${kind}">${word}</th>`)
  return html`<section><h2>${m.rehearse_sheet_figures()}</h2><div class="wide" tabindex="0" role="region" aria-label="${m.rehearse_sheet_figures()}"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div></section>`
}

/** In a word, which needs no colour. */
export function verdictWord(met: boolean | null): string {
  if (met === null) return m.rehearse_mark_told()
  return met ? m.rehearse_mark_met() : m.rehearse_mark_missed()
}

function charts(report: RehearsalReport): Html {
  const limitOf = (name: 'cue' | 'join'): number | null => report.figures.find(({ figure }) => figure === name)?.limit ?? null
  const lines = html`<ul class="legend"><li><span class="key sound"></span>${m.rehearse_sheet_sound()}</li><li><span class="key picture"></span>${m.rehearse_sheet_picture()}</li></ul>`
  return html`${[
    figure(m.rehearse_sheet_cues(), m.rehearse_sheet_cues_said(), cueChart(report, limitOf('cue')), null),
    figure(m.rehearse_sheet_delays(), m.rehearse_sheet_delays_said(), delayChart(report), lines),
    figure(m.rehearse_sheet_rungs(), m.rehearse_sheet_rungs_said(), rungChart(report), rungLegend(report)),
    figure(m.rehearse_sheet_joins(), m.rehearse_sheet_joins_said(), joinChart(report, limitOf('join')), null),
  ]}`
}

function figure(title: string, said: string, chart: Html | null, legend: Html | null): Html | null {
  if (chart === null) return null
  return html`<section><h2>${title}</h2><figure>${[chart, legend]}<figcaption>${said}</figcaption></figure></section>`
}

function differences({ disagreements, faults }: RehearsalReport): Html {
  const lines = disagreements.map(({ what, box, learners }) => html`<li>${m.rehearse_sheet_disagrees_line({
    what: DISAGREE_WORDS[what]?.() ?? what, box: box === null ? m.rehearse_mark_not_measured() : whole(box), learners: whole(learners),
  })}</li>`)
  return html`${[
    lines.length === 0 ? null : html`<section><h2>${m.rehearse_sheet_disagreements()}</h2><ul>${lines}</ul></section>`,
    faults.length === 0 ? null : html`<section><h2>${m.rehearse_sheet_faults()}</h2><pre>${faults.join('\n')}</pre></section>`,
  ]}`
}

function leftOut({ asked, machine }: RehearsalReport): Html {
  const browser = asked.browser ? html`<p>${m.rehearse_sheet_seen_in_browser()}</p>` : null
  return html`<section class="soft"><h2>${m.rehearse_sheet_left_out()}</h2><p>${m.rehearse_sheet_left_out_said()}</p><p>${m.rehearse_sheet_lag({ lag: inUnit('ms', machine.lagMs) })}</p>${[browser]}</section>`
}
