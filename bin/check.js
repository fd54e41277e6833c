#!/usr/bin/env node
// @ts-check
// `npm run check`: types, style, dead code, the import law, purity, sizes, words.
import { command } from './setup/run.js'

await command(import.meta.url, [], async () => {
  const { compileWordsWhenStale } = await import('./setup/words.js')
  compileWordsWhenStale()
  const { check } = await import('./checks/main.ts')
  return check()
})
