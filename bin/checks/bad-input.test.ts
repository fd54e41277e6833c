import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)
const page = readFileSync(new URL('docs/operations/bad-input.md', root), 'utf8')
/** A row's last cell: the test's file, and words of its name. */
const ROW = /\| `([^`]+)`: ([^|]+) \|$/gm
const rows = [...page.matchAll(ROW)].map(([, file = '', name = '']) => ({ file, name }))

it('has a test in every row', () => {
  const tableRows = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| what comes'))
  expect(rows).toHaveLength(tableRows.length)
  expect(rows.length).toBeGreaterThan(30)
})

it.each(rows)('names a test that there is: $name', ({ file, name }) => {
  expect(readFileSync(fileURLToPath(new URL(file, root)), 'utf8').replaceAll("\\'", "'")).toContain(name)
})
