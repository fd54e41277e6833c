import { pageLanguage } from '../../../../ui/language.ts'

/** Times and lengths in the page's own language. */

/** A moment of the class by the clock on the wall, to the second. */
export function momentText(wall: number): string {
  return new Intl.DateTimeFormat(pageLanguage(), { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(wall)
}

export function untilText(wall: number): string {
  return new Intl.DateTimeFormat(pageLanguage(), { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(wall)
}

/** Minutes and seconds, without what is zero. */
export function lengthText(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds))
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60]
  const unit = (value: number, name: 'minute' | 'second'): string => new Intl.NumberFormat(pageLanguage(), { style: 'unit', unit: name, unitDisplay: 'short' }).format(value)
  const parts = [...(minutes > 0 ? [unit(minutes, 'minute')] : []), ...(rest > 0 && minutes < 10 ? [unit(rest, 'second')] : [])]
  return new Intl.ListFormat(pageLanguage(), { type: 'unit', style: 'narrow' }).format(parts)
}

/** A class code as it is read aloud. */
export function inTwo(code: string): string {
  return code.length === 6 ? `${code.slice(0, 3)} ${code.slice(3)}` : code
}
