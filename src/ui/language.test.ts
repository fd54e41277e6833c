import { expect, it } from 'vitest'
import { addressIn, forgetAskedLanguage, languages, pageLanguage } from './language.ts'

it('every language is named in itself, and the page speaks one of them', () => {
  const all = languages()
  for (const { tag, name } of all) expect(name).toBe(new Intl.DisplayNames([tag], { type: 'language' }).of(tag))
  expect(all.map(({ tag }) => tag)).toContain(pageLanguage())
})

it('the page in another language is the same page, with the seat its address wished for', () => {
  expect(addressIn('de', { pathname: '/c/K7M4QX', hash: '#room' })).toBe('/c/K7M4QX?lang=de#room')
  expect(addressIn('en', { pathname: '/', hash: '' })).toBe('/?lang=en')
})

it('the address given on to others names no language', () => {
  const seen: string[] = []
  const history = { replaceState: (_state: unknown, _title: string, url?: string | URL | null) => void seen.push(String(url)) }
  forgetAskedLanguage({ pathname: '/c/K7M4QX', search: '?lang=de', hash: '#room' }, history)
  forgetAskedLanguage({ pathname: '/c/K7M4QX', search: '', hash: '#room' }, history)
  expect(seen).toEqual(['/c/K7M4QX#room'])
})
