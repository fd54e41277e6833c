#!/usr/bin/env node
// @ts-check
// `npm test`: installs what is missing, builds, runs the unit tests and then the stories, and ends with one line.
// Arguments after `--` go to vitest, for instance a path.
import { command } from './setup/run.js'
import { lastLine, tally } from './setup/tally.js'

const args = process.argv.slice(2)

await command(
  import.meta.url,
  args,
  async () => {
    const { runTests } = await import('./setup/tests.js')
    return runTests(args)
  },
  () => process.stdout.write(`${lastLine([tally(undefined, 1)])}\n`),
)
