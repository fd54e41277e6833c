import { describe, expect, it } from 'vitest'
import { checkImportLaw } from './import-law.ts'
import { checkImportRings, strongComponents } from './import-rings.ts'
import { importsOf, parseSource } from './source.ts'

const faults = (path: string, text: string) => checkImportLaw([parseSource(path, text)]).map((finding) => finding.text)

describe('the import law', () => {
  it.each([
    ['src/kernel/a.ts', '../platform/log.ts'],
    ['src/kernel/a.ts', '../words/messages.js'],
    ['src/media/a.ts', '../features/live/wire/messages.ts'],
    ['src/media/a.ts', '../platform/log.ts'],
    ['src/platform/a.ts', '../media/engine.ts'],
    ['src/platform/a.ts', '../features/people/wire/routes.ts'],
    ['src/ui/a.ts', '../platform/log.ts'],
    ['src/ui/a.ts', '../features/live/wire/routes.ts'],
    ['src/features/live/wire/a.ts', '../rules/decide.ts'],
    ['src/features/live/wire/a.ts', '../../people/wire/entries.ts'],
    ['src/features/live/rules/a.ts', '../hub/store.ts'],
    ['src/features/live/rules/a.ts', '../../../platform/log.ts'],
    ['src/features/live/screens/a.tsx', '../hub/answers.ts'],
    ['src/features/live/screens/a.tsx', '../../people/wire/routes.ts'],
    ['src/features/live/hub/a.ts', '../../people/hub/answers.ts'],
    ['src/features/live/hub/a.ts', '../../people/rules/decide.ts'],
    ['src/features/live/hub/a.ts', '../origin/store.ts'],
    ['src/features/people/hub/a.ts', '../../../media/engine.ts'],
    ['src/hub/a.ts', '../origin/start-origin.ts'],
    ['src/hub/a.ts', '../features/live/origin/store.ts'],
    ['src/hub/a.ts', '../features/live/screens/roster.tsx'],
    ['src/origin/a.ts', '../hub/start-hub.ts'],
    ['src/origin/a.ts', '../features/live/hub/store.ts'],
    ['src/web/learner/a.tsx', '../../features/live/hub/store.ts'],
    ['src/web/learner/a.tsx', '../../platform/log.ts'],
    ['src/features/live/hub/a.ts', '../../../../testkit/world.ts'],
    ['src/cli/a.ts', '../ui/kit.tsx'],
    ['src/rehearse/a.ts', '../features/live/hub/store.ts'],
    ['src/features/capture/screens/a.tsx', '../../live/screens/studio.tsx'],
  ])('keeps %s from importing %s', (path, specifier) => {
    expect(faults(path, `import { x } from '${specifier}'`)).toHaveLength(1)
  })

  it.each([
    ['src/kernel/a.ts', './ids.ts'],
    ['src/media/sfu/a.ts', '../../kernel/time.ts'],
    ['src/features/live/hub/floor/a.ts', '../../../../media/engine.ts'],
    ['src/features/live/hub/a.ts', '../../people/wire/entries.ts'],
    ['src/features/live/screens/link/a.ts', '../../../../ui/client.ts'],
    ['src/features/live/rules/a.ts', '../wire/messages.ts'],
    ['src/hub/start-hub.ts', '../features/people/hub/answers.ts'],
    ['src/web/host/main.tsx', '../../features/live/screens/studio.tsx'],
    ['src/kernel/tree.test.ts', '../platform/crypto-node.ts'],
    ['e2e/live.test.ts', '../src/hub/start-hub.ts'],
  ])('lets %s import %s', (path, specifier) => {
    expect(faults(path, `import { x } from '${specifier}'`)).toEqual([])
  })

  it.each([
    `import type { X } from '../hub/store.ts'`,
    `import { type X } from '../hub/store.ts'`,
    `export * from '../hub/store.ts'`,
    `export { x } from '../hub/store.ts'`,
    `const x = await import('../hub/store.ts')`,
    `const x = await import(\`../hub/store.ts\`)`,
    `type X = import('../hub/store.ts').X`,
    `new Worker(new URL('../hub/store.ts', import.meta.url))`,
    `import '../hub/store.ts'`,
    `const x = await import(where)`,
  ])('sees %s', (text) => {
    expect(faults('src/features/live/rules/a.ts', text)).toHaveLength(1)
  })

  it('keeps Node and foreign packages out of what is pure, and native parts in one folder', () => {
    expect(faults('src/kernel/a.ts', `import { createHash } from 'node:crypto'`)).toHaveLength(1)
    expect(faults('src/features/live/wire/a.ts', `import { Hono } from 'hono'`)).toHaveLength(1)
    expect(faults('src/features/live/screens/a.tsx', `import { readFile } from 'node:fs/promises'`)).toHaveLength(1)
    expect(faults('src/hub/a.ts', `import native from 'node-datachannel'`)).toHaveLength(1)
    expect(faults('src/features/live/hub/store.ts', `import Database from 'better-sqlite3-multiple-ciphers'`)).toHaveLength(1)
    expect(faults('src/kernel/a.ts', `import * as z from 'zod/mini'\nimport canonicalize from 'canonicalize'`)).toEqual([])
    expect(faults('src/media/sfu/transport.ts', `import native from 'node-datachannel'`)).toEqual([])
  })

  it('finds a file that lies in no room', () => {
    expect(faults('src/utils/a.ts', '')).toEqual(['lies in no room of the house'])
    expect(faults('src/features/live/helpers/a.ts', '')).toHaveLength(1)
  })

  it('names the line', () => {
    const [finding] = checkImportLaw([parseSource('src/kernel/a.ts', `// one\n\nimport { x } from '../ui/kit.tsx'`)])
    expect(finding?.line).toBe(3)
  })
})

describe('imports', () => {
  it('that leave nothing at run time are told from those that do', () => {
    const text = `import type { A } from './a.ts'\nimport { type B } from './b.ts'\nimport { type C, c } from './c.ts'\nimport './d.ts'`
    expect(importsOf(parseSource('src/kernel/x.ts', text)).map(({ types }) => types)).toEqual([true, true, false, false])
  })
})

describe('rings of imports', () => {
  const file = (name: string, text: string) => parseSource(`src/kernel/${name}.ts`, text)

  it('are found through any number of files, once', () => {
    const sources = [file('a', `import './b.ts'`), file('b', `export * from './c.ts'`), file('c', `await import('./a.ts')`), file('d', `import './a.ts'`)]
    expect(checkImportRings(sources).map(({ text }) => text)).toEqual([
      'stands in a ring of imports: src/kernel/a.ts, src/kernel/b.ts, src/kernel/c.ts',
    ])
  })

  it('are found in a file that imports itself, and not where only types go round', () => {
    expect(checkImportRings([file('a', `import './a.ts'`)])).toHaveLength(1)
    expect(checkImportRings([file('a', `import type { B } from './b.ts'`), file('b', `import './a.ts'`)])).toEqual([])
  })

  it('leave apart two rings that meet in one direction only', () => {
    const graph = new Map(Object.entries({ a: ['b'], b: ['a', 'c'], c: ['d'], d: ['c'], e: ['a', 'd', 'elsewhere'] }))
    expect(strongComponents(graph)).toEqual([['c', 'd'], ['a', 'b'], ['e']])
  })
})
