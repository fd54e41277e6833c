import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build, type Rolldown } from 'vite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import config from '../../vite.config.ts'

/** A learner page of a few lines, built as ours is. */
let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lectern-build-'))
  write('learner/index.html', '<!doctype html><script type="module" src="./main.ts"></script>')
  write('learner/main.ts', `import './page.css'\ndocument.title = String(2n ** 64n)`)
  write('learner/page.css', 'p { color: oklch(0.5 0.2 20); background: light-dark(#fff, #000); margin-inline-start: 1px }')
})
afterEach(() => rmSync(root, { recursive: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

async function built(): Promise<string> {
  const rolldownOptions = { input: { learner: join(root, 'learner/index.html') } }
  const result = await build({ ...config, root, configFile: false, logLevel: 'silent', build: { ...config.build, outDir: join(root, 'out'), write: false, rolldownOptions } })
  const { output } = result as Rolldown.RolldownOutput
  return output.map((file) => (file.type === 'chunk' ? file.code : String(file.source))).join('\n')
}

it('a page keeps plain colours for phones that know no newer ones', async () => {
  const text = await built()
  expect(text).toMatch(/color:#[0-9a-f]{6}/)
  expect(text).not.toContain('light-dark(')
  expect(text).toContain('margin-inline-start')
})

it('a learner page over its weight is not built', async () => {
  write('learner/main.ts', `document.title = '${randomBytes(60_000).toString('hex')}'`)
  await expect(built()).rejects.toThrow(/learner: \d+ bytes of initial script, allowed are 60000/)
})

it('what is loaded on demand does not count as the page\'s initial weight', async () => {
  write('learner/later.ts', `export const text = '${randomBytes(60_000).toString('hex')}'`)
  write('learner/main.ts', `document.onclick = async () => { document.title = (await import('./later.ts')).text }`)
  await expect(built()).resolves.toContain('"page": "learner"')
})

it('a page that names an address outside the box is not built', async () => {
  write('learner/main.ts', `new Image().src = 'https://stats.example/hit'`)
  await expect(built()).rejects.toThrow('https://stats.example/hit')
})
