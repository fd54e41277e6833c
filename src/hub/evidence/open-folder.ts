import { existsSync } from 'node:fs'
import { openBlobs } from '../../platform/blobs.ts'
import type { Blobs } from '../../platform/blobs.ts'
import { startHubClock } from '../../platform/clock.ts'
import { nodeCrypto } from '../../platform/crypto-node.ts'
import { dataFolder } from '../../platform/data-folder.ts'
import type { Journal } from '../../platform/journal/journal.ts'
import { openKeys } from '../../platform/keys/keys.ts'
import { Lifetime } from '../../platform/lifetime.ts'
import { silentLog } from '../../platform/log.ts'
import { processTimers } from '../../platform/timers.ts'
import { WallClock } from '../../platform/wall-clock.ts'
import { openRecord } from '../open-record.ts'

/** Why a data folder cannot be opened here: there is no box in it, or its passphrase was not given. */
export class FolderClosed extends Error {
  override readonly name = 'FolderClosed'
  readonly code: 'NO_BOX' | 'HUB_LOCKED'

  constructor(code: 'NO_BOX' | 'HUB_LOCKED') {
    super(code)
    this.code = code
  }
}

/** Opens the folder of a box that does not run, for as long as `work` takes. Throws {@link FolderClosed}, `Refused` and `DatabaseFailure`. */
export async function withFolder<T>(data: string, passphrase: () => Promise<string | null>, work: (opened: { readonly journal: Journal; readonly blobs: Blobs }) => Promise<T>): Promise<T> {
  const folder = dataFolder(data)
  if (!existsSync(folder.database)) throw new FolderClosed('NO_BOX')
  const key = await databaseKey(folder.keys, passphrase)
  const life = new Lifetime()
  try {
    const clock = startHubClock()
    const wallClock = new WallClock({ boot: clock.boot, now: clock.now })
    const journal = openRecord({ clock, wallClock, crypto: nodeCrypto(), timers: processTimers(), log: silentLog(), databaseFile: folder.database }, key, life)
    return await work({ journal, blobs: openBlobs(folder.blobs) })
  } finally {
    await life.end()
  }
}

async function databaseKey(folder: string, passphrase: () => Promise<string | null>): Promise<Uint8Array> {
  const keys = openKeys(folder, nodeCrypto())
  if (keys.state() === 'new') throw new FolderClosed('NO_BOX')
  if (keys.state() === 'unprotected') return keys.readUnprotected()
  const typed = await passphrase()
  if (typed === null) throw new FolderClosed('HUB_LOCKED')
  return await keys.unlock({ passphrase: typed })
}
