import { typedClassCode } from '../../../../kernel/ids.ts'
import { clockText } from '../../../../ui/clock-text.ts'
import { pageLanguage } from '../../../../ui/language.ts'
import type { Span } from '../../wire/words.ts'

/** Times, lengths and sizes in the page's own language. */

const format = (wall: number, options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(pageLanguage(), options).format(wall)

/** By the clock on the wall, to the second. */
export const momentText = (wall: number): string => format(wall, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
export const dayText = (wall: number): string => format(wall, { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' })
export const shortDayText = (wall: number): string => format(wall, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })

/** Where it lies in the class, as its clock shows it; by the wall clock where the class is not known. */
export function placeText(wall: number, classSpan: Span | null): string {
  return classSpan === null ? momentText(wall) : clockText((wall - classSpan.from) / 1000)
}

/** Hours and minutes, or minutes and seconds, without what is zero. */
export function lengthText(ms: number): string {
  const whole = Math.max(1, Math.round(ms / 1000))
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const parts = [['hour', hours], ['minute', minutes], ['second', hours > 0 || minutes >= 10 ? 0 : seconds]] as const
  const words = parts.filter(([, value]) => value > 0).map(([unit, value]) => new Intl.NumberFormat(pageLanguage(), { style: 'unit', unit, unitDisplay: 'short' }).format(value))
  return new Intl.ListFormat(pageLanguage(), { type: 'unit', style: 'narrow' }).format(words)
}

export function sizeText(bytes: number): string {
  const [value, unit] = bytes >= 1e9 ? [bytes / 1e9, 'gigabyte'] : bytes >= 1e6 ? [bytes / 1e6, 'megabyte'] : [Math.ceil(bytes / 1000), 'kilobyte']
  return new Intl.NumberFormat(pageLanguage(), { style: 'unit', unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)
}

/** A class code as it is read aloud. */
export const inTwo = (code: string): string => (code.length === 6 ? `${code.slice(0, 3)} ${code.slice(3)}` : code)

/** "sound, picture and text". */
export const listText = (words: readonly string[]): string => new Intl.ListFormat(pageLanguage(), { type: 'conjunction' }).format(words)

/** The class code behind `start` in the page's address, `/review/K7M4QX`; empty for none. */
export function codeInPath(path: string, start: string): string {
  const typed = path.startsWith(`${start}/`) ? path.slice(start.length + 1).replace(/\/$/, '') : ''
  try {
    return typedClassCode(decodeURIComponent(typed))
  } catch (error) {
    if (error instanceof URIError) return ''
    throw error
  }
}
