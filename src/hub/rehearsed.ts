import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readConfig } from '../platform/config.ts'
import { supervise } from './supervise.ts'

/**
 * The box of a rehearsal: the hub under its supervisor as `lectern hub` runs it, but for its key, which is in
 * this process's memory alone, and its pages, which are not built first. Settings as always. It ends when
 * whoever started it is gone (its standard input closes), and leaves nothing of its data folder.
 */
const args = process.argv.slice(2)
const { data } = readConfig(process.env, args, process.cwd())
process.stdin.resume().on('end', () => process.kill(process.pid, 'SIGTERM'))
process.exitCode = await supervise({
  entry: fileURLToPath(new URL('main.ts', import.meta.url)),
  args, dataFolder: data, passing: true,
  say: (sentence) => process.stderr.write(`${sentence}\n`),
})
process.stdin.destroy()
rmSync(data, { recursive: true, force: true })
