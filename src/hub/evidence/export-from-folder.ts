import { existsSync } from 'node:fs'
import { Lifetime } from '../../platform/lifetime.ts'
import { openBlobs } from '../../platform/blobs.ts'
import { startHubClock } from '../../platform/clock.ts'
import { nodeCrypto } from '../../platform/crypto-node.ts'
import { dataFolder } from '../../platform/data-folder.ts'
import { openKeys } from '../../platform/keys/keys.ts'
import { silentLog } from '../../platform/log.ts'
import { processTimers } from '../../platform/timers.ts'
import { WallClock } from '../../platform/wall-clock.ts'
import { openRecord } from '../open-record.ts'
import { exportTo } from './control-socket.ts'
import type { ControlAsk, ControlSays } from './control-socket.ts'
import { ExportDesk } from './export-desk.ts'

/** Why a data folder cannot be opened here: there is no box in it, or its passphrase was not given. */
export class FolderClosed extends Error {
  override readonly name = 'FolderClosed'
  readonly code: 'NO_BOX' | 'HUB_LOCKED'

  constructor(code: 'NO_BOX' | 'HUB_LOCKED') {
    super(code)
    this.code = code
  }
}

type Asking = { /** Verifier keys of those that the box is set to ask; they are not asked now. */ readonly witnesses: readonly string[]; readonly passphrase: () => Promise<string | null>; readonly onProgress: (says: ControlSays) => void }

/** Exports from the folder of a box that does not run. Throws {@link FolderClosed}, `Refused` and `DatabaseFailure`. */
export async function exportFromFolder(data: string, ask: ControlAsk, { witnesses, passphrase, onProgress }: Asking): Promise<ControlSays> {
  const folder = dataFolder(data)
  if (!existsSync(folder.database)) throw new FolderClosed('NO_BOX')
  const key = await databaseKey(folder.keys, passphrase)
  const life = new Lifetime()
  try {
    const clock = startHubClock()
    const wallClock = new WallClock({ boot: clock.boot, now: clock.now })
    const journal = openRecord({ clock, wallClock, crypto: nodeCrypto(), timers: processTimers(), log: silentLog(), databaseFile: folder.database }, key, life)
    return await exportTo(new ExportDesk({ journal, blobs: openBlobs(folder.blobs), witnesses, cosign: () => Promise.resolve() }), ask, onProgress)
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
