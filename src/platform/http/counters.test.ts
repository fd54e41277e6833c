import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Counters, WINDOW } from './counters.ts'

describe('the replay window', () => {
  it('accepts every counter once, whatever the order within the window', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 1, max: WINDOW }), { maxLength: 300 }), (order) => {
      const counters = new Counters(1)
      for (const counter of order) expect(counters.accept('dev', counter)).toEqual({ outcome: 'fresh' })
      for (const counter of order) expect(counters.accept('dev', counter)).toEqual({ outcome: 'used', highest: Math.max(...order) })
    }))
  })

  it('never accepts a counter twice, whatever was sent in between, and agrees with a plain set', () => {
    const counter = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 900, max: 1100 }), fc.integer({ min: 1, max: 5000 }), fc.constant(Number.MAX_SAFE_INTEGER))
    fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b'), counter), { maxLength: 400 }), (sent) => {
      const counters = new Counters(2)
      const model = { a: new Set<number>(), b: new Set<number>() }
      for (const [device, number] of sent) {
        const used = model[device]
        const highest = Math.max(0, ...used)
        const fresh = !used.has(number) && number > highest - WINDOW
        expect(counters.accept(device, number)).toEqual(fresh ? { outcome: 'fresh' } : { outcome: 'used', highest })
        if (fresh) used.add(number)
      }
    }))
  })

  it('takes one more device than it has places for as a reason for a new nonce, and still knows the others', () => {
    const counters = new Counters(2)
    counters.accept('a', 1)
    counters.accept('b', 1)
    expect(counters.accept('c', 1)).toEqual({ outcome: 'full' })
    expect(counters.accept('a', 1)).toEqual({ outcome: 'used', highest: 1 })
    counters.clear()
    expect(counters.accept('c', 1)).toEqual({ outcome: 'fresh' })
  })
})
