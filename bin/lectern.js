#!/usr/bin/env node
// @ts-check
import { command } from './setup/run.js'

const args = process.argv.slice(2)

await command(import.meta.url, args, async () => {
  const { compileWordsWhenStale } = await import('./setup/words.js')
  compileWordsWhenStale()
  const { main } = await import('../src/cli/main.ts')
  return main(args)
})
