import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CSV_HEAD, reportCsv } from './report-csv.ts'
import { bareReport, fullReport, smallReport } from './sample-report.ts'

/** A reader of RFC 4180 of its own, so that writer and reader do not share a mistake. */
function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let [row, field, isQuoted]: [string[], string, boolean] = [[], '', false]
  for (let at = 1; at < text.length; at++) { // After the byte order mark.
    const letter = text[at] ?? ''
    if (isQuoted) {
      if (letter !== '"') field += letter
      else if (text[at + 1] === '"') { field += '"'; at++ }
      else isQuoted = false
    } else if (letter === '"') isQuoted = true
    else if (letter === ',') { row.push(field); field = '' }
    else if (letter === '\r' && text[at + 1] === '\n') { rows.push([...row, field]); row = []; field = ''; at++ }
    else field += letter
  }
  return rows
}
const find = (rows: string[][], ...start: string[]): string | undefined => rows.find((row) => start.every((word, at) => row[at] === word))?.[3]

describe('the report as CSV', () => {
  it('has one figure per line under its five heads, the totals among them', () => {
    const rows = readCsv(reportCsv(fullReport))
    expect(rows[0]).toEqual([...CSV_HEAD])
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([5]))
    expect(find(rows, 'class', '', 'came')).toBe('25')
    expect(find(rows, 'time', 'cue_after_press', 'p95')).toBe('66')
    expect(find(rows, 'seat', 'elsewhere', 'came')).toBe('9')
    expect(find(rows, 'item', '2', 'ran')).toBe('610')
    expect(find(rows, 'poll', '1', 'question')).toBe('Where does it pull?')
    expect(find(rows, 'poll', '1.2', 'answers')).toBe('6')
  })

  it('has what reached whom, who stayed, what they did and how loud it was', () => {
    const rows = readCsv(reportCsv(fullReport))
    expect(find(rows, 'class', '', 'loudness')).toBe('-234')
    expect(find(rows, 'class', '', 'recorded_missing')).toBe('24')
    expect(find(rows, 'time', 'jitter', 'p95')).toBe('16')
    expect(find(rows, 'stay', '', 'minute_7')).toBe('22')
    expect([find(rows, 'rung', 'low', 'time'), find(rows, 'rung', 'low', 'falls')]).toEqual(['2160', '6'])
    expect([find(rows, 'cause', 'loss', 'time'), find(rows, 'cause', 'loss', 'falls')]).toEqual(['720', '2'])
    const seat = (...figures: string[]) => figures.map((figure) => find(rows, 'seat', 'elsewhere', figure))
    expect(seat('hands', 'repeats', 'answers', 'first_minute', 'minute_7', 'low_time', 'low_falls', 'jitter_p99')).toEqual(['5', '120', '27', '8', '7', '1680', '4', '48'])
  })

  it('leaves out what was not measured rather than write a nought', () => {
    const rows = readCsv(reportCsv(bareReport))
    expect(rows.some((row) => row[0] === 'time')).toBe(false)
    expect(find(rows, 'class', '', 'began')).toBeUndefined()
    expect(find(rows, 'class', '', 'came')).toBe('0')
    for (const figure of ['loudness', 'loudness_range', 'recorded', 'recorded_missing']) expect(find(rows, 'class', '', figure)).toBeUndefined()
    expect(rows.some(([part]) => part === 'stay' || part === 'rung' || part === 'cause')).toBe(false)
  })

  it('shows no group of fewer than five on its own', () => {
    const rows = readCsv(reportCsv(smallReport))
    expect(rows.some((row) => row[0] === 'seat' && row[1] === 'venue')).toBe(false)
  })

  it.each([['class', fullReport], ['unmeasured', bareReport], ['small-groups', smallReport]] as const)('is %s.csv of the golden vectors to the byte', (name, report) => {
    expect(reportCsv(report)).toBe(readFileSync(new URL(`../../../../../fixtures/class-report/valid/${name}.csv`, import.meta.url), 'utf8'))
  })

  it('brings back every text as it was, whatever is in it, and none that a spreadsheet would run', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'ab"\',;=+-@\t\r\n ü0') }), (title) => {
      const written = find(readCsv(reportCsv({ ...bareReport, title })), 'class', '', 'title') ?? ''
      expect(written === title || written === `'${title}`).toBe(true)
      expect(written).not.toMatch(/^[=+\-@\t\r]/)
    }))
  })
})
