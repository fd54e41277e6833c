import { describe, expect, it } from 'vitest'
import { chooseLanguage } from './page-language.ts'

const ours = ['en', 'de']
const choose = (query: string, cookie?: string, acceptLanguage?: string) => chooseLanguage({ query, cookie, acceptLanguage }, ours)

describe('the language of a page', () => {
  it.each([
    ['de', 'de'], ['de-AT,en;q=0.9', 'de'], ['fr,de;q=0.5,en;q=0.4', 'de'], ['de;q=0.2,en-GB', 'en'], ['fr', 'en'], ['', 'en'], [undefined, 'en'], ['de;q=0', 'en'],
  ])('follows what the browser accepts: %s is sent %s', (accept, language) => {
    expect(choose('', undefined, accept)).toEqual({ language, remember: null })
  })

  it('is what was picked before, whatever the browser accepts', () => {
    expect(choose('', 'other=1; lectern-language=de', 'en')).toEqual({ language: 'de', remember: null })
  })

  it('is what the address asks for, which is kept', () => {
    const { language, remember } = choose('?x=1&lang=de', 'lectern-language=en', 'en')
    expect(language).toBe('de')
    expect(remember).toBe('lectern-language=de; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly')
    expect(choose('', String(remember).split(';')[0], 'en').language).toBe('de')
  })

  it.each([
    ['?lang=xx', undefined], ['?lang=', undefined], ['?lang=de%0d%0aSet-Cookie:x=1', undefined], ['?lang=__proto__', undefined], ['?lang=DE', undefined],
    ['', 'lectern-language=xx'], ['', 'lectern-language='], ['', 'xlectern-language=de'], ['', `${'a=1; '.repeat(2000)}lectern-language=de`], ['', ';;='],
  ])('passes over a wish it does not know: %s, cookie %s', (query, cookie) => {
    expect(choose(query, cookie, 'de')).toEqual({ language: 'de', remember: null })
    expect(choose(query, cookie, 'en')).toEqual({ language: 'en', remember: null })
  })
})
