import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mergeCatalogues, readCatalogues } from '../setup/catalogues.js'
import { parseSource, readSources } from './source.ts'
import { checkWords, placeholders } from './words.ts'

let top: string
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'lectern-words-'))
})
afterEach(() => rmSync(top, { recursive: true }))

function write(path: string, content: unknown): void {
  mkdirSync(dirname(join(top, path)), { recursive: true })
  writeFileSync(join(top, path), typeof content === 'string' ? content : JSON.stringify(content))
}
const texts = () => checkWords(top, readSources(top)).map(({ text }) => text)

describe('catalogues', () => {
  it('pass when every key is used, prefixed and in every language', () => {
    write('src/features/live/words/en.json', { live_cue: 'Cue', live_hands: 'Hands of {name}' })
    write('src/features/live/words/de.json', { live_cue: 'Zeichen', live_hands: 'Hände von {name}' })
    write('src/features/live/screens/a.ts', `m.live_cue(); m.live_hands({ name })`)
    expect(texts()).toEqual([])
  })

  it('are refused for a key nothing uses, and a test is no use', () => {
    write('src/features/live/words/en.json', { live_cue: 'Cue' })
    write('src/features/live/screens/a.test.ts', `m.live_cue()`)
    expect(texts()).toEqual(['nothing uses the key live_cue'])
  })

  it('count a key named in a table or begun by a template as used', () => {
    write('src/features/live/words/en.json', { live_cue: 'Cue', live_refused_full: 'Full' })
    write('src/features/live/screens/a.ts', 'const keys = ["live_cue"]; const k = `live_refused_${code}`')
    expect(texts()).toEqual([])
  })

  it('are refused for a key without its feature\'s name', () => {
    write('src/features/live/words/en.json', { cue: 'Cue' })
    write('src/features/live/screens/a.ts', `m.cue()`)
    expect(texts()).toEqual(['the key cue is no identifier beginning with live_'])
  })

  it('may take the name of the part whose folder they lie in', () => {
    write('src/features/live/screens/studio/words/en.json', { studio_a: 'A', live_b: 'B', screens_c: 'C' })
    write('src/features/live/screens/a.ts', `m.studio_a(); m.live_b(); m.screens_c()`)
    expect(texts()).toEqual(['the key screens_c is no identifier beginning with live_ or studio_'])
  })

  it('are refused when a language lacks a key, adds one, or takes other values', () => {
    write('src/features/live/words/en.json', { live_a: 'A', live_b: 'B {n}' })
    write('src/features/live/words/de.json', { live_b: 'B {m}', live_c: 'C' })
    write('src/features/people/words/en.json', { people_a: 'A' })
    write('src/features/live/screens/a.ts', `m.live_a(); m.live_b(); m.people_a()`)
    expect(texts().sort()).toEqual([
      'lacks the key live_a',
      'lacks the key people_a',
      'live_b has the values m, in features/live/words/en.json n',
      'the key live_c does not exist in features/live/words/en.json',
    ])
  })

  it('are refused when a language lacks one of its plural forms, or a case that is none', () => {
    const counted = (match: Record<string, string>) => [{ declarations: ['input count', 'input who', 'local form = count: plural'], selectors: ['form', 'who'], match }]
    const full = { 'form=one, who=host': '{count} a', 'form=other, who=host': '{count} b', 'form=one, who=*': '{count} c', 'form=other, who=*': '{count} d' }
    write('src/features/live/words/en.json', { live_a: counted(full), live_b: counted(full) })
    write('src/features/live/words/de.json', { live_a: counted({ 'form=one, who=host': 'x' }), live_b: counted({ 'form=*, who=*': '{count} y' }) })
    write('src/features/live/words/pl.json', { live_a: counted(full), live_b: counted({ 'form=*, who=host': '{counnt}' }) })
    write('src/features/live/screens/a.ts', `m.live_a(); m.live_b()`)
    expect(texts().sort()).toEqual([
      'live_a lacks the case form=few',
      'live_a lacks the case form=many',
      'live_a lacks the case form=other',
      'live_b has the cases none, in features/live/words/en.json who=host',
      'live_b says {counnt}, which nobody gives',
    ])
  })

  it('are refused when what is said before anything is installed is said in one language alone', () => {
    write('bin/words/en.json', { a: 'A {n}', b: 'B' })
    write('bin/words/de.json', { a: 'A' })
    write('bin/setup/x.js', `say('a'); say('b')`)
    write('src/ui/words/en.json', {})
    expect(texts().sort()).toEqual(['a has the values none, in bin/words/en.json n', 'lacks the key b'])
  })

  it('name the file that is not JSON or repeats a key', () => {
    write('src/features/live/words/en.json', { live_a: 'A' })
    write('src/features/people/words/en.json', { live_a: 'A' })
    expect(() => mergeCatalogues(readCatalogues(top))).toThrow('src/features/people/words/en.json repeats the key live_a')
    write('src/features/people/words/en.json', '{')
    expect(() => readCatalogues(top)).toThrow('src/features/people/words/en.json is not JSON')
  })
})

it('takes the values of a plain message from its braces and of one with cases from its inputs', () => {
  expect(placeholders('{b} and {a}, {b} but not \\{c\\}')).toBe('a, b')
  expect(placeholders([{ declarations: ['input count', 'local kind = count: plural'], match: { 'kind=one': '{count} hand' } }])).toBe('count')
})

describe('a sentence outside a catalogue', () => {
  const inline = (text: string) => checkWords(top, [parseSource('src/ui/a.tsx', text)]).map((finding) => finding.text)
  beforeEach(() => write('src/ui/words/en.json', {}))

  it.each(['<p>Raise a hand</p>', '<button aria-label="Raise a hand" />', '<img alt={"A hand"} />', 'process.stdout.write("Port taken\\n")'])('is found in %s', (text) => {
    expect(inline(text)).toHaveLength(1)
  })

  it.each(['<p>{m.ui_hand()}</p>', '<p class="hand wide">·</p>', '<i aria-hidden="true">→ 1</i>', 'process.stdout.write(text)', 'socket.write("GET x")'])('is not found in %s', (text) => {
    expect(inline(text)).toEqual([])
  })
})
