import { fileURLToPath } from 'node:url'
import { supervise } from '../src/hub/supervise.ts'
import { readConfig } from '../src/platform/config.ts'

/** The hub under its supervisor, as `lectern hub` runs it, without building the pages first. */
const args = process.argv.slice(2)
const { data, keyFile, tour } = readConfig(process.env, args, process.cwd())
process.exitCode = await supervise({
  entry: fileURLToPath(new URL('../src/hub/main.ts', import.meta.url)),
  args, dataFolder: data, keyFile: keyFile ?? undefined, tour,
  say: (sentence) => process.stderr.write(`${sentence}\n`),
})
