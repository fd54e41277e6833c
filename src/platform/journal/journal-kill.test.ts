import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hex } from '../../kernel/bytes.ts'
import { openCheckpoint } from '../../kernel/checkpoint.ts'
import { encodeEntry } from '../../kernel/entry.ts'
import type { Entry } from '../../kernel/entry.ts'
import { addLeaf, EMPTY_FRONTIER, frontierRoot, leafHash } from '../../kernel/tree.ts'
import { nodeCrypto } from '../crypto-node.ts'
import { openDatabase } from '../sqlite/database.ts'
import { openJournal } from './journal.ts'
import type { Journal } from './journal.ts'
import { totalsProjector } from './journal-writer-shared.ts'

const crypto = nodeCrypto()
const writer = fileURLToPath(new URL('./journal-writer-stand-in.ts', import.meta.url))
const KILLS = 30
const MOST_LINES = 60
const MOST_MICROS = 4000

/** When to kill: after this many acknowledgements and then some microseconds, so mid-commit as often as not. */
const instant = fc.record({ seed: fc.nat(2 ** 31 - 1), lines: fc.nat(MOST_LINES), micros: fc.nat(MOST_MICROS) })

/** Runs a writer, kills it at the instant, answers every acknowledgement it had given. */
async function writeUntilKilled(file: string, key: Uint8Array, when: { seed: number; lines: number; micros: number }): Promise<string[]> {
  const child = spawn(process.execPath, [writer, file, hex(key), String(when.seed)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals | null>()
  child.once('exit', (_, signal) => resolve(signal))
  let text = ''
  let killed = false
  for await (const chunk of child.stdout) {
    text += String(chunk)
    if (killed || text.split('\n').length - 2 < when.lines) continue
    killed = true
    spinMicros(when.micros)
    child.kill('SIGKILL')
  }
  expect(await promise).toBe('SIGKILL')
  return text.slice(0, text.lastIndexOf('\n') + 1).split('\n').slice(1, -1)
}

/** Shorter than any timer can be; this thread has nothing else to do. */
function spinMicros(micros: number): void {
  const end = process.hrtime.bigint() + BigInt(micros) * 1000n
  while (process.hrtime.bigint() < end);
}

/** Sequence without gap, chain per class, a signed checkpoint over exactly what is there, projections as by replay. */
function requireWhole(journal: Journal, from: Entry[]): Entry[] {
  const entries = journal.read(0, Number.MAX_SAFE_INTEGER)
  expect(entries.map((entry) => entry.sequence)).toEqual(entries.map((_, at) => at))
  expect(entries.slice(0, from.length)).toEqual(from)
  const last = new Map<string, { count: number; hash: string }>()
  let frontier = EMPTY_FRONTIER
  for (const entry of entries) {
    const hash = leafHash(encodeEntry(entry), crypto)
    frontier = addLeaf(frontier, hash, crypto).frontier
    if (!entry.class) continue
    const before = last.get(entry.class.id)
    expect([entry.class.sequence, entry.class.previous]).toEqual([before?.count ?? 0, before?.hash ?? null])
    last.set(entry.class.id, { count: entry.class.sequence + 1, hash: Buffer.from(hash).toString('base64url') })
  }
  const note = journal.checkpoint()
  if (entries.length > 0) {
    const checkpoint = openCheckpoint(note ?? '', journal.identity.signer, crypto)
    expect([checkpoint.size, hex(checkpoint.root)]).toEqual([entries.length, hex(frontierRoot(frontier, crypto))])
  }
  const projected = () => journal.query.all('SELECT * FROM totals ORDER BY class')
  const live = projected()
  journal.rebuild()
  expect(projected()).toEqual(live)
  return entries
}

function openAgain(file: string, key: Uint8Array) {
  const database = openDatabase(file, key)
  const stamp = () => {
    throw new Error('nothing is written here')
  }
  const journal = openJournal({ database, crypto, projectors: [totalsProjector], stamp, fault: (error) => expect(error).toBeUndefined() })
  return {
    database, journal,
    close: () => {
      journal.close()
      database.close()
    },
  }
}

describe('a hub killed while it writes', () => {
  it(`has lost nothing it acknowledged and left no gap, at each of ${KILLS} instants, one after the other`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lectern-kill-'))
    const file = join(folder, 'lectern.db')
    const key = crypto.randomBytes(32)
    let entries: Entry[] = []
    let acknowledged = 0
    try {
      for (const when of fc.sample(instant, { numRuns: KILLS, seed: 20261122 })) {
        const lines = await writeUntilKilled(file, key, when)
        const again = openAgain(file, key)
        entries = requireWhole(again.journal, entries)
        for (const line of lines) {
          const [sequence, random] = line.split(' ')
          expect(entries[Number(sequence)]?.random, `acknowledged ${line}, killed at ${JSON.stringify(when)}`).toBe(random)
        }
        again.database.verify()
        again.close()
        acknowledged += lines.length
      }
      expect(acknowledged).toBeGreaterThan(KILLS)
      expect(entries.length).toBeGreaterThanOrEqual(acknowledged)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }, 180_000)
})
