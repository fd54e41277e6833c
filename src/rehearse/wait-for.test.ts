import { describe, expect, it } from 'vitest'

import { inTime, waitFor } from './wait-for.ts'

describe('waiting', () => {
  it('returns what the condition found as soon as it is there', async () => {
    let looks = 0
    expect(await waitFor('third look', () => ++looks === 3 && 'found', { within: 5000 })).toBe('found')
    expect(looks).toBe(3)
  })

  it('fails loudly, naming what never came', async () => {
    await expect(waitFor('a ship', () => false, { within: 20 })).rejects.toThrow('a ship')
    await expect(inTime('a train', new Promise<never>(() => undefined), { within: 20 })).rejects.toThrow('a train')
  })

  it('does not hide a condition that throws', async () => {
    await expect(waitFor('x', () => { throw new RangeError('broken') }, { within: 5000 })).rejects.toThrow(RangeError)
  })

  it('hands on what the promise yields, or its own failure', async () => {
    expect(await inTime('x', Promise.resolve(3), { within: 5000 })).toBe(3)
    await expect(inTime('x', Promise.reject(new RangeError('broken')), { within: 5000 })).rejects.toThrow(RangeError)
  })
})
