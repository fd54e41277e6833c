import type { LiveDeps } from '../features/live/hub/deps.ts'
import { floorLine } from '../features/live/hub/floor-line.ts'
import { StageDesk } from '../features/live/hub/media/stage-desk.ts'
import { liveProjector } from '../features/live/hub/store.ts'
import { peopleProjector } from '../features/people/hub/store.ts'
import type { Crypto } from '../kernel/crypto.ts'
import type { HubClock } from '../platform/clock.ts'
import { openJournal } from '../platform/journal/journal.ts'
import type { Journal } from '../platform/journal/journal.ts'
import { entryStamps } from '../platform/journal/stamp.ts'
import { openDatabase } from '../platform/sqlite/database.ts'
import type { Timers } from '../platform/timers.ts'

export type FirstRecordDeps = { readonly crypto: Crypto; readonly clock: HubClock; readonly timers: Timers }
/** What the first entries of a box are written with: nobody is there yet, and nothing is sent. */
export type FirstRecord = Pick<LiveDeps, 'clock' | 'crypto' | 'floor' | 'stages' | 'marks'> & { readonly journal: Journal }

/** Makes the database `file` of a box that does not run yet, has `write` put its first entries there, and closes it. */
export async function writeFirstRecord(file: string, key: Uint8Array, { clock, crypto, timers }: FirstRecordDeps, write: (record: FirstRecord) => void | Promise<void>): Promise<void> {
  const database = openDatabase(file, key)
  try {
    const journal = openJournal({
      database, crypto, timers, projectors: [peopleProjector, liveProjector], stamp: entryStamps(clock),
      fault: (error) => { throw error },
    })
    await write({
      journal, clock, crypto,
      floor: floorLine({ post: () => undefined, record: () => undefined, offered: () => undefined, named: () => undefined, wallClock: () => undefined }),
      stages: new StageDesk({ engine: () => null, onFault: () => undefined, onChange: () => undefined }),
      marks: { sample: false, rehearsal: false, recorded: () => false },
    })
    journal.close()
  } finally {
    database.close()
  }
}
