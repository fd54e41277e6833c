import type { ClassId } from '../../../kernel/ids.ts'
import type { WallTime } from '../../../kernel/time.ts'
import type { Query } from '../../../platform/sqlite/sql.ts'
import { afterlife } from '../rules/afterlife.ts'
import { disputeWindow } from '../rules/dispute-window.ts'
import type { Afterlife, DisputeWindow } from '../wire/words.ts'
import type { PrivacyDeps } from './deps.ts'
import { classFacts, trustedWall } from './store.ts'

type Now = Pick<PrivacyDeps, 'time'>

/** How a class stands between its beginning and being forgotten. */
export type ClassStanding = { readonly window: DisputeWindow; readonly afterlife: Afterlife }

export function classStanding(sql: Query, classId: ClassId, deps: Now): ClassStanding {
  const { hours, begunAt, endedAt, isForgotten } = classFacts(sql, classId)
  const now = highestWall(sql, deps)
  const window = disputeWindow({ hours, begunAt, endedAt, now })
  return { window, afterlife: afterlife({ hasEnded: endedAt !== null, isForgotten, window }) }
}

/** The wall time that closes windows: a clock set back does not open them again. */
function highestWall(sql: Query, { time }: Now): WallTime {
  return Math.max(time().wall, trustedWall(sql) ?? 0) as WallTime
}
