import { getLocale } from '../../words/runtime.js'
import { FIGURES, type FigureName, type Unit } from '../figures.ts'

/** Numbers and dates as the terminal's language writes them. */
const number = (value: number, options: Intl.NumberFormatOptions): string => new Intl.NumberFormat(getLocale(), options).format(value)

const byUnit: Readonly<Record<Unit, (value: number) => string>> = {
  ms: (value) => number(value, { style: 'unit', unit: 'millisecond', maximumFractionDigits: value < 10 ? 1 : 0 }),
  s: (value) => number(value, { style: 'unit', unit: 'second', maximumFractionDigits: 1 }),
  share: (value) => number(value, { style: 'percent', maximumFractionDigits: 2 }),
  count: (value) => number(value, { maximumFractionDigits: 2 }),
  MB: (value) => number(value, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 0 }),
  cores: (value) => number(value, { maximumFractionDigits: 2 }),
}

export const inUnit = (unit: Unit, value: number): string => byUnit[unit](value)
export const figureText = (figure: FigureName, value: number): string => byUnit[FIGURES[figure].unit](value)
export const whole = (value: number): string => number(value, { maximumFractionDigits: 0 })
export const percent = (share: number): string => number(share, { style: 'percent', maximumFractionDigits: 0 })
export const seconds = (value: number): string => byUnit.s(value)
export const moment = (wallMs: number): string => new Intl.DateTimeFormat(getLocale(), { dateStyle: 'long', timeStyle: 'short' }).format(wallMs)
