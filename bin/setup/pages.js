// @ts-check
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { digestOf, filesBelow, root } from './files.js'
import { SetupFailed, say } from './say.js'

const top = fileURLToPath(root)
const stampPath = join(top, 'dist/web/.stamp')

/** Builds the pages to `dist/web/<language>/` when anything they could be made of changed since the last time. */
export function buildPagesWhenStale() {
  const stamp = pagesDigest()
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp) return false
  buildPages({ quiet: true })
  return true
}

/** @param {{ quiet?: boolean }} options without `quiet`, every file and the weight of every page is listed */
export function buildPages({ quiet = false } = {}) {
  say('building_pages')
  const start = performance.now()
  const stamp = pagesDigest()
  const run = spawnSync(process.execPath, [join(top, 'bin/setup/build-pages.js'), ...(quiet ? ['--quiet'] : [])], { cwd: top, stdio: 'inherit' })
  if (run.status !== 0) throw new SetupFailed('build_failed')
  writeFileSync(stampPath, stamp)
  say('built_pages', { seconds: ((performance.now() - start) / 1000).toFixed(1) })
}

function pagesDigest() {
  const sources = filesBelow(join(top, 'src'), (path) => !/\.test\.tsx?$|\.stamp$/.test(path))
  const tools = ['vite.config.ts', 'package-lock.json', 'bin/setup/build-pages.js', 'bin/setup/one-file.js', 'bin/setup/one-language.js', 'bin/setup/page-weight.js', 'bin/setup/pure-schemas.js', 'bin/setup/self-contained.js']
  return digestOf(top, [...sources, ...tools.map((file) => join(top, file))])
}
