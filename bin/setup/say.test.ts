import { expect, it } from 'vitest'
import { sentence, terminalLanguage } from './say.js'

it('a sentence takes its values', () => {
  expect(sentence('checking', { what: 'types' })).toBe('Checking types …')
})

it('a sentence that does not exist, or lacks a value, is our defect', () => {
  expect(() => sentence('nothing_like_it')).toThrow('nothing_like_it')
  expect(() => sentence('toString')).toThrow()
  expect(() => sentence('checking')).toThrow('what')
})

it.each([
  [{}, 'en'], [{ LANG: 'de_AT.UTF-8' }, 'de'], [{ LANG: 'de_AT.UTF-8', LC_ALL: 'en_GB' }, 'en'], [{ LANG: 'C.UTF-8' }, 'en'], [{ LANG: 'fr_FR' }, 'en'],
  [{ LECTERN_LANGUAGE: 'de', LANG: 'en_US.UTF-8' }, 'de'], [{ LECTERN_LANGUAGE: '../../x', LANG: 'de' }, 'de'], [{ LC_MESSAGES: 'de_DE@euro', LANG: 'en' }, 'de'],
])('before anything is installed the terminal of %j speaks %s', (env, language) => {
  expect(terminalLanguage(env)).toBe(language)
})
