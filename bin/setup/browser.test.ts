import { expect, it } from 'vitest'
import { hasChromium, missingPackages } from './browser.js'

const only = (...paths: string[]) => (path: string) => paths.includes(path)

it('asks for Chromium unless there is one under any of its names, or one was named', () => {
  expect(missingPackages(only(), undefined)).toContain('chromium')
  expect(missingPackages(only('/usr/bin/google-chrome'), undefined)).not.toContain('chromium')
  expect(missingPackages(only('/opt/chromium'), '/opt/chromium')).not.toContain('chromium')
})

it('does not take another Chromium for one that was named and is not there', () => {
  expect(hasChromium(only('/usr/bin/chromium'), '/opt/chromium')).toBe(false)
})

it('asks for each other package whose file is missing', () => {
  expect(missingPackages(only('/usr/bin/chromium', '/usr/bin/whip-client'), undefined)).toEqual(['firefox-esr', 'ffmpeg', 'strace', 'gccgo-go', 'golang-golang-x-mod-dev', 'python3-aiortc'])
})
