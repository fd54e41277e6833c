/**
 * Comma-separated values (RFC 4180), as spreadsheets of all countries write and read them: the cells may
 * be parted by comma, semicolon or tab, and the text may begin with a byte order mark.
 */
export type CsvRow = { /** Line of the file on which it begins, from 1. */ readonly line: number; readonly cells: readonly string[] }
export type CsvReading = { readonly ok: true; readonly rows: readonly CsvRow[] } | { readonly ok: false; /** Where the quote opens that nothing closes. */ readonly line: number }

const SEPARATORS = [',', ';', '\t']
/** A spreadsheet takes a cell that begins so for a formula and runs it, whoever wrote it. */
const FORMULA = /^'*[=+\-@\t\r]/

/** Texts that a spreadsheet would run get an apostrophe in front, which {@link readCsv} takes away again. Numbers are numbers, also below zero. */
export function writeCsv(rows: readonly (readonly (string | number)[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(writeCell).join(',')}\r\n`).join('')}`
}

export function readCsv(given: string): CsvReading {
  const text = given.replace(/^\uFEFF/, '')
  const separator = separatorOf(text)
  const rows: CsvRow[] = []
  let cells: string[] = []
  let line = 1
  let begins = 1
  const endRow = (): void => {
    if (cells.some((cell) => cell.trim() !== '')) rows.push({ line: begins, cells })
    cells = []
    begins = line
  }
  for (let at = 0; at < text.length;) {
    const cell = readCell(text, at, separator)
    if (!cell) return { ok: false, line }
    cells.push(plain(cell.text))
    line += cell.lines
    at = cell.end
    const separated = text[at] === separator
    if (separated && at + 1 === text.length) cells.push('')
    if (separated) {
      at += 1
      continue
    }
    const breaks = lineBreakAt(text, at)
    at += breaks
    if (breaks > 0) line += 1
    endRow()
  }
  if (cells.length > 0) endRow()
  return { ok: true, rows }
}

/** The cell from `at` on, up to a separator, a line break or the end; undefined when its quote stays open. */
function readCell(text: string, at: number, separator: string): { text: string; end: number; lines: number } | undefined {
  let end = at
  let quoted = ''
  let lines = 0
  if (text[at] === '"') {
    for (end = at + 1; ; end += 1) {
      const letter = text[end]
      if (letter === undefined) return undefined
      if (letter === '"' && text[end + 1] !== '"') break
      if (letter === '"') end += 1
      else if (letter === '\n' || (letter === '\r' && text[end + 1] !== '\n')) lines += 1
      quoted += letter
    }
    end += 1
  }
  const rest = end
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1
  return { text: quoted + text.slice(rest, end), end, lines }
}

/** What parts the cells: the one that comes most often in the first line. */
function separatorOf(text: string): string {
  const [first = ''] = text.split(/[\r\n]/, 1)
  const times = (letter: string): number => first.split(letter).length
  return SEPARATORS.reduce((best, letter) => (times(letter) > times(best) ? letter : best))
}

function lineBreakAt(text: string, at: number): number {
  if (text.startsWith('\r\n', at)) return 2
  return text[at] === '\n' || text[at] === '\r' ? 1 : 0
}

function writeCell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const safe = FORMULA.test(value) ? `'${value}` : value
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function plain(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell
}
