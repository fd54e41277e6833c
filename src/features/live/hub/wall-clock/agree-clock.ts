import { Refused } from '../../../../kernel/failures.ts'
import type { DeviceId } from '../../../../kernel/ids.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import type { Journal } from '../../../../platform/journal/journal.ts'
import type { WallClock } from '../../../../platform/wall-clock.ts'
import { AGREE_WITHIN_MS } from '../../rules/clock/peer-clock.ts'
import { clockAgreed } from '../../wire/wall-clock.ts'
import type { PeerClockDesk } from './peer-clock-desk.ts'
import { uncertaintyOf } from './wall-clock-store.ts'

export type AgreeClockDeps = { readonly journal: Pick<Journal, 'transact'>; readonly wallClock: WallClock; readonly peerClocks: PeerClockDesk }

/**
 * Takes the clock that the devices agree on. Entries from here on say so; what stands is never rewritten. Throws
 * `CLOCK_MOVED_ON` when they do not say any more what the host was shown.
 */
export function agreeClock({ journal, wallClock, peerClocks }: AgreeClockDeps, shown: number, actor: DeviceId): { wall: WallTime } {
  const found = peerClocks.found()
  if (!found || Math.abs(found.atZero - shown) > AGREE_WITHIN_MS) throw new Refused('CLOCK_MOVED_ON')
  const { atZero, offMs, devices, spreadMs } = found
  journal.transact((tx) => void tx.append({ kind: clockAgreed.kind, actor, body: { atZero, offMs, devices, spreadMs } }))
  wallClock.agree({ boot: wallClock.boot, atZero, uncertaintyMs: uncertaintyOf(spreadMs) })
  peerClocks.look()
  return { wall: peerClocks.wall() }
}
