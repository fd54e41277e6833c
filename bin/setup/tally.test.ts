import { expect, it } from 'vitest'
import { lastLine, tally } from './tally.js'

const file = (...statuses: string[]) => ({
  status: statuses.includes('failed') ? 'failed' : 'passed',
  assertionResults: statuses.map((status) => ({ status })),
})

it('counts what passed, failed and was skipped, whatever the reason for skipping', () => {
  const report = { success: false, testResults: [file('passed', 'failed', 'skipped'), file('passed', 'todo', 'pending')] }
  expect(tally(report, 1)).toEqual({ passed: 2, failed: 1, skipped: 3 })
})

it('counts a file that could not be loaded as a failure', () => {
  expect(tally({ success: false, testResults: [file('passed'), { status: 'failed', assertionResults: [] }] }, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 })
})

it('counts a runner that ended badly, or left no report, as a failure', () => {
  expect(tally(undefined, 0).failed).toBe(1)
  expect(tally({ success: true, testResults: [file('passed')] }, 1).failed).toBe(1)
  expect(tally({ success: true, testResults: [file('passed')] }, 143).failed).toBe(1)
  expect(tally({ success: false, testResults: [file('passed')] }, 0).failed).toBe(1)
})

it('ends with a plain line that names skipped tests only when there are some', () => {
  const one = { passed: 3, failed: 0, skipped: 0 }
  expect(lastLine([one, one])).toBe('6 passed, 0 failed')
  expect(lastLine([one, { passed: 0, failed: 1, skipped: 2 }])).toBe('3 passed, 1 failed, 2 skipped')
})
