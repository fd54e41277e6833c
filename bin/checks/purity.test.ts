import { describe, expect, it } from 'vitest'
import { checkPurity, checkSecureContext } from './purity.ts'
import { parseSource } from './source.ts'

describe('purity', () => {
  const faults = (text: string, path = 'src/features/live/rules/a.ts') => checkPurity([parseSource(path, text)])

  it.each(['Date.now()', 'new Date()', 'Math.random()', 'process.env.X', 'setTimeout(f, 1)', 'performance.now()', 'crypto.getRandomValues(x)', '(document as unknown)', 'const b = Buffer.from(x)', 'f({ clock: performance })'])(
    'finds %s in rules',
    (text) => {
      expect(faults(text)).toHaveLength(1)
    },
  )

  it.each(['const f = (crypto) => crypto.sha256(x)', 'import { document } from "./document.ts"; document.x', 'x.process', '({ location: 1 })', 'new Date(at)', 'type T = { fetch(): void }', 'const { performance } = x; performance.now()'])(
    'finds nothing in %s',
    (text) => {
      expect(faults(text)).toEqual([])
    },
  )

  it('binds kernel, wire and rules, and no other room', () => {
    expect(faults('Date.now()', 'src/kernel/time.ts')).toHaveLength(1)
    expect(faults('Date.now()', 'src/features/live/wire/a.ts')).toHaveLength(1)
    expect(faults('Date.now()', 'src/platform/clock.ts')).toEqual([])
    expect(faults('Date.now()', 'src/kernel/time.test.ts')).toEqual([])
  })
})

describe('what exists on secured addresses only', () => {
  const faults = (text: string, path = 'src/features/live/screens/a.tsx') => checkSecureContext([parseSource(path, text)])

  it.each(['crypto.subtle.digest(a, b)', 'crypto.randomUUID()', 'navigator.serviceWorker', `navigator['wakeLock']`, 'const { mediaDevices } = navigator', 'navigator.mediaDevices?.getUserMedia'])(
    'is found in %s',
    (text) => {
      expect(faults(text).length).toBeGreaterThan(0)
    },
  )

  it('may be touched by the capability adapter and on the hub', () => {
    expect(faults('navigator.mediaDevices', 'src/ui/capabilities.ts')).toEqual([])
    expect(faults('navigator.mediaDevices', 'src/ui/capabilities/camera.ts')).toEqual([])
    expect(faults('crypto.randomUUID()', 'src/platform/ids.ts')).toEqual([])
    expect(faults('navigator.mediaDevices', 'src/ui/device.ts')).toHaveLength(1)
  })
})
