// @ts-check
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { baseLocale, mergeCatalogues, readCatalogues } from './catalogues.js'
import { digestOf, filesBelow, root } from './files.js'
import { SetupFailed, say } from './say.js'

const checkout = fileURLToPath(root)

/** Compiles the catalogues below `src/` to `src/words/` when they changed since the last time. */
export function compileWordsWhenStale() {
  const stampPath = join(checkout, 'src/words/.stamp')
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === wordsDigest(checkout)) return false
  say('compiling_words')
  // In a process of its own: the compiler keeps its process alive for half a minute after its work.
  const run = spawnSync(process.execPath, [join(checkout, 'bin/words.js')], { stdio: 'inherit' })
  if (run.status !== 0) throw new SetupFailed('words_failed')
  return true
}

/** vitest calls this once before the tests of a project. */
export default function setup() {
  compileWordsWhenStale()
}

/**
 * Compiles unconditionally. The files of `src/words/` are replaced one by one, each at once, for others may be reading.
 * @param {string} top the tree whose `src/` holds the catalogues
 */
export async function compileWords(top = checkout) {
  const { compile } = await import('@inlang/paraglide-js')
  const stamp = wordsDigest(top)
  const work = join(top, '.cache', `words-${process.pid}`)
  try {
    writeProject(top, work)
    await compile({
      project: join(work, 'project.inlang'),
      outdir: join(work, 'out'),
      outputStructure: 'locale-modules',
      strategy: ['globalVariable', 'preferredLanguage', 'baseLocale'],
      disableAsyncLocalStorage: true,
      emitGitIgnore: false,
      emitPrettierIgnore: false,
      emitReadme: false,
    })
    writeFileSync(join(work, 'out/.stamp'), stamp)
    publish(join(work, 'out'), join(top, 'src/words'))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** The project folder the compiler reads: one joined catalogue per language, and where its reader of JSON lies. */
function writeProject(/** @type {string} */ top, /** @type {string} */ work) {
  const merged = mergeCatalogues(readCatalogues(join(top, 'src')))
  mkdirSync(join(work, 'project.inlang'), { recursive: true })
  mkdirSync(join(work, 'messages'))
  const plugin = join(checkout, 'node_modules/@inlang/plugin-message-format/dist/index.js')
  const settings = {
    baseLocale,
    locales: [...merged.keys()],
    modules: [`./${relative(work, plugin)}`],
    'plugin.inlang.messageFormat': { pathPattern: './messages/{locale}.json' },
  }
  writeFileSync(join(work, 'project.inlang/settings.json'), JSON.stringify(settings))
  for (const [locale, messages] of merged) writeFileSync(join(work, `messages/${locale}.json`), JSON.stringify(messages))
}

function publish(/** @type {string} */ compiled, /** @type {string} */ output) {
  const fresh = new Set(filesBelow(compiled).map((path) => relative(compiled, path)))
  for (const file of fresh) {
    mkdirSync(dirname(join(output, file)), { recursive: true })
    if (file !== '.stamp') renameSync(join(compiled, file), join(output, file))
  }
  for (const path of filesBelow(output)) if (!fresh.has(relative(output, path))) rmSync(path)
  // Last, so that a stamp never stands beside words it does not describe.
  renameSync(join(compiled, '.stamp'), join(output, '.stamp'))
}

function wordsDigest(/** @type {string} */ top) {
  const catalogues = readCatalogues(join(top, 'src')).map(({ file }) => join(top, 'src', file))
  const tools = ['bin/setup/words.js', 'package-lock.json'].map((file) => join(checkout, file))
  return digestOf(top, [...catalogues, ...tools])
}
