import { describe, expect, it } from 'vitest'
import { m } from '../../words/messages.js'
import { setLocale } from '../../words/runtime.js'
import { figureRows } from '../figure-rows.ts'
import { Progress } from '../progress.ts'
import { RehearsalReport } from '../report.ts'
import { phaseSentence, resultTable } from '../terminal.ts'
import { sampleReport } from './sample-report.ts'
import { html } from './markup.ts'
import { readinessSheet } from './sheet.ts'

describe('the readiness sheet', () => {
  it('says ready only when the rehearsal passed, and what was missed when it did not', () => {
    const [good, bad] = [readinessSheet(sampleReport({ missed: false })), readinessSheet(sampleReport({ missed: true }))]
    expect(good).toContain(`<h1>${m.rehearse_sheet_ready()}</h1>`)
    expect(bad).toContain(`<h1>${m.rehearse_sheet_not_ready()}</h1>`)
    expect(bad.slice(0, bad.indexOf('</header>'))).toContain(m.rehearse_figure_cue())
  })

  it('stands alone: nothing in it is fetched from anywhere', () => {
    const sheet = readinessSheet(sampleReport({ missed: true }))
    expect(sheet).not.toMatch(/https?:\/\/|src=|@import|url\(|<script|<link/)
  })

  it('puts in what a box wrote down as text, whatever it is', () => {
    const sheet = readinessSheet({ ...sampleReport({ missed: true }), faults: ['<img src=x onerror=alert(1)> & "more"'] })
    expect(sheet).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;more&quot;')
    expect(sheet).not.toContain('<img')
  })

  it('shows each figure with its limit and its verdict in a word', () => {
    const report = sampleReport({ missed: true })
    for (const text of [readinessSheet(report), resultTable(report)]) {
      for (const word of [m.rehearse_mark_met(), m.rehearse_mark_missed(), m.rehearse_mark_not_measured(), m.rehearse_mark_told()]) expect(text).toContain(word)
    }
  })

  it('speaks German on a German terminal', () => {
    void setLocale('de', { reload: false })
    try {
      const sheet = readinessSheet(sampleReport({ missed: false }))
      expect(sheet).toContain('<html lang="de">')
      expect(sheet).toContain(m.rehearse_sheet_ready({}, { locale: 'de' }))
    } finally {
      void setLocale('en', { reload: false })
    }
  })
})

describe('markup with holes', () => {
  it('escapes text, and leaves out nothing but nothing', () => {
    expect(html`<a title="${'"x"'}">${'<b>'}${0}${null}${[html`<i></i>`, null]}</a>`).toBe('<a title="&quot;x&quot;">&lt;b&gt;0<i></i></a>')
  })
})

describe('progress as lines of JSON', () => {
  it('ends with the report, which whoever reads it can parse again', () => {
    const report = sampleReport({ missed: true })
    const line = Progress.parse(JSON.parse(JSON.stringify({ type: 'result', at: 61.5, report, rows: figureRows(report) })))
    expect(line).toEqual({ type: 'result', at: 61.5, report, rows: figureRows(report) })
    expect(RehearsalReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report)
  })

  it.each([{ type: 'phase', at: 1, phase: 'lunch' }, { type: 'second', at: 1, second: 3 }, { type: 'result', at: 1, report: {} }, { type: 'over', at: 1 }, null])('does not take %j for a step', (step) => {
    expect(Progress.safeParse(step).success).toBe(false)
  })

  it('says on a terminal what matters and is silent about the rest', () => {
    expect(phaseSentence({ type: 'phase', phase: 'box' })).toBe(m.rehearse_says_box())
    expect(phaseSentence({ type: 'second', second: 10, of: 60 })).toBe(m.rehearse_says_second({ second: '10', of: '60' }))
    expect(phaseSentence({ type: 'second', second: 11, of: 60 })).toBeNull()
    expect(phaseSentence({ type: 'joined', count: 1, of: 2 })).toBeNull()
  })
})
