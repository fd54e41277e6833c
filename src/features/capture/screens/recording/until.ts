import type { WallTime } from '../../../../kernel/time.ts'

/** Until when a recording may be watched: days as the host's calendar counts them, each to its last millisecond. */
export const PRESETS = ['tomorrow', 'week', 'month', 'always'] as const
export type Preset = (typeof PRESETS)[number]

export function untilOf(preset: Preset, now: WallTime): WallTime | null {
  const today = new Date(now)
  switch (preset) {
    case 'tomorrow': return endOfDay(today.getFullYear(), today.getMonth(), today.getDate() + 1)
    case 'week': return endOfDay(today.getFullYear(), today.getMonth(), today.getDate() + 7)
    case 'month': {
      // The 31st of a month that has none: its last day.
      const lastOfNext = new Date(today.getFullYear(), today.getMonth() + 2, 0).getDate()
      return endOfDay(today.getFullYear(), today.getMonth() + 1, Math.min(today.getDate(), lastOfNext))
    }
    case 'always': return null
  }
}

/** The preset that leads to this end; undefined for a date of one's own. */
export const presetOf = (until: WallTime | null, now: WallTime): Preset | undefined => PRESETS.find((preset) => untilOf(preset, now) === until)

/** The end of a day from a date field (`2026-12-01`); undefined for anything else, for a day that does not exist, and for one that is over. */
export function untilOfDate(text: string, now: WallTime): WallTime | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)?.map(Number) ?? []
  if (year === undefined || month === undefined || day === undefined) return undefined
  const end = endOfDay(year, month - 1, day)
  const date = new Date(end)
  const exists = date.getFullYear() === year && date.getMonth() === month - 1 && date.getDate() === day
  return exists && end > now ? end : undefined
}

/** As a date field holds it. */
export function dateText(wall: WallTime): string {
  const date = new Date(wall)
  const two = (part: number): string => String(part).padStart(2, '0')
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

const endOfDay = (year: number, month: number, day: number): WallTime => new Date(year, month, day, 23, 59, 59, 999).getTime() as WallTime
