import { describe, expect, it } from 'vitest'
import { nodeCrypto } from '../../../../platform/crypto-node.ts'
import { Refused } from '../../../../kernel/failures.ts'
import { newId } from '../../../../kernel/ids.ts'
import { SegmentCache } from './segment-cache.ts'

const one = newId('cls', nodeCrypto())
const other = newId('cls', nodeCrypto())

/** A shelf of segments of ten bytes each; those below zero are gone. */
function cacheOf(mostBytes: number): { cache: SegmentCache; opened: number[] } {
  const opened: number[] = []
  const cache = new SegmentCache({
    open: async (_, number) => {
      opened.push(number)
      if (number < 0) throw new Refused('SEGMENT_GONE')
      return new Uint8Array(10).fill(number)
    },
  }, mostBytes)
  return { cache, opened }
}

describe('opened segments of recordings', () => {
  it('are opened once for all who ask together, and after', async () => {
    const { cache, opened } = cacheOf(100)
    const [first, second] = await Promise.all([cache.open(one, 1), cache.open(one, 1)])
    expect(await cache.open(one, 1)).toBe(first)
    expect(second).toBe(first)
    expect(opened).toEqual([1])
  })

  it('never take more memory than they may; those used longest ago go first', async () => {
    const { cache, opened } = cacheOf(30)
    for (const number of [1, 2, 3]) await cache.open(one, number)
    await cache.open(one, 1)
    await cache.open(one, 4)
    expect(cache.bytes).toBe(30)
    await cache.open(one, 1)
    await cache.open(one, 2)
    expect(opened).toEqual([1, 2, 3, 4, 2])
    for (let number = 0; number < 50; number++) await cache.open(other, number)
    expect(cache.bytes).toBe(30)
  })

  it('remember no failure', async () => {
    const { cache, opened } = cacheOf(30)
    for (let times = 0; times < 2; times++) await expect(cache.open(one, -1)).rejects.toThrow(new Refused('SEGMENT_GONE'))
    expect([opened, cache.bytes]).toEqual([[-1, -1], 0])
  })

  it('are forgotten with their class, also those that are being opened', async () => {
    const { cache, opened } = cacheOf(100)
    await cache.open(other, 1)
    await cache.open(one, 1)
    const opening = cache.open(one, 2)
    cache.forget(one)
    await opening
    expect(cache.bytes).toBe(10)
    await cache.open(one, 1)
    expect(opened).toEqual([1, 1, 2, 1])
  })
})
