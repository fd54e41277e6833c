import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'

const program = fileURLToPath(new URL('../words.js', import.meta.url))

let top: string
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'lectern-compile-'))
})
afterEach(() => rmSync(top, { recursive: true }))

function write(feature: string, locale: string, messages: object): void {
  const folder = join(top, 'src/features', feature, 'words')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${locale}.json`), JSON.stringify(messages))
}
const compile = () => spawnSync(process.execPath, [program, top], { encoding: 'utf8' })
const cases = (one: string, other: string) => [
  { declarations: ['input count', 'local kind = count: plural'], selectors: ['kind'], match: { 'kind=one': one, 'kind=other': other } },
]

it('the compiled words speak each language with its values and plurals, and leave nothing behind', async () => {
  write('live', 'en', { live_hands: cases('{count} hand', '{count} hands'), live_hello: 'Hello {name}' })
  write('live', 'de', { live_hands: cases('{count} Hand', '{count} Hände'), live_hello: 'Hallo {name}' })
  write('people', 'en', { people_host: 'Host' })
  expect(compile().status).toBe(0)

  const { m } = await import(pathToFileURL(join(top, 'src/words/messages.js')).href)
  expect(m.live_hands({ count: 1 })).toBe('1 hand')
  expect(m.live_hands({ count: 2 })).toBe('2 hands')
  expect(m.live_hands({ count: 2 }, { locale: 'de' })).toBe('2 Hände')
  expect(m.live_hello({ name: 'Ada' }, { locale: 'de' })).toBe('Hallo Ada')
  expect(m.people_host()).toBe('Host')
  expect(readdirSync(join(top, '.cache'))).toEqual([])
})

it('a catalogue that is not JSON is named, and the words of before stay', () => {
  write('live', 'en', { live_hello: 'Hello' })
  expect(compile().status).toBe(0)
  writeFileSync(join(top, 'src/features/live/words/en.json'), '{')
  const { status, stderr } = compile()
  expect(status).not.toBe(0)
  expect(stderr).toContain('features/live/words/en.json is not JSON')
  expect(existsSync(join(top, 'src/words/messages.js'))).toBe(true)
})
