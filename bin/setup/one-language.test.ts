import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build, type Rolldown } from 'vite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import config from '../../vite.config.ts'
import { directionOf, oneLanguage } from './one-language.js'

/** A page of a few lines with words in two languages, built as ours is. */
let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lectern-language-'))
  write('learner/index.html', '<!doctype html><html data-scheme="dark" lang="en" class="x"><script type="module" src="./main.ts"></script>')
  write('learner/main.ts', `import { m } from '../words/messages.js'\nimport { getLocale, locales } from '../words/runtime.js'\ndocument.title = m.hello() + getLocale() + locales.join()`)
  for (const [locale, hello] of [['en', 'Good day'], ['de', 'Guten Tag']]) write(`words/messages/${locale}.js`, `export const hello = () => '${hello}'\nexport const unused = () => 'nobody says this'`)
})
afterEach(() => rmSync(root, { recursive: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

async function built(locale: string): Promise<Rolldown.RolldownOutput['output']> {
  const rolldownOptions = { input: { learner: join(root, 'learner/index.html') } }
  const plugins = [oneLanguage(locale, ['en', 'de'], join(root, 'words/messages/')), ...(config.plugins ?? [])]
  const result = await build({ ...config, plugins, root, configFile: false, logLevel: 'silent', build: { ...config.build, outDir: join(root, 'out'), write: false, rolldownOptions } })
  return (result as Rolldown.RolldownOutput).output
}
const scriptOf = (output: Rolldown.RolldownOutput['output']) => output.map((file) => (file.type === 'chunk' ? file.code : '')).join('')
const pageOf = (output: Rolldown.RolldownOutput['output']) => output.map((file) => (file.type === 'asset' && file.fileName.endsWith('.html') ? String(file.source) : '')).join('')

it.each([['en', 'Good day', 'Guten Tag'], ['de', 'Guten Tag', 'Good day']])('a page in %s carries its own words alone, and only those it says', async (locale, own, other) => {
  const output = await built(locale)
  const script = scriptOf(output)
  expect(script).toContain(own)
  expect(script).not.toContain(other)
  expect(script).not.toContain('nobody says this')
  expect(pageOf(output)).toContain(`<html data-scheme="dark" lang="${locale}" dir="ltr" class="x">`)
})

it('a language written from right to left turns its page', () => {
  expect(['en', 'de', 'ar', 'he', 'fa'].map(directionOf)).toEqual(['ltr', 'ltr', 'rtl', 'rtl', 'rtl'])
})
