import { expect, it } from 'vitest'
import { oneStart } from './one-start.js'

/** By module, who imports it at once. */
const importers: Readonly<Record<string, readonly string[]>> = {
  'index.html': [], 'main.ts': ['index.html'], 'page.ts': ['main.ts'], 'kit.ts': ['page.ts', 'sheet.ts', 'ring.ts'], 'ring.ts': ['kit.ts'],
  // Loaded on demand by the page, so nobody imports it at once.
  'sheet.ts': [], 'place.ts': ['sheet.ts'],
}
const graph = { getModuleInfo: (id: string) => ({ isEntry: id === 'index.html', importers: [...(importers[id] ?? [])] }) }

it('puts all that a page loads at once into one chunk, rings and what later parts share included', () => {
  expect(['page.ts', 'kit.ts', 'ring.ts'].map((id) => oneStart(id, graph))).toEqual(['page', 'page', 'page'])
})

it('leaves the entry, and what is loaded on demand, where it is', () => {
  expect(['index.html', 'main.ts', 'sheet.ts', 'place.ts'].map((id) => oneStart(id, graph))).toEqual([null, null, null, null])
})
