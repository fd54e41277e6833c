import { captureProjector } from '../src/features/capture/hub/store.ts'
import { liveProjector } from '../src/features/live/hub/store.ts'
import { peopleProjector } from '../src/features/people/hub/store.ts'
import type { Entry } from '../src/kernel/entry.ts'
import { hubTime } from '../src/kernel/time.ts'
import { nodeCrypto } from '../src/platform/crypto-node.ts'
import { dataFolder } from '../src/platform/data-folder.ts'
import { openJournal } from '../src/platform/journal/journal.ts'
import type { Journal } from '../src/platform/journal/journal.ts'
import { openKeys } from '../src/platform/keys/keys.ts'
import { openDatabase } from '../src/platform/sqlite/database.ts'

/** Opens the record that a hub left in its data folder, for as long as `look` takes; throws when it does not hold together. */
export async function withRecord<T>(folder: string, look: (journal: Journal) => T | Promise<T>, key?: Uint8Array): Promise<T> {
  const { database: file, keys } = dataFolder(folder)
  const crypto = nodeCrypto()
  const database = openDatabase(file, key ?? openKeys(keys, crypto).readUnprotected())
  try {
    database.verify()
    const journal = openJournal({
      database, crypto, projectors: [peopleProjector, liveProjector, captureProjector], fault: (error) => { throw error },
      stamp: () => ({ boot: 'aaaaaaaaaaaaaaaa', monotonic: hubTime(0), wall: 0, uncertainty: null, quality: 'none' }),
    })
    const seen = await look(journal)
    journal.close()
    return seen
  } finally {
    database.close()
  }
}

/** Every entry of it. */
export function readRecord(folder: string): Promise<Entry[]> {
  return withRecord(folder, (journal) => journal.read(0, journal.head().size))
}
