// @ts-check
import { gzipSync } from 'node:zlib'

/**
 * What a page loads before it can start: the script of its entry and all that script imports at once.
 * @typedef {{ page: string, script: number, style: number, later: number }} PageWeight bytes, gzip -9; `later` is loaded on demand
 */

/**
 * @typedef {{ type: 'chunk', fileName: string, name: string, isEntry: boolean, imports: string[], dynamicImports: string[], code: string, viteMetadata?: { importedCss?: Set<string> } }
 *   | { type: 'asset', fileName: string, source: string | Uint8Array }} Output what weighing needs of the bundler's output
 */

/**
 * @param {Record<string, Output>} bundle by file name
 * @returns {PageWeight[]}
 */
export function weighPages(bundle) {
  const entries = Object.values(bundle).filter((file) => file.type === 'chunk' && file.isEntry)
  return entries.map((entry) => {
    const initial = reach(bundle, [entry.fileName], (chunk) => chunk.imports)
    const all = reach(bundle, [entry.fileName], (chunk) => [...chunk.imports, ...chunk.dynamicImports])
    const styles = new Set([...initial].flatMap((name) => [...(chunkOf(bundle, name)?.viteMetadata?.importedCss ?? [])]))
    const script = sum(bundle, initial)
    return { page: entry.type === 'chunk' ? entry.name : '', script, style: sum(bundle, styles), later: sum(bundle, all) - script }
  })
}

/** @param {Record<string, Output>} bundle @param {string} name */
function chunkOf(bundle, name) {
  const file = bundle[name]
  return file?.type === 'chunk' ? file : undefined
}

/** @param {Record<string, Output>} bundle @param {string[]} from @param {(chunk: Extract<Output, {type: 'chunk'}>) => string[]} next */
function reach(bundle, from, next) {
  const seen = new Set(from)
  for (const name of seen) {
    const chunk = chunkOf(bundle, name)
    if (chunk) for (const other of next(chunk)) seen.add(other)
  }
  return seen
}

/** @param {Record<string, Output>} bundle @param {Set<string>} names */
function sum(bundle, names) {
  let bytes = 0
  for (const name of names) {
    const file = bundle[name]
    if (file) bytes += gzipSync(file.type === 'chunk' ? file.code : file.source, { level: 9 }).length
  }
  return bytes
}

/**
 * The sentences for pages over their budget; none when all keep it.
 * @param {readonly PageWeight[]} weights
 * @param {Record<string, number>} budgets bytes of initial script, gzip -9, by page
 */
export function overweight(weights, budgets) {
  return weights.flatMap(({ page, script }) => {
    const budget = budgets[page]
    return budget === undefined || script <= budget ? [] : [`${page}: ${script} bytes of initial script, allowed are ${budget}`]
  })
}

/**
 * Reports each page's weight after a build and fails the build of a page over its budget.
 * @param {Record<string, number>} budgets
 * @returns {import('vite').Plugin}
 */
export function pageWeight(budgets) {
  return {
    name: 'lectern:page-weight',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const weights = weighPages(/** @type {Record<string, Output>} */ (/** @type {unknown} */ (bundle)))
        this.emitFile({ type: 'asset', fileName: `weights-${weights.map(({ page }) => page).join('-')}.json`, source: `${JSON.stringify(weights, null, 2)}\n` })
        for (const { page, script, style, later } of weights) {
          const kb = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} kB`
          this.info(`${page}: script ${kb(script)}, style ${kb(style)}, on demand ${kb(later)} (gzip)`)
        }
        const faults = overweight(weights, budgets)
        if (faults.length > 0) this.error(faults.join('; '))
      },
    },
  }
}
