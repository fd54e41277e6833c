// @ts-check
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { prepareBrowsers } from './browser.js'
import { failureLines } from './failures.js'
import { root } from './files.js'
import { become } from './packaged-node.js'
import { buildPagesWhenStale } from './pages.js'
import { SetupFailed, say } from './say.js'
import { lastLine, tally } from './tally.js'
import { compileWordsWhenStale } from './words.js'

const top = fileURLToPath(root)

/** @typedef {{ tally: import('./tally.js').Tally, failures: string[] }} Ran */

/**
 * Prepares and runs all projects, one after the other. What failed is named once more at the end, and the last line counts.
 * @param {readonly string[]} args for vitest
 * @returns {Promise<number>} exit code
 */
export async function runTests(args) {
  /** @type {Ran[]} */
  const ran = []
  if (prepared()) for (const project of ['unit', 'e2e']) ran.push(await runProject(project, args))
  else ran.push({ tally: tally(undefined, 1), failures: [] })
  const failures = ran.flatMap((project) => project.failures)
  if (failures.length > 0) say('tests_failed')
  for (const line of failures) process.stdout.write(`${line}\n`)
  const tallies = ran.map((project) => project.tally)
  process.stdout.write(`${lastLine(tallies)}\n`)
  return tallies.every(({ failed }) => failed === 0) ? 0 : 1
}

/** A build that fails, over its weight for instance, fails the run. */
function prepared() {
  try {
    compileWordsWhenStale()
    buildPagesWhenStale()
    prepareBrowsers()
    return true
  } catch (failure) {
    process.stderr.write(`${failure instanceof SetupFailed ? failure.message : failure instanceof Error ? failure.stack : failure}\n`)
    return false
  }
}

/** @param {string} project @param {readonly string[]} args @returns {Promise<Ran>} */
async function runProject(project, args) {
  const reportPath = join(top, `out/test/${project}.json`)
  rmSync(reportPath, { force: true })
  const vitest = join(top, 'node_modules/vitest/vitest.mjs')
  const options = ['--project', project, '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`]
  const exitCode = await become(process.execPath, [vitest, 'run', ...args, ...options])
  const report = existsSync(reportPath) ? JSON.parse(readFileSync(reportPath, 'utf8')) : undefined
  if (!report) say('tests_crashed')
  return { tally: tally(report, exitCode), failures: failureLines(report, top) }
}
