import type { ItemId } from '../../../../kernel/ids.ts'
import type { Plan, PlanCue, PlanItem, PollDraft } from '../../wire/run.ts'
import { readCsv, writeCsv } from '../csv.ts'
import type { CsvRow } from '../csv.ts'
import { planStarts } from './plan.ts'
import type { PlanFault, PlanReading } from './plan.ts'
import { MOST_FILE_TEXT, readingOf, readItems, wrong } from './plan-items.ts'
import type { ItemClaim } from './plan-items.ts'

/** docs/protocol/run-of-show.md describes the format. A table holds the items: neither the class's title nor its objective. */
const COLUMNS = ['start', 'length', 'title', 'kind', 'overrun', 'cues', 'poll', 'music', 'picture', 'privacy'] as const
type Column = (typeof COLUMNS)[number]
/** The others may be left out: items follow each other, talk is meant, later ones move back. */
const NEEDED = ['length', 'title'] as const satisfies readonly Column[]

export function writePlanCsv(plan: Plan): string {
  const starts = planStarts(plan)
  // Few plans have an item about privacy; the others are written as they always were.
  const columns = plan.items.some(({ privacy }) => privacy === true) ? COLUMNS : COLUMNS.slice(0, -1)
  return writeCsv([columns, ...plan.items.map((item, index) => rowOf(item, starts[index] ?? 0).slice(0, columns.length))])
}

/** Reads a table that anybody may have written. Total: every text is a plan or has a fault. `title` and objective are empty. */
export function readPlanCsv(text: string, newItemId: () => ItemId): PlanReading {
  if (text.length > MOST_FILE_TEXT) return wrong({ fault: 'too-large' })
  const csv = readCsv(text)
  if (!csv.ok) return wrong({ fault: 'quote-open', line: csv.line })
  const [header, ...rows] = csv.rows
  const names = header?.cells.map((cell) => cell.trim().toLowerCase()) ?? []
  const bad = headerFault(names)
  if (bad) return wrong(bad)
  const long = rows.find(({ cells }) => cells.slice(names.length).some((cell) => cell.trim() !== ''))
  if (long) return wrong({ fault: 'cells-too-many', line: long.line })

  const claims = rows.map((row, index) => claimOf(row, index, names))
  const items = readItems(claims, newItemId)
  return items.ok ? readingOf('', { objective: '', items: items.value }, claims) : items
}

function headerFault(names: readonly string[]): PlanFault | null {
  if (!NEEDED.some((column) => names.includes(column))) return { fault: 'no-header' }
  const missing = NEEDED.find((column) => !names.includes(column))
  if (missing) return { fault: 'column-missing', column: missing }
  const twice = COLUMNS.find((column) => names.indexOf(column) !== names.lastIndexOf(column))
  return twice ? { fault: 'column-twice', column: twice } : null
}

function claimOf({ cells, line }: CsvRow, index: number, names: readonly string[]): ItemClaim {
  const cell = (column: Column): string => cells[names.indexOf(column)]?.trim() ?? ''
  return {
    place: { item: index + 1, line },
    start: cell('start') === '' ? undefined : (readClock(cell('start')) ?? null),
    length: readClock(cell('length')),
    title: cell('title'),
    kind: cell('kind').toLowerCase() || 'talk',
    overrun: cell('overrun').toLowerCase() || 'push',
    cues: cell('cues') === '' ? [] : parts(cell('cues'), ';').map(cueOf),
    poll: cell('poll') === '' ? null : pollOf(cell('poll')),
    music: cell('music') === '' ? null : cell('music'),
    picture: cell('picture') === '' ? null : pictureOf(cell('picture')),
    privacy: cell('privacy') === '' ? null : cell('privacy').toLowerCase() === 'yes' ? true : cell('privacy'),
  }
}

function rowOf(item: PlanItem, start: number): string[] {
  const { title, kind, overrun, seconds, music, picture, privacy } = item
  return [
    writeClock(start), writeClock(seconds), title, kind, overrun, item.cues.map(cueText).join('; '), item.poll ? pollText(item.poll) : '', music ?? '',
    picture ? `${picture.picture}${picture.as === 'slide' ? '' : ` ${picture.as}`}` : '', privacy === true ? 'yes' : '',
  ]
}

function cueText({ at, word }: PlanCue): string {
  return word.trim() === '' ? writeClock(at) : `${writeClock(at)} ${escaped(word.trim(), ';')}`
}

/** `m:ss`, and a word after it or none; what is no cue is left to be refused. */
function cueOf(text: string): unknown {
  const [, at = '', word = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? []
  return { at: readClock(at), word }
}

/** A picture, and how it is shown where it is no slide; what is neither is left to be refused. */
function pictureOf(text: string): unknown {
  const [picture = '', as = 'slide', ...more] = text.split(/\s+/)
  return more.length > 0 ? text : { picture, as: as.toLowerCase() }
}

function pollText({ question, options }: PollDraft): string {
  return [question, ...options].map((part) => escaped(part, '|')).join(' | ')
}

function pollOf(text: string): unknown {
  const [question, ...options] = parts(text, '|')
  return { question, options }
}

/** Seconds as `m:ss` below an hour, else `h:mm:ss`. */
function writeClock(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  return minutes < 60 ? `${minutes}:${two(seconds % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}

/** Seconds; undefined for what is no `m:ss` or `h:mm:ss`. */
function readClock(text: string): number | undefined {
  const [, hours = '0', minutes = '', seconds = ''] = /^(?:(\d{1,3}):(?=\d{2}:))?(\d{1,3}):([0-5]\d)$/.exec(text) ?? []
  if (seconds === '' || (text.split(':').length === 3 && Number(minutes) > 59)) return undefined
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
}

function escaped(text: string, mark: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(mark, `\\${mark}`)
}

/** Parted by a mark that no backslash stands before; each trimmed, the last dropped when it is empty. */
function parts(text: string, mark: string): string[] {
  const found: string[] = ['']
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at)
    if (letter === '\\' && at + 1 < text.length) {
      at += 1
      found.push((found.pop() ?? '') + text.charAt(at))
    } else if (letter === mark) found.push('')
    else found.push((found.pop() ?? '') + letter)
  }
  const trimmed = found.map((part) => part.trim())
  return trimmed.at(-1) === '' ? trimmed.slice(0, -1) : trimmed
}
