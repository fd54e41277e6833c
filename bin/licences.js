#!/usr/bin/env node
// @ts-check
// Writes docs/dependencies.md: what we stand on, with licences.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { root } from './setup/files.js'
import { command } from './setup/run.js'

await command(import.meta.url, [], async () => {
  const { describeDependencies, read } = await import('./checks/licences.ts')
  const { lock, manifest } = read(fileURLToPath(root))
  writeFileSync(new URL('docs/dependencies.md', root), describeDependencies(lock, manifest))
  return 0
})
