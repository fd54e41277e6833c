// @ts-check
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { prepareBrowsers } from './browser.js'
import { root } from './files.js'
import { buildPagesWhenStale } from './pages.js'
import { SetupFailed, say } from './say.js'
import { lastLine, tally } from './tally.js'
import { compileWordsWhenStale } from './words.js'

const top = fileURLToPath(root)

/**
 * Prepares and runs all projects, one after the other. The last line counts.
 * @param {readonly string[]} args for vitest
 * @returns {Promise<number>} exit code
 */
export async function runTests(args) {
  const tallies = []
  if (prepared()) for (const project of ['unit', 'e2e']) tallies.push(await runProject(project, args))
  else tallies.push(tally(undefined, null))
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
    if (!(failure instanceof SetupFailed)) throw failure
    process.stderr.write(`${failure.message}\n`)
    return false
  }
}

/** @param {string} project @param {readonly string[]} args */
async function runProject(project, args) {
  const reportPath = join(top, `out/test/${project}.json`)
  rmSync(reportPath, { force: true })
  const exitCode = await runVitest([...args, '--project', project, '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`])
  const report = existsSync(reportPath) ? JSON.parse(readFileSync(reportPath, 'utf8')) : undefined
  if (!report) say('tests_crashed')
  return tally(report, exitCode)
}

/** @param {readonly string[]} args @returns {Promise<number | null>} exit code, null after a signal */
function runVitest(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(top, 'node_modules/vitest/vitest.mjs'), 'run', ...args], { cwd: top, stdio: 'inherit' })
    child.once('error', reject)
    child.once('exit', resolve)
  })
}
