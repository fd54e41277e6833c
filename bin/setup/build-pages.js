#!/usr/bin/env node
// @ts-check
// Builds each page by itself. Built together they would share chunks, and a phone would load what only
// the studio uses: its words, its schemas.
import { fileURLToPath } from 'node:url'
import { build, loadConfigFromFile } from 'vite'
import { root } from './files.js'

const quiet = process.argv.includes('--quiet')
const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' }, fileURLToPath(new URL('vite.config.ts', root)))
const config = loaded?.config ?? {}
const pages = Object.entries(/** @type {Record<string, string>} */ (config.build?.rolldownOptions?.input ?? {}))

for (const [at, [page, entry]] of pages.entries()) {
  const rolldownOptions = { ...config.build?.rolldownOptions, input: { [page]: entry } }
  await build({ ...config, configFile: false, logLevel: quiet ? 'warn' : 'info', build: { ...config.build, emptyOutDir: at === 0, rolldownOptions } })
}
