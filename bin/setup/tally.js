// @ts-check

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/**
 * What vitest's JSON reporter writes, as far as counting needs it.
 * @typedef {{ success: boolean, testResults: Array<{ status: string, assertionResults: Array<{ status: string }> }> }} Report
 */

/**
 * Counts one project's run. What did not run is never counted as passed: a file that could not be
 * loaded, a report that is missing and a runner that ended badly without a failed test are each one failure.
 * @param {Report | undefined} report
 * @param {number} exitCode of the runner
 * @returns {Tally}
 */
export function tally(report, exitCode) {
  if (!report) return { passed: 0, failed: 1, skipped: 0 }
  const tests = report.testResults.flatMap((file) => file.assertionResults)
  const count = (/** @type {string} */ status) => tests.filter((test) => test.status === status).length
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'))
  const failed = count('failed') + unloaded.length
  const passed = count('passed')
  const skipped = tests.length - passed - count('failed')
  return { passed, failed: failed === 0 && (exitCode !== 0 || !report.success) ? 1 : failed, skipped }
}

/**
 * The line a test run ends with.
 * @param {readonly Tally[]} tallies
 */
export function lastLine(tallies) {
  const sum = (/** @type {keyof Tally} */ key) => tallies.reduce((total, one) => total + one[key], 0)
  const line = `${sum('passed')} passed, ${sum('failed')} failed`
  return sum('skipped') > 0 ? `${line}, ${sum('skipped')} skipped` : line
}
