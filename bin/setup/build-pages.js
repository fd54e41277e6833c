#!/usr/bin/env node
// @ts-check
// Builds each page by itself, once per language. Built together they would share chunks, and a phone
// would load what only the studio uses, or what is said in a language nobody there reads.
import { fileURLToPath } from 'node:url'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build, loadConfigFromFile } from 'vite'
import { locales } from '../../src/words/runtime.js'
import { root } from './files.js'
import { oneFile } from './one-file.js'
import { oneLanguage } from './one-language.js'

// A test that starts a box builds the same pages as everybody else: elsewhere libraries take this for leave to be larger.
process.env['NODE_ENV'] = 'production'

const quiet = process.argv.includes('--quiet')
const top = fileURLToPath(root)
const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' }, join(top, 'vite.config.ts'))
const config = loaded?.config ?? {}
const pages = Object.entries(/** @type {Record<string, string>} */ (config.build?.rolldownOptions?.input ?? {}))
const output = join(top, 'dist/web')
const work = join(top, '.cache', `pages-${process.pid}`)
/** The page that goes into bundles of evidence: no box serves it. */
const ALONE = 'evidence'
const outputAlone = join(top, 'dist', ALONE)
const workAlone = `${work}-${ALONE}`

try {
  for (const locale of locales) {
    for (const [page, entry] of pages) {
      const isAlone = page === ALONE
      await build({
        ...config,
        configFile: false,
        logLevel: quiet ? 'warn' : 'info',
        base: `/${locale}/`,
        plugins: [oneLanguage(locale, locales), ...(config.plugins ?? []), ...(isAlone ? [oneFile()] : [])],
        build: {
          ...config.build, outDir: join(isAlone ? workAlone : work, locale), emptyOutDir: false,
          rolldownOptions: { ...config.build?.rolldownOptions, input: { [page]: entry }, ...(isAlone ? { output: { codeSplitting: false } } : {}) },
        },
      })
    }
    renameSync(join(workAlone, locale, ALONE, 'index.html'), join(workAlone, `${locale}.html`))
    rmSync(join(workAlone, locale), { recursive: true })
  }
  publish(work, output)
  publish(workAlone, outputAlone)
} finally {
  for (const folder of [work, workAlone]) rmSync(folder, { recursive: true, force: true })
}

/**
 * All at once, so that nobody finds half of the pages: of before, or of now.
 * @param {string} from @param {string} to
 */
function publish(from, to) {
  const old = `${from}-old`
  mkdirSync(dirname(to), { recursive: true })
  if (existsSync(to)) renameSync(to, old)
  renameSync(from, to)
  rmSync(old, { recursive: true, force: true })
}
