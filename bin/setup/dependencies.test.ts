import { expect, it } from 'vitest'
import { missingDependencies } from './dependencies.js'
import { addStubs } from './lock-stubs.js'

it('asks for what the lock file names and node_modules lacks or has in another version', () => {
  const wanted = { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' }, 'node_modules/c': { version: '1.0.0' } }
  expect(missingDependencies(wanted, { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.9.9' } })).toEqual(['node_modules/b', 'node_modules/c'])
})

it('asks for nothing that is optional or meant for another machine', () => {
  const wanted = {
    'node_modules/optional': { version: '1.0.0', optional: true },
    'node_modules/elsewhere': { version: '1.0.0', os: ['none'] },
    'node_modules/other-cpu': { version: '1.0.0', cpu: 'none' },
    'node_modules/here': { version: '1.0.0', os: process.platform, cpu: [process.arch] },
  }
  expect(missingDependencies(wanted, {})).toEqual(['node_modules/here'])
})

it('stubs each optional package the lock file lacks, at its lowest version, for no machine', () => {
  const packages = {
    '': { optionalDependencies: { ours: '1.0.0' } },
    'node_modules/tool': { version: '1.0.0', optionalDependencies: { '@tool/musl': '^2.3.4 || 3', '@tool/linux': '2.3.4', '@tool/any': '*' } },
    'node_modules/tool/node_modules/@tool/linux': { version: '2.3.4', optional: true },
  }
  const { packages: mended, added } = addStubs(packages)
  expect(added).toBe(2)
  expect(mended['node_modules/@tool/musl']).toEqual({ version: '2.3.4', optional: true, os: ['none'] })
  expect(mended['node_modules/@tool/any']?.version).toBe('0.0.0')
  expect(mended['node_modules/ours']).toBeUndefined()
  expect(addStubs(mended).added).toBe(0)
})

it('does not stub what stands in a folder further up', () => {
  const packages = {
    'node_modules/a/node_modules/b': { version: '1.0.0', optionalDependencies: { c: '1.0.0' } },
    'node_modules/a/node_modules/c': { version: '1.0.0', optional: true },
  }
  expect(addStubs(packages).added).toBe(0)
})
