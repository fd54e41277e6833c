import { readdirSync } from 'node:fs'
import { defineConfig } from 'vite'
import { pageWeight } from './bin/setup/page-weight.js'
import { selfContained } from './bin/setup/self-contained.js'

const web = new URL('src/web/', import.meta.url)
const pages = readdirSync(web, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => [entry.name, new URL(`${entry.name}/index.html`, web).pathname] as const)

/** Phones sold around 2020 whose browser still updates to these; older ones lack BigInt, which Ed25519 in script needs. */
const browsers = ['es2020', 'chrome87', 'edge88', 'firefox78', 'safari14.1', 'ios14.5']

export default defineConfig({
  root: web.pathname,
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // inset-inline and its kin are spelled out per language for browsers without them; all of ours know them (1 << 19 = LogicalProperties).
  css: { transformer: 'lightningcss', lightningcss: { exclude: 1 << 19 } },
  build: {
    outDir: new URL('dist/web/', import.meta.url).pathname,
    emptyOutDir: true,
    target: browsers,
    cssTarget: browsers,
    cssMinify: 'lightningcss',
    // The pages' content policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: Object.fromEntries(pages),
      // Schemas and contracts only describe: those a page does not use must not reach it.
      treeshake: { manualPureFunctions: ['z', 'route', 'message', 'idOf'] },
    },
  },
  plugins: [selfContained(), pageWeight({ learner: 60_000 })],
})
