import { RUNGS, type Rung } from '../../kernel/ladder.ts'
import { m } from '../../words/messages.js'
import type { RehearsalReport } from '../report.ts'
import { inUnit, whole } from './format.ts'
import { html, type Html } from './markup.ts'

/**
 * Drawn as SVG of one size and stretched by the page. Every chart has its finding as text for who does not
 * see it; what happened is solid, what is allowed is dashed; colours come from the sheet's own style.
 */
const WIDTH = 720
const HEIGHT = 180
const LEFT = 64
const BOTTOM = 26
const TOP = 10
const PLOT = { width: WIDTH - LEFT - 8, height: HEIGHT - TOP - BOTTOM }

type Scale = { readonly x: (value: number) => number; readonly y: (value: number) => number }

function scales(mostX: number, mostY: number): Scale {
  return {
    x: (value) => LEFT + (value / Math.max(1, mostX)) * PLOT.width,
    y: (value) => TOP + PLOT.height - (Math.min(value, mostY) / Math.max(1e-9, mostY)) * PLOT.height,
  }
}

/** Cues as marks from their middle learner to their slowest twentieth, and the limit. */
export function cueChart({ cues, asked, broken }: RehearsalReport, limit: number | null): Html | null {
  const told = cues.flatMap(({ second, p50, p95 }) => (p50 === null || p95 === null ? [] : [{ second, p50, p95 }]))
  if (told.length === 0) return null
  const most = niceMost(Math.max(limit ?? 0, ...told.map(({ p95 }) => p95)))
  const at = scales(asked.seconds, most)
  const marks = told.map(({ second, p50, p95 }) => html`<path class="span" d="M${n(at.x(second))} ${n(at.y(p50))}V${n(at.y(p95))}"/><circle class="dot" cx="${n(at.x(second))}" cy="${n(at.y(p50))}" r="3"/>`)
  return chart(m.rehearse_sheet_cues(), [...frame(at, { most, seconds: asked.seconds, unit: (value) => inUnit('ms', value), broken }), ...limitLine(at, limit), ...marks])
}

/** Delay of sound and picture, second by second. */
export function delayChart({ seconds, asked, broken }: RehearsalReport): Html | null {
  const all = seconds.flatMap(({ sound, picture }) => [sound, picture]).filter((value) => value !== null)
  if (all.length === 0) return null
  const most = niceMost(Math.max(...all))
  const at = scales(asked.seconds, most)
  const line = (of: 'sound' | 'picture'): Html => html`<path class="line ${of}" d="${path(seconds.map((one) => [one.second, one[of]]), at)}"/>`
  return chart(m.rehearse_sheet_delays(), [...frame(at, { most, seconds: asked.seconds, unit: (value) => inUnit('ms', value), broken }), line('picture'), line('sound')])
}

/** How many learners were on each rung, second by second, the best at the bottom. */
export function rungChart({ seconds, asked, broken }: RehearsalReport): Html | null {
  const most = Math.max(0, ...seconds.map(({ rungs }) => sum(Object.values(rungs))))
  if (most === 0) return null
  const at = scales(asked.seconds, most)
  const width = PLOT.width / asked.seconds + 0.6
  const bars = seconds.flatMap(({ second, rungs }) => {
    let below = 0
    return RUNGS.flatMap((rung) => {
      const count = rungs[rung] ?? 0
      if (count === 0) return []
      const from = below
      below += count
      return [html`<rect class="rung-${rung}" x="${n(at.x(second - 1))}" y="${n(at.y(below))}" width="${n(width)}" height="${n(at.y(from) - at.y(below))}"/>`]
    })
  })
  return chart(m.rehearse_sheet_rungs(), [...bars, ...frame(at, { most, seconds: asked.seconds, unit: whole, broken })])
}

/** One bar for each learner. */
export function joinChart({ joins }: RehearsalReport, limit: number | null): Html | null {
  if (joins.length === 0) return null
  const most = niceMost(Math.max(limit ?? 0, ...joins))
  const at = scales(joins.length, most)
  const width = (PLOT.width / joins.length) * 0.8
  const bars = joins.map((ms, place) => html`<rect class="bar" x="${n(at.x(place))}" y="${n(at.y(ms))}" width="${n(width)}" height="${n(at.y(0) - at.y(ms))}"/>`)
  return chart(m.rehearse_sheet_joins(), [...frame(at, { most, seconds: null, unit: (value) => inUnit('ms', value), broken: null }), ...bars, ...limitLine(at, limit)])
}

const RUNG_WORDS: Readonly<Record<Rung, () => string>> = {
  full: () => m.rehearse_rung_full(), low: () => m.rehearse_rung_low(), still: () => m.rehearse_rung_still(),
  audio: () => m.rehearse_rung_audio(), cues: () => m.rehearse_rung_cues(), plan: () => m.rehearse_rung_plan(),
}

/** The rungs that occur, with their colours. */
export function rungLegend({ seconds }: RehearsalReport): Html {
  const seen = RUNGS.filter((rung) => seconds.some(({ rungs }) => (rungs[rung] ?? 0) > 0))
  return html`<ul class="legend">${seen.map((rung) => html`<li><span class="key rung-${rung}"></span>${RUNG_WORDS[rung]()}</li>`)}</ul>`
}

type Frame = { readonly most: number; readonly seconds: number | null; readonly unit: (value: number) => string; readonly broken: RehearsalReport['broken'] }

function frame(at: Scale, { most, seconds, unit, broken }: Frame): Html[] {
  const rows = [0, ...(unit === whole && most % 2 === 1 ? [] : [most / 2]), most].map((value) => html`<path class="grid" d="M${LEFT} ${n(at.y(value))}H${WIDTH - 8}"/><text x="${LEFT - 8}" y="${n(at.y(value) + 4)}" text-anchor="end">${unit(value)}</text>`)
  const columns = seconds === null ? [] : [0, seconds / 2, seconds].map((value) => html`<text x="${n(at.x(value))}" y="${HEIGHT - 8}" text-anchor="${value === 0 ? 'start' : value === seconds ? 'end' : 'middle'}">${inUnit('s', Math.round(value))}</text>`)
  const shade = broken ? [html`<rect class="broken" x="${n(at.x(broken.from))}" y="${TOP}" width="${n(Math.max(1, at.x(broken.to) - at.x(broken.from)))}" height="${PLOT.height}"/>`] : []
  return [...shade, ...rows, ...columns]
}

function limitLine(at: Scale, limit: number | null): Html[] {
  return limit === null ? [] : [html`<path class="limit" d="M${LEFT} ${n(at.y(limit))}H${WIDTH - 8}"/>`]
}

function chart(label: string, marks: readonly Html[]): Html {
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">${marks}</svg>`
}

/** A gap where nothing was measured. */
function path(points: readonly (readonly [number, number | null])[], at: Scale): string {
  let isDown = false
  return points.map(([x, y]) => {
    if (y === null) {
      isDown = false
      return ''
    }
    const command = isDown ? 'L' : 'M'
    isDown = true
    return `${command}${n(at.x(x))} ${n(at.y(y))}`
  }).join('')
}

/** The next of 1, 2, 5 times a power of ten. */
function niceMost(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)))
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)
const n = (value: number): string => value.toFixed(1)
