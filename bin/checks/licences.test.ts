import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkLicences, describeDependencies, read } from './licences.ts'

let top: string
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'lectern-licences-'))
  mkdirSync(join(top, 'docs'))
})
afterEach(() => rmSync(top, { recursive: true }))

function tree(packages: Record<string, object>): void {
  writeFileSync(join(top, 'package.json'), JSON.stringify({ dependencies: { ours: '1.0.0' }, devDependencies: { tool: '2.0.0' } }))
  writeFileSync(join(top, 'package-lock.json'), JSON.stringify({ packages }))
}
const keep = () => {
  const { lock, manifest } = read(top)
  writeFileSync(join(top, 'docs/dependencies.md'), describeDependencies(lock, manifest))
}
const texts = () => checkLicences(top).map(({ text }) => text)
const sound = {
  '': { dependencies: { ours: '1.0.0' } },
  'node_modules/ours': { version: '1.0.0', license: 'MIT' },
  'node_modules/ours/node_modules/inner': { version: '3.0.0', license: 'ISC' },
  'node_modules/tool': { version: '2.0.0', license: 'GPL-3.0', dev: true },
  'node_modules/stub': { version: '1.0.0', optional: true, os: ['none'] },
}

it('passes a list that is up to date and names no foreign licence, whatever the tools have', () => {
  tree(sound)
  keep()
  expect(texts()).toEqual([])
})

it('finds a list that is missing or was made before the last change', () => {
  tree(sound)
  expect(texts()).toHaveLength(1)
  keep()
  tree({ ...sound, 'node_modules/ours': { version: '1.0.1', license: 'MIT' } })
  expect(texts()).toEqual(['is not up to date: node bin/licences.js writes it'])
})

it('finds a shipped part under a licence we may not ship, or under none', () => {
  tree({ ...sound, 'node_modules/copyleft': { version: '1.0.0', license: 'GPL-3.0' }, 'node_modules/silent': { version: '1.0.0' } })
  keep()
  expect(texts()).toEqual(['copyleft is under GPL-3.0, which we do not ship', 'silent is under unknown, which we do not ship'])
})
