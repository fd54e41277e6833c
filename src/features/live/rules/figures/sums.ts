import { RUNGS } from '../../../../kernel/ladder.ts'
import type { Retention, RungFigures } from '../../wire/words.ts'

/** Figures of several kinds of seat together, and what is left of all when some are taken away. */

export function addRungs(one: RungFigures, other: RungFigures): RungFigures {
  return combinedRungs(one, other, 1)
}

/** Of `all` without `some`, which are among them. */
export function subtractRungs(all: RungFigures, some: RungFigures): RungFigures {
  return combinedRungs(all, some, -1)
}

/** Null when either is not known. A minute is null for all of a class or for none. */
export function addRetention(one: Retention | null, other: Retention | null): Retention | null {
  return combinedRetention(one, other, 1)
}

export function subtractRetention(all: Retention | null, some: Retention | null): Retention | null {
  return combinedRetention(all, some, -1)
}

type Sign = 1 | -1

function combinedRungs(one: RungFigures, other: RungFigures, sign: Sign): RungFigures {
  return RUNGS.flatMap((rung) => {
    const [a, b] = [one, other].map((figures) => figures.find((row) => row.rung === rung))
    const row = { rung, seconds: (a?.seconds ?? 0) + sign * (b?.seconds ?? 0), falls: (a?.falls ?? 0) + sign * (b?.falls ?? 0) }
    return row.seconds === 0 && row.falls === 0 ? [] : [row]
  })
}

function combinedRetention(one: Retention | null, other: Retention | null, sign: Sign): Retention | null {
  if (!one || !other) return null
  const at = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + sign * b)
  return { began: one.began + sign * other.began, at1: at(one.at1, other.at1), at3: at(one.at3, other.at3), at7: at(one.at7, other.at7) }
}
