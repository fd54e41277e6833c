/** Numbers and dates in the page's own language. */
const language = (): string => document.documentElement.lang

export function number(value: number): string {
  return new Intl.NumberFormat(language()).format(value)
}

/** Whole milliseconds; a dash for what was not measured. */
export function rounded(value: number | undefined): string {
  return value === undefined ? '–' : number(Math.round(value))
}

/** A part of one. */
export function percent(part: number): string {
  return new Intl.NumberFormat(language(), { style: 'percent' }).format(part)
}

/** Of tenths, with the one digit they have. */
export function withTenth(tenths: number): string {
  return new Intl.NumberFormat(language(), { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(tenths / 10)
}

/** Whole minutes, or seconds of less than one. */
export function duration(seconds: number): string {
  const [unit, value] = seconds < 60 ? ['second', seconds] as const : ['minute', seconds / 60] as const
  return new Intl.NumberFormat(language(), { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 }).format(value)
}

/** One sentence after another. */
export function sentences(said: readonly string[]): string {
  return said.join(' ')
}

/** Side by side, as for the head of a row. */
export function listed(words: readonly string[]): string {
  return new Intl.ListFormat(language(), { type: 'unit' }).format(words)
}

/** The day and the hours of a class, as one range. */
export function dayAndHours(beganAt: number | null, endedAt: number | null): string {
  if (beganAt === null) return ''
  const format = new Intl.DateTimeFormat(language(), { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' })
  return endedAt === null ? format.format(beganAt) : format.formatRange(beganAt, endedAt)
}

/** Seconds as minutes and seconds, `9:05`. */
export { clockText } from '../../../../ui/clock-text.ts'
