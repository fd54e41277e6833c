// @ts-check
import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './files.js'

const compiled = fileURLToPath(new URL('src/words/messages/', root))
const WORDS = '\0lectern:words:'
const RUNTIME = '\0lectern:words-runtime'

/**
 * Builds a page that speaks one language: its words become plain functions of that language, and
 * the choosing among languages is left out. Every folder has words of its own, so that what is said by a part
 * loaded on demand is loaded with it. The page's `<html>` says which language it is, and which way it runs.
 * @param {string} locale
 * @param {readonly string[]} locales all there are, for the page to offer
 * @param {string} words folder of the compiled words, one module per locale
 * @returns {import('vite').Plugin}
 */
export function oneLanguage(locale, locales, words = compiled) {
  return {
    name: 'lectern:one-language',
    apply: 'build',
    enforce: 'pre',
    resolveId: (source, importer = '') => (source.endsWith('/words/messages.js') ? `${WORDS}${dirname(importer)}` : source.endsWith('/words/runtime.js') ? RUNTIME : null),
    load: (id) => {
      if (id.startsWith(WORDS)) return `export * as m from ${JSON.stringify(`${words}${locale}.js?of=${id.slice(WORDS.length).replaceAll(/[^a-z0-9]/gi, '-')}`)}`
      const [file, folder] = id.split('?of=')
      // What is not translated yet comes from another language's words, which are divided the same way.
      if (file?.startsWith(words) && folder !== undefined) return `${readFileSync(file, 'utf8').replaceAll(/(from "\.\/[^"?]+\.js)"/g, `$1?of=${folder}"`)}\n${aliases(words)}`
      if (id === RUNTIME) return `export const locales = ${JSON.stringify(locales)}\nexport const getLocale = () => ${JSON.stringify(locale)}`
      return null
    },
    // A sentence that is not there would fail only when somebody should read it.
    onLog(_, log) {
      if (log.code === 'IMPORT_IS_UNDEFINED') this.error(log.message)
    },
    transformIndexHtml: (html) => html.replace(/(<html\b[^>]*?) lang="[^"]*"/, `$1 lang="${locale}" dir="${directionOf(locale)}"`),
  }
}

/**
 * Keys with capitals (refusal codes) are compiled to other names; the index of all languages gives them theirs again.
 * @param {string} words
 */
function aliases(words) {
  const index = `${words}_index.js`
  return existsSync(index) ? (readFileSync(index, 'utf8').match(/^export \{ \w+ as "\w+" \};?$/gm) ?? []).join('\n') : ''
}

/** @param {string} locale BCP 47 */
export function directionOf(locale) {
  // Newer than the compiler's library of types.
  const parsed = /** @type {Intl.Locale & { getTextInfo(): { direction?: string } }} */ (new Intl.Locale(locale))
  return parsed.getTextInfo().direction ?? 'ltr'
}
