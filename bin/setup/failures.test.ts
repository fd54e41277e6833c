import { expect, it } from 'vitest'
import { failureLines } from './failures.js'

const test = (status: string, fullName: string, failureMessages: string[] | null = []) => ({ status, fullName, failureMessages })

it('names each failed test with its file and the first line of why, without colours', () => {
  const report = { testResults: [
    { name: '/top/src/a.test.ts', status: 'failed', message: '', assertionResults: [
      test('passed', 'a holds'), test('failed', 'a breaks', ['\u001b[31mAssertionError: expected 1 to be 2\u001b[39m\n    at a.test.ts:3:4']), test('failed', 'a ends without a word', null),
    ] },
    { name: '/top/src/b.test.ts', status: 'passed', message: '', assertionResults: [test('passed', 'b holds'), test('skipped', 'b waits')] },
  ] }
  expect(failureLines(report, '/top')).toEqual(['  src/a.test.ts > a breaks: AssertionError: expected 1 to be 2', '  src/a.test.ts > a ends without a word'])
})

it('names a file that could not be loaded, and why', () => {
  expect(failureLines({ testResults: [{ name: '/top/c.test.ts', status: 'failed', message: '\nCannot find module ./c.ts', assertionResults: [] }] }, '/top'))
    .toEqual(['  c.test.ts: Cannot find module ./c.ts'])
})

it('cuts a line of endless values, and says nothing of a run without a report', () => {
  const [line] = failureLines({ testResults: [{ name: '/top/d.test.ts', status: 'failed', assertionResults: [test('failed', 'd', ['x'.repeat(9999)])] }] }, '/top')
  expect(line?.length).toBeLessThan(300)
  expect(failureLines(undefined, '/top')).toEqual([])
})
