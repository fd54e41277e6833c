import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DeviceId } from '../../../kernel/ids.ts'
import { ROLES } from '../../../kernel/roles.ts'
import type { Role } from '../../../kernel/roles.ts'
import { removalRefusal, rolesAfterPairing } from './devices.ts'
import { lengthRefusal, placeRefusal } from './passphrase.ts'

const id = (letter: string) => `dev_${letter.repeat(16)}` as DeviceId
const anyRoles = fc.uniqueArray(fc.constantFrom(...ROLES))

describe('pairing', () => {
  it('adds to what a device had, never makes a learner, and knows one order', () => {
    expect(rolesAfterPairing(['co-host'], ['desk', 'learner', 'host'])).toEqual(['host', 'co-host', 'desk'])
    fc.assert(fc.property(anyRoles, anyRoles, (before, given) => {
      const after = rolesAfterPairing(before, given)
      expect(new Set(after)).toEqual(new Set([...before, ...given].filter((role) => role !== 'learner')))
      expect(rolesAfterPairing(after, given)).toEqual(after)
    }))
  })
})

describe('removing a device', () => {
  it('is refused for one that is not paired, and for the last that is a host', () => {
    const crew = new Map<DeviceId, Role[]>([[id('a'), ['host']], [id('b'), ['co-host']]])
    expect(removalRefusal(crew, id('c'))).toBe('DEVICE_UNKNOWN')
    expect(removalRefusal(crew, id('a'))).toBe('LAST_HOST_DEVICE')
    expect(removalRefusal(crew, id('b'))).toBeUndefined()
    expect(removalRefusal(new Map([...crew, [id('d'), ['host'] as Role[]]]), id('a'))).toBeUndefined()
  })

  it('never leaves a box with a host without one', () => {
    fc.assert(fc.property(fc.array(anyRoles, { minLength: 1, maxLength: 6 }), fc.array(fc.nat({ max: 6 })), (held, removals) => {
      const crew = new Map(held.map((roles, n) => [id('abcdefg'[n] ?? 'z'), roles]))
      const hasHost = () => [...crew.values()].some((roles) => roles.includes('host'))
      const before = hasHost()
      for (const n of removals) {
        const device = id('abcdefg'[n] ?? 'z')
        if (removalRefusal(crew, device) === undefined) crew.delete(device)
      }
      expect(hasHost()).toBe(before)
    }))
  })
})

describe('a passphrase', () => {
  it('is typed on the box itself or over https, never over plain http', () => {
    expect(placeRefusal('own-screen')).toBeUndefined()
    expect(placeRefusal('trusted')).toBeUndefined()
    expect(placeRefusal('plain')).toBe('PASSPHRASE_NEEDS_TRUST')
  })

  it('has ten characters at least, as people count them', () => {
    expect(lengthRefusal('123456789')).toBe('PASSPHRASE_TOO_SHORT')
    expect(lengthRefusal('1234567890')).toBeUndefined()
    expect(lengthRefusal('e\u0301'.repeat(9))).toBe('PASSPHRASE_TOO_SHORT')
    expect(lengthRefusal('🎵'.repeat(9))).toBe('PASSPHRASE_TOO_SHORT')
  })
})
