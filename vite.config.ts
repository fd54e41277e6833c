import { readdirSync } from 'node:fs'
import { defineConfig } from 'vite'
import { classFields } from './bin/setup/class-fields.js'
import { oneStart } from './bin/setup/one-start.js'
import { pageWeight } from './bin/setup/page-weight.js'
import { plainImports } from './bin/setup/plain-imports.js'
import { pureSchemas } from './bin/setup/pure-schemas.js'
import { selfContained } from './bin/setup/self-contained.js'

const web = new URL('src/web/', import.meta.url)
const pages = readdirSync(web, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => [entry.name, new URL(`${entry.name}/index.html`, web).pathname] as const)

/** Browsers of 2021 on: every phone sold around 2020 has updated to these, and so have iPhones since the 6s of 2015. */
const browsers = ['chrome94', 'edge94', 'firefox93', 'safari15', 'ios15']

export default defineConfig({
  root: web.pathname,
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // inset-inline and its kin are spelled out per language for browsers without them; all of ours know them (1 << 19 = LogicalProperties).
  css: { transformer: 'lightningcss', lightningcss: { exclude: 1 << 19 } },
  build: {
    outDir: new URL('dist/web/', import.meta.url).pathname,
    emptyOutDir: true,
    // For scripts the same browsers: they know all of ES2022 but what `classFields` looks after.
    target: 'es2022',
    cssTarget: browsers,
    cssMinify: 'lightningcss',
    // The pages' content policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { input: Object.fromEntries(pages), output: { codeSplitting: { groups: [{ name: oneStart, debugName: 'page' }] } } },
  },
  plugins: [plainImports(), pureSchemas(), classFields(), selfContained(), pageWeight({ learner: 60_000 })],
})
