import { clockText } from '../../../../../ui/clock-text.ts'
import type { PlanCue } from '../../../wire/run.ts'

/** Lengths and cues as a host types them. */


/** Seconds of `3` (minutes), `3:30` or `1:05:00`; null for anything else. */
export function readLength(text: string): number | null {
  const typed = text.trim()
  if (/^\d{1,3}$/.test(typed)) return Number(typed) * 60
  const parts = typed.split(':')
  if (parts.length < 2 || parts.length > 3 || parts.some((part) => !/^\d{1,3}$/.test(part))) return null
  const [seconds = 0, minutes = 0, hours = 0] = parts.map(Number).toReversed()
  if (seconds > 59 || (parts.length === 3 && minutes > 59)) return null
  return hours * 3600 + minutes * 60 + seconds
}

/** Cues as one line: `0:10 Lift; 0:40`. */
export function writeCues(cues: readonly PlanCue[]): string {
  return cues.map(({ at, word }) => `${clockText(at)} ${word}`.trim()).join('; ')
}

export type CuesRead = { readonly ok: true; readonly cues: PlanCue[] } | { readonly ok: false; readonly part: string }

const CUE = /^(\S+)(?:\s+(.*))?$/
const WORD_MOST = 24

/** What {@link writeCues} writes, and the same with commas or line ends. `part` is the first that cannot be read. */
export function readCues(text: string): CuesRead {
  const cues: PlanCue[] = []
  for (const part of text.split(/[;,\n]/).map((piece) => piece.trim()).filter((piece) => piece !== '')) {
    const [, time = '', word = ''] = CUE.exec(part) ?? []
    const at = time.includes(':') ? readLength(time) : null
    if (at === null || word.length > WORD_MOST) return { ok: false, part }
    cues.push({ at, word: word.trim() })
  }
  return { ok: true, cues: cues.toSorted((a, b) => a.at - b.at) }
}
