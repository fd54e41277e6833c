import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hubTime } from '../../kernel/time.ts'
import type { WallTime } from '../../kernel/time.ts'
import { nodeCrypto } from '../crypto-node.ts'
import { openDatabase } from '../sqlite/database.ts'
import type { Database } from '../sqlite/database.ts'
import { openJournal } from './journal.ts'
import type { Journal, Projector } from './journal.ts'
import type { Timers } from '../timers.ts'
import { entryStamps } from './stamp.ts'

/** A journal in a folder of its own, for tests and benchmarks: real file, real cipher, hand-wound timer. */
export type TemporaryJournal = {
  readonly file: string
  readonly key: Uint8Array
  readonly faults: unknown[]
  readonly timer: HandTimer
  readonly database: Database
  readonly journal: Journal
  /** Closes the journal and its file and opens them again, perhaps with other projectors. */
  reopen(projectors?: readonly Projector[]): Journal
  [Symbol.dispose](): void
}

/** A timer that goes on only when told. */
export type HandTimer = Timers & { readonly pending: readonly number[]; fire(): void }

export function handTimer(): HandTimer {
  const due: Array<{ ms: number; work: () => void }> = []
  return {
    after(ms, work) {
      const one = { ms, work }
      due.push(one)
      return () => void (due.includes(one) && due.splice(due.indexOf(one), 1))
    },
    get pending() {
      return due.map((one) => one.ms)
    },
    fire() {
      for (const one of due.splice(0)) one.work()
    },
  }
}

export function temporaryJournal(projectors: readonly Projector[] = []): TemporaryJournal {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-journal-'))
  const file = join(folder, 'hub.db')
  const crypto = nodeCrypto()
  const key = crypto.randomBytes(32)
  const faults: unknown[] = []
  const timer = handTimer()
  let ticks = 0
  const stamp = entryStamps({ boot: 'a'.repeat(16), now: () => hubTime((ticks += 1)), wall: () => 1_800_000_000_000 as WallTime })
  const start = (using: readonly Projector[]) => {
    const database = openDatabase(file, key)
    return { database, journal: openJournal({ database, crypto, projectors: using, stamp, timers: timer, fault: (e) => faults.push(e) }) }
  }
  let current = start(projectors)

  return {
    file, key, faults, timer,
    get database() {
      return current.database
    },
    get journal() {
      return current.journal
    },
    reopen(using = projectors) {
      current.journal.close()
      current.database.close()
      current = start(using)
      return current.journal
    },
    [Symbol.dispose]() {
      current.journal.close()
      current.database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
