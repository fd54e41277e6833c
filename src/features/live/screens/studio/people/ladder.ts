import { type Rung, RUNGS } from '../../../../../kernel/ladder.ts'
import type { LinkState, RosterLine } from '../../../wire/words.ts'

/** The host's reading of the ladder: pure. Counted is whose phone is there and has said on which rung it stands. */

const THERE: readonly LinkState[] = ['good', 'socket', 'arriving']
const isThere = ({ link }: RosterLine): boolean => THERE.includes(link)

/** A seat in the room without headphones sees the class itself: its phone gives light, and climbs no ladder. */
export const isLightOnly = ({ kind, headphones }: Pick<RosterLine, 'kind' | 'headphones'>): boolean => kind === 'room' && !headphones

export type RungCount = { readonly rung: Rung; readonly count: number }

/** How many stand on each rung, best first; rungs with nobody on them are left out. */
export function rungCounts(lines: readonly RosterLine[]): RungCount[] {
  const standing = lines.filter((line) => isThere(line) && !isLightOnly(line)).flatMap(({ rung }) => rung?.rung ?? [])
  return RUNGS.map((rung) => ({ rung, count: standing.filter((one) => one === rung).length })).filter(({ count }) => count > 0)
}

/** Of the phones that told what they have: how many have everything. Null where the plan needs nothing, or nobody told. */
export function preparedOf(lines: readonly RosterLine[]): { readonly ready: number; readonly of: number } | null {
  const told = lines.filter(isThere).flatMap(({ prepared }) => prepared ?? [])
  if (!told.some(({ of }) => of > 0)) return null
  return { ready: told.filter(({ have, of }) => have >= of).length, of: told.length }
}
