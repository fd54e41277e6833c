import type { CueResult } from '../../wire/words.ts'

/** The contract from the press to a phone, milliseconds. */
export const CUE_LIMIT_MS = 150

/** What the tour says of a cue; whole milliseconds. Null while nobody has played it. */
export type MeasuredCue = {
  readonly played: number
  readonly of: number
  /** Between the first and the last; null for one alone. */
  readonly apart: number | null
  /** From the press to the middle one. */
  readonly after: number
  readonly first: number
  readonly last: number
}

export function measuredCue({ afterMs, apartMs, of, played }: CueResult): MeasuredCue | null {
  const sorted = [...afterMs].sort((a, b) => a - b)
  const [first, last, middle] = [sorted[0], sorted.at(-1), sorted[Math.floor((sorted.length - 1) / 2)]]
  if (first === undefined || last === undefined || middle === undefined) return null
  return { played, of, apart: apartMs === null || sorted.length < 2 ? null : Math.round(apartMs), after: Math.round(middle), first: Math.round(first), last: Math.round(last) }
}
