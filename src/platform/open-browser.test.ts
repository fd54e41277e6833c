import { describe, expect, it } from 'vitest'
import { browserCommand, openBrowser } from './open-browser.ts'

const address = 'http://localhost:8080/tour#skip&pair=abc'
const desk = { platform: 'linux', environment: { DISPLAY: ':0' }, isTerminal: true } as const

describe('the browser', () => {
  it('is opened by what each desktop has for it', () => {
    expect(browserCommand(address, desk)).toEqual(['xdg-open', address])
    expect(browserCommand(address, { ...desk, environment: { WAYLAND_DISPLAY: 'wayland-0' } })).toEqual(['xdg-open', address])
    expect(browserCommand(address, { ...desk, platform: 'darwin' })).toEqual(['open', address])
    expect(browserCommand(address, { ...desk, platform: 'win32' })?.at(-1)).toBe('http://localhost:8080/tour#skip^&pair=abc')
  })

  it('is left alone where nobody sits before a screen', () => {
    expect(browserCommand(address, { ...desk, isTerminal: false })).toBeUndefined()
    for (const environment of [{}, { DISPLAY: ':0', CI: 'true' }, { DISPLAY: ':0', SSH_CONNECTION: '10.0.0.2 5 10.0.0.1 22' }]) {
      expect(browserCommand(address, { ...desk, environment })).toBeUndefined()
    }
    expect(browserCommand(address, { ...desk, platform: 'sunos' })).toBeUndefined()
  })

  it('that is missing stops nothing', () => {
    const path = process.env['PATH']
    process.env['PATH'] = '/nowhere'
    try {
      expect(() => openBrowser(address, desk)).not.toThrow()
    } finally {
      process.env['PATH'] = path
    }
  })
})
