// @ts-check

const HELPER = '\0vite/preload-helper.js'

/**
 * Lets a part be loaded on demand by the browser's own `import()`. The bundler would put a helper before
 * it that looks for the part's style sheets and fetches ahead what it imports; our parts have neither, and
 * a part that came to have a sheet is not built.
 * @returns {import('vite').Plugin}
 */
export function plainImports() {
  return {
    name: 'lectern:plain-imports',
    apply: 'build',
    enforce: 'pre',
    load: (id) => (id === HELPER ? 'export const __vitePreload = (load) => load()' : null),
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== 'chunk' || !chunk.isDynamicEntry) continue
          const sheets = /** @type {{ viteMetadata?: { importedCss?: Set<string> } }} */ (chunk).viteMetadata?.importedCss
          if (sheets && sheets.size > 0) this.error(`${chunk.fileName} is loaded on demand and would come without ${[...sheets].join(', ')}`)
        }
      },
    },
  }
}
