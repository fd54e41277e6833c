import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod/mini'
import { readBack } from '../testkit/c2pa-reader.ts'
import { makeRecording, storedSegments } from './clip/film.ts'
import { positive, readOptions } from './options.ts'
import { table, writeReport } from './report.ts'

const MEGABYTE = 1_000_000
const SEGMENT_BYTES = 300_000
const PROGRAMS = { ours: new URL('./clip/sign-ours.ts', import.meta.url), library: new URL('./clip/sign-library.ts', import.meta.url) }
const runFile = promisify(execFile)
const Cost = z.object({ seconds: z.number(), peak: z.number() })
type Cost = z.infer<typeof Cost>

/**
 * A recording on this disk made into a film with its manifest, in a process of its own: by us, segment by segment; and, from the film as it
 * would be without one, by contentauth's c2pa-wasm. Up to `--peer` megabytes both, beyond that we alone. Prints a table, writes `out/bench/clip.json`.
 */
export async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args, { megabytes: '50,200,1000', peer: '200' })
  const sizes = options.megabytes.split(',').map(positive)
  const measured: { readonly megabytes: number; readonly who: string; readonly cost: Cost; readonly state: string }[] = []
  for (const megabytes of sizes) {
    const folder = await mkdtemp(join(tmpdir(), 'lectern-clip-bench-'))
    try {
      await makeRecording(folder, Math.ceil((megabytes * MEGABYTE) / SEGMENT_BYTES), SEGMENT_BYTES)
      const both = megabytes <= positive(options.peer)
      for (const who of both ? ['ours', 'library'] as const : ['ours'] as const) {
        const cost = await signing(who, folder)
        measured.push({ megabytes, who: who === 'ours' ? 'Lectern' : 'c2pa-wasm', cost, state: both ? (await readBack(await readFile(join(folder, `${who}.mp4`)))).state : 'too long to read back here' })
      }
      process.stderr.write(`${(await storedSegments(folder)).length} segments\n`)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  const file = await writeReport('clip', { measured })
  process.stdout.write(`${table(['film, MB', 'by', 's', 'peak of its process, MB', 'read back'], measured.map(({ megabytes, who, cost, state }) => [megabytes, who, cost.seconds, cost.peak, state]))}\n${file}\n`)
}

async function signing(who: 'ours' | 'library', folder: string): Promise<Cost> {
  const { stdout } = await runFile(process.execPath, [fileURLToPath(PROGRAMS[who]), folder])
  return Cost.parse(JSON.parse(stdout))
}
