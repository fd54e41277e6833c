// @ts-check
import { relative } from 'node:path'

/**
 * What vitest's JSON reporter writes, as far as naming failures needs it. A file's `message` says why it could not be loaded.
 * @typedef {{ testResults: Array<{ name: string, status: string, message?: string, assertionResults: Array<{ status: string, fullName: string, failureMessages?: string[] | null }> }> }} Failures
 */

/** Of a long line of values no more than this: it has been told in full above. */
const MOST_LETTERS = 240

/**
 * A line for each failed test and for each file that could not be loaded: where, which, and the first line of
 * why. A log that is cut at its head still ends with them.
 * @param {Failures | undefined} report
 * @param {string} top folder the files are named from
 */
export function failureLines(report, top) {
  return (report?.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(top, name)
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (status === 'failed' && failed.length === 0) return [lineOf(file, message)]
    return failed.map((test) => lineOf(`${file} > ${test.fullName}`, test.failureMessages?.[0]))
  })
}

/** @param {string} what @param {string | undefined} why */
function lineOf(what, why) {
  // Escape sequences of terminal colours mean nothing in a log.
  const first = (why ?? '').replace(/\u001b\[[0-9;]*m/g, '').split('\n').find((line) => line.trim() !== '') ?? ''
  return `  ${what}${first === '' ? '' : `: ${first.trim().slice(0, MOST_LETTERS)}`}`
}
