import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { folderSink } from '../src/evidence/disk/sink.ts'
import { exportClass } from '../src/evidence/export/export-class.ts'
import { recordingToExport } from '../src/features/capture/hub/recording/exported-recording.ts'
import { segmentShelf } from '../src/features/capture/hub/shelf.ts'
import { captureProjector } from '../src/features/capture/hub/store.ts'
import { evidencePage } from '../src/hub/evidence/evidence-page.ts'
import { verifierText } from '../src/kernel/note.ts'
import { openBlobs } from '../src/platform/blobs.ts'
import { startHubClock } from '../src/platform/clock.ts'
import { nodeCrypto } from '../src/platform/crypto-node.ts'
import { openJournal } from '../src/platform/journal/journal.ts'
import { entryStamps } from '../src/platform/journal/stamp.ts'
import { openDatabase } from '../src/platform/sqlite/database.ts'
import { positive, readOptions } from './options.ts'
import { median, table, writeReport } from './report.ts'
import { CODE, CLASS, recordClass } from './verify/class-record.ts'

const LECTERN = join(fileURLToPath(new URL('../bin/', import.meta.url)), 'lectern.js')

/**
 * A whole class on a real record with real sealed segments on the disk, exported and verified by `lectern verify`. Beside
 * it `sha256sum` over the bundle's files: whoever checks them all can be no faster than that. Prints how long it takes,
 * what sealing cost while the class was on, and what the bundle weighs beside its media; writes `out/bench/verify.json`.
 */
export async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args, { minutes: '120', learners: '20', kbit: '2000', rounds: '3' })
  const [minutes, learners, kbit, rounds] = [positive(options.minutes), positive(options.learners), positive(options.kbit), positive(options.rounds)]
  const folder = mkdtempSync(join(tmpdir(), 'lectern-verify-'))
  try {
    const made = await makeBundle(folder, { minutes, learners, kbit })
    const bundle = join(folder, 'bundle')
    const samples = Array.from({ length: rounds }, () => ({
      verify: seconds(process.execPath, [LECTERN, 'verify', bundle, '--trust', made.key]),
      sha256sum: seconds('sh', ['-c', 'find "$0" -type f -print0 | xargs -0 sha256sum > /dev/null', bundle]),
    }))
    const summary = {
      ...made, ...weigh(bundle),
      verifySeconds: median(samples.map(({ verify }) => verify)), sha256sumSeconds: median(samples.map(({ sha256sum }) => sha256sum)),
    }
    const file = await writeReport('verify', { options, samples, summary })
    process.stdout.write(`${table(['', 'measured', 'limit'], [
      ['lectern verify, s', summary.verifySeconds, 10],
      ['sha256sum of the same files, s', summary.sha256sumSeconds, undefined],
      ['sealing, % of a core while the class is on', summary.sealingPercent, 2],
      ['bundle over its media, %', summary.overheadPercent, 1],
      ['export, s', summary.exportSeconds, undefined],
      ['entries of the class', summary.entries, undefined],
      ['media, MB', summary.mediaMegabytes, undefined],
    ])}\n\n${file}\n`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

type Made = { readonly key: string; readonly entries: number; readonly sealingPercent: number; readonly exportSeconds: number }

async function makeBundle(folder: string, size: { readonly minutes: number; readonly learners: number; readonly kbit: number }): Promise<Made> {
  const [clock, crypto] = [startHubClock(), nodeCrypto()]
  const database = openDatabase(join(folder, 'lectern.db'), crypto.randomBytes(32))
  const fault = (error: unknown): void => { throw error }
  const journal = openJournal({ database, crypto, projectors: [captureProjector], stamp: entryStamps(clock), fault })
  const blobs = openBlobs(join(folder, 'blobs'))
  try {
    const sealing = await recordClass({ journal, blobs, crypto, clock, folder, ...size })
    const start = performance.now()
    const manifest = await exportClass({
      journal, recording: recordingToExport(journal.query, segmentShelf({ query: journal.query, blobs })), witnesses: [], cosign: () => Promise.resolve(),
      page: evidencePage('en'), readme: CODE,
    }, { classId: CLASS, code: CODE, actor: 'terminal', media: true, disclosures: true }, folderSink(join(folder, 'bundle')))
    return {
      key: verifierText(journal.identity.signer), entries: manifest.entries, exportSeconds: (performance.now() - start) / 1000,
      sealingPercent: (sealing.cpuSeconds / (size.minutes * 60)) * 100,
    }
  } finally {
    journal.close()
    database.close()
  }
}

/** Media are the fragments that play; all else a bundle holds is what it costs to prove them. */
function weigh(bundle: string): { readonly mediaMegabytes: number; readonly overheadPercent: number } {
  const files = readdirSync(bundle, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const bytes = (of: (name: string) => boolean): number => files.filter(({ name }) => of(name)).reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
  const media = bytes((name) => name.endsWith('.m4s'))
  return { mediaMegabytes: media / 1e6, overheadPercent: (bytes((name) => !name.endsWith('.m4s')) / media) * 100 }
}

function seconds(program: string, args: readonly string[]): number {
  const start = performance.now()
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] })
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`)
  return (performance.now() - start) / 1000
}
