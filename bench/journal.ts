import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Sqlite from 'better-sqlite3-multiple-ciphers'
import { ClassId } from '../src/kernel/ids.ts'
import { startHubClock } from '../src/platform/clock.ts'
import { nodeCrypto } from '../src/platform/crypto-node.ts'
import { openJournal } from '../src/platform/journal/journal.ts'
import type { EntryDraft } from '../src/platform/journal/journal.ts'
import { entryStamps } from '../src/platform/journal/stamp.ts'
import { openDatabase } from '../src/platform/sqlite/database.ts'
import { positive } from './options.ts'
import { median, table, writeReport } from './report.ts'

/** Something that makes facts durable: `write` returns when `perCommit` of them are on the disk. */
type Contender = { readonly perCommit: number; open(folder: string): { write(): void; close(): void } }
type Sample = {
  readonly contender: string; readonly round: number; readonly perSecond: number
  /** Duration of one commit, in microseconds. */
  readonly p50: number; readonly p99: number
}
type Plan = { readonly rounds: number; readonly seconds: number; readonly folder: string }

const PLAIN = 'plain SQLite, 1 row per commit'
const GROUP = 50
/** What the bytes of the cue's entry below come to, so that every contender writes as much. */
const ROW_BYTES = 560

const classId = ClassId.parse(`cls_${'a'.repeat(16)}`)
const draft: EntryDraft = {
  kind: 'live.cue-pressed.1', actor: `dev_${'b'.repeat(16)}`, classId,
  body: { cue: `cue_${'c'.repeat(16)}`, kind: 'go', pressedAt: 7_776_000_123_456, at: 7_776_000_173_456 },
}

const contenders: Readonly<Record<string, Contender>> = {
  'journal, 1 entry per commit': { perCommit: 1, open: (folder) => journal(folder, 1) },
  [`journal, ${GROUP} deferred per commit`]: { perCommit: GROUP, open: (folder) => journal(folder, GROUP) },
  [PLAIN]: { perCommit: 1, open: (folder) => rows(folder, 1) },
  [`plain SQLite, ${GROUP} rows per commit`]: { perCommit: GROUP, open: (folder) => rows(folder, GROUP) },
  'encrypted SQLite, 1 row per commit': { perCommit: 1, open: encryptedRows },
}

/**
 * Durable appends per second of the journal (entry, tree, class chain, signed checkpoint, encrypted)
 * beside an INSERT into an unencrypted SQLite file of the same engine with the same journal mode and
 * fsync per commit, one after the other within each round. Prints a table, writes `out/bench/journal.json`.
 */
export async function run(args: readonly string[]): Promise<void> {
  const plan = readPlan(args)
  const samples: Sample[] = []
  const names = Object.keys(contenders)
  for (let round = 0; round < plan.rounds; round += 1) {
    // Every round begins with another contender, so that none always runs on a warmer machine.
    for (const name of [...names.slice(round % names.length), ...names.slice(0, round % names.length)]) {
      samples.push(measure(name, round, plan))
    }
  }
  const summary = names.map((name) => summarise(name, samples))
  const file = await writeReport('journal', { plan, samples, summary })
  const head = ['contender', 'durable/s', 'against plain', 'commit p50 µs', 'commit p99 µs']
  process.stdout.write(`${table(head, summary.map(({ name, perSecond, ratio, p50, p99 }) => [name, perSecond, ratio, p50, p99]))}\n\n${file}\n`)
}

function readPlan(args: readonly string[]): Plan {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '2' },
      folder: { type: 'string', default: tmpdir() },
    },
  })
  return { rounds: positive(values.rounds), seconds: positive(values.seconds), folder: values.folder }
}

function measure(name: string, round: number, plan: Plan): Sample {
  const contender = contenders[name]
  if (!contender) throw new RangeError(name)
  const folder = mkdtempSync(join(plan.folder, 'lectern-bench-'))
  const store = contender.open(folder)
  try {
    for (let warm = 0; warm < 50; warm += 1) store.write()
    const took: number[] = []
    const start = performance.now()
    const end = start + plan.seconds * 1000
    for (let at = start; at < end;) {
      store.write()
      const done = performance.now()
      took.push((done - at) * 1000)
      at = done
    }
    const seconds = (performance.now() - start) / 1000
    const sorted = took.toSorted((a, b) => a - b)
    const percentile = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? NaN
    return { contender: name, round, perSecond: (took.length * contender.perCommit) / seconds, p50: percentile(0.5), p99: percentile(0.99) }
  } finally {
    store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Medians over the rounds; the ratio is taken within each round, against plain SQLite's single inserts. */
function summarise(name: string, samples: readonly Sample[]) {
  const mine = samples.filter((sample) => sample.contender === name)
  const ratios = mine.map(({ round, perSecond }) => {
    const plain = samples.find((sample) => sample.contender === PLAIN && sample.round === round)
    return perSecond / (plain?.perSecond ?? NaN)
  })
  const middle = (of: (sample: Sample) => number) => median(mine.map(of))
  return { name, perSecond: middle((s) => s.perSecond), ratio: median(ratios), p50: middle((s) => s.p50), p99: middle((s) => s.p99) }
}

function journal(folder: string, perCommit: number) {
  const crypto = nodeCrypto()
  const database = openDatabase(join(folder, 'lectern.db'), crypto.randomBytes(32))
  const log = openJournal({
    database, crypto, projectors: [], stamp: entryStamps(startHubClock()),
    fault: (error) => {
      throw error
    },
  })
  return {
    write: () => {
      if (perCommit === 1) {
        log.transact((tx) => void tx.append(draft))
        return
      }
      for (let n = 0; n < perCommit; n += 1) log.defer(draft)
      log.flush()
    },
    close: () => {
      log.close()
      database.close()
    },
  }
}

function rows(folder: string, perCommit: number) {
  const engine = new Sqlite(join(folder, 'plain.db'))
  for (const pragma of ['locking_mode = EXCLUSIVE', 'journal_mode = WAL', 'synchronous = FULL']) engine.pragma(pragma)
  engine.exec('CREATE TABLE entries (sequence INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT')
  const [begin, insert, commit] = ['BEGIN IMMEDIATE', 'INSERT INTO entries (bytes) VALUES (?)', 'COMMIT'].map((text) => engine.prepare(text))
  const bytes = nodeCrypto().randomBytes(ROW_BYTES)
  return {
    write: () => {
      begin?.run()
      for (let n = 0; n < perCommit; n += 1) insert?.run(bytes)
      commit?.run()
    },
    close: () => void engine.close(),
  }
}

function encryptedRows(folder: string) {
  const crypto = nodeCrypto()
  const database = openDatabase(join(folder, 'lectern.db'), crypto.randomBytes(32))
  database.script('CREATE TABLE entries (sequence INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT')
  const bytes = crypto.randomBytes(ROW_BYTES)
  return {
    write: () => database.transaction(() => void database.sql.run('INSERT INTO entries (bytes) VALUES (?)', bytes)),
    close: () => database.close(),
  }
}
