import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { overweight, weighPages } from './page-weight.js'

const chunk = (name: string, code: string, rest: { isEntry?: boolean; imports?: string[]; dynamicImports?: string[]; css?: string[] } = {}) => ({
  type: 'chunk' as const,
  fileName: `${name}.js`,
  name,
  code,
  isEntry: rest.isEntry ?? false,
  imports: rest.imports ?? [],
  dynamicImports: rest.dynamicImports ?? [],
  viteMetadata: { importedCss: new Set(rest.css) },
})
const packed = (text: string) => gzipSync(text, { level: 9 }).length
const noise = () => randomBytes(400).toString('hex')

it('counts what a page imports at once, through rings, and apart from it what is loaded on demand', () => {
  const [entry, shared, lazy, style] = [noise(), noise(), noise(), noise()]
  const bundle = {
    'learner.js': chunk('learner', entry, { isEntry: true, imports: ['shared.js'], dynamicImports: ['lazy.js'], css: ['learner.css'] }),
    'shared.js': chunk('shared', shared, { imports: ['learner.js'] }),
    'lazy.js': chunk('lazy', lazy, { imports: ['shared.js'] }),
    'learner.css': { type: 'asset' as const, fileName: 'learner.css', source: style },
  }
  expect(weighPages(bundle)).toEqual([
    { page: 'learner', script: packed(entry) + packed(shared), style: packed(style), later: packed(lazy) },
  ])
})

it('refuses a page one byte over its budget and accepts it at the budget', () => {
  const weights = [{ page: 'learner', script: 1000, style: 0, later: 0 }]
  expect(overweight(weights, { learner: 999 })).toHaveLength(1)
  expect(overweight(weights, { learner: 1000 })).toEqual([])
  expect(overweight(weights, {})).toEqual([])
})
