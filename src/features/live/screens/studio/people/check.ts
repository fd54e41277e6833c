import type { RosterLine } from '../../../wire/words.ts'

export type Check = { readonly ready: number; readonly of: number; readonly missing: readonly RosterLine[] }

/** Who answered the live check, of those whose phone is there. */
export function checkOf(lines: readonly RosterLine[]): Check {
  const asked = lines.filter(({ link, ready }) => ready || (link !== 'gone' && link !== 'asleep'))
  const missing = asked.filter(({ ready }) => !ready)
  return { ready: asked.length - missing.length, of: asked.length, missing }
}
