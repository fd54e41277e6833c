import { Refused } from '../../../../kernel/failures.ts'
import type { Caller } from '../../../../platform/http/mounted.ts'
import type { LiveDeps } from '../deps.ts'
import { openingOf } from '../views.ts'
import { watchRight } from './watch.ts'
import { wantsOf } from './watch-desk.ts'

/** As whom somebody watches: a seat's or a device's own, null for a player that knows no more than the code; and what they are sent at this moment. */
export type WatchingNow = {
  readonly viewer: string | null
  readonly sent: { readonly video: boolean; readonly audio: boolean }
  /** They may go on and not begin: the door is locked, and they have no seat behind it. */
  readonly isKeptOut: boolean
}

/** What others may ask before they show a class: the rules of watching over WHEP, whichever way it then goes. Throws what those refuse. */
export function watchingNow(deps: Pick<LiveDeps, 'journal' | 'clock'>, code: string, { device, roles }: Pick<Caller, 'device' | 'roles'>): WatchingNow {
  const { stored, watcher } = watchRight(deps, code, { device, roles, address: '', trust: 'plain', bearer: null })
  if (stored.phase === 'draft') throw new Refused('CLASS_NOT_OPEN')
  const { video, audio } = wantsOf(watcher, openingOf(stored, deps), deps.clock.now())
  return { viewer: watcher.as === 'seat' ? watcher.seat : watcher.as === 'monitor' ? watcher.device : null, sent: { video, audio }, isKeptOut: watcher.as === 'player' && stored.locked }
}
