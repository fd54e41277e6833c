import { clipProjector } from '../evidence/clip/authority.ts'
import { captureProjector } from '../features/capture/hub/store.ts'
import { fleetProjector } from '../features/fleet/hub/store.ts'
import { liveProjector } from '../features/live/hub/store.ts'
import { agreedClock, clockProjector } from '../features/live/hub/wall-clock/wall-clock-store.ts'
import { peopleProjector } from '../features/people/hub/store.ts'
import { privacyProjector } from '../features/privacy/hub/store.ts'
import type { Crypto } from '../kernel/crypto.ts'
import type { HubClock } from '../platform/clock.ts'
import { openJournal } from '../platform/journal/journal.ts'
import type { Journal } from '../platform/journal/journal.ts'
import type { Lifetime } from '../platform/lifetime.ts'
import type { Log } from '../platform/log.ts'
import { openDatabase } from '../platform/sqlite/database.ts'
import type { Timers } from '../platform/timers.ts'
import type { WallClock } from '../platform/wall-clock.ts'

/** What is derived from entries, by whom. */
const PROJECTORS = [peopleProjector, liveProjector, clockProjector, captureProjector, privacyProjector, clipProjector, fleetProjector]

export type RecordBase = {
  readonly clock: HubClock
  /** What stands behind `clock.wall`. */
  readonly wallClock: WallClock
  readonly crypto: Crypto
  readonly timers: Timers
  readonly log: Log
  readonly databaseFile: string
}

/** Opens the box's record with everything that is derived from it. Throws `DatabaseFailure`. */
export function openRecord({ clock, wallClock, crypto, timers, log, databaseFile }: RecordBase, databaseKey: Uint8Array, life: Lifetime): Journal {
  const database = life.own(openDatabase(databaseFile, databaseKey), (opened) => opened.close())
  const journal = life.own(openJournal({
    database, crypto, timers, projectors: PROJECTORS,
    stamp: () => ({ boot: clock.boot, monotonic: clock.now(), wall: clock.wall(), ...wallClock.quality() }),
    fault: (error) => log.error('journal.fault', {}, error),
  }), (opened) => opened.close())
  const agreed = agreedClock(journal.query, clock.boot)
  if (agreed) wallClock.agree(agreed)
  return journal
}
