import { describe, expect, it } from 'vitest'
import { m } from '../words/messages.js'
import { pickLocale, speakTerminalLanguage, terminalLanguages } from './language.ts'

describe('the language of the terminal', () => {
  it('is our setting first, then the POSIX variables in their order', () => {
    const env = { LECTERN_LANGUAGE: 'ar', LC_ALL: 'fr_FR.UTF-8', LANG: 'de_DE.UTF-8' }
    expect(terminalLanguages(env)).toEqual(['ar', 'fr-FR'])
    expect(terminalLanguages({ LC_MESSAGES: 'pt_BR@latin', LANG: 'de' })).toEqual(['pt-BR'])
    expect(terminalLanguages({ LC_ALL: '', LANG: 'C' })).toEqual(['C'])
    expect(terminalLanguages({})).toEqual([])
  })

  it('falls from a region to its language and from nothing known to English', () => {
    expect(pickLocale(['de-AT'], ['en', 'de'])).toBe('de')
    expect(pickLocale(['pt-BR', 'de'], ['en', 'de', 'pt-BR'])).toBe('pt-BR')
    expect(pickLocale(['xx', 'DE'], ['en', 'de'])).toBe('de')
    expect(pickLocale(['C'], ['en', 'de'])).toBe('en')
    expect(pickLocale([], ['en', 'de'])).toBe('en')
  })

  it('speaks English where the terminal wants what we do not have', () => {
    speakTerminalLanguage({ LANG: 'xx_XX.UTF-8' })
    expect(m.platform_port_taken({ port: 8080 })).toContain('8080')
  })
})
