import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Bottleneck } from './bottleneck.ts'

describe('a narrow place', () => {
  let now = 0
  let sent: { at: number; first: number }[]
  beforeEach(() => {
    now = 0
    sent = []
    vi.useFakeTimers()
  })
  afterEach(() => { vi.useRealTimers() })
  const narrow = (bitsPerSecond: number): Bottleneck => new Bottleneck(bitsPerSecond, { now: () => now }, (bytes) => sent.push({ at: now, first: bytes[0] ?? -1 }))
  const pass = (ms: number): void => {
    for (let at = 0; at < ms; at += 1) {
      now += 1000
      vi.advanceTimersByTime(1)
    }
  }

  it('lets through what its rate allows, in order, and keeps a copy of what waits', () => {
    const link = narrow(80_000)
    const bytes = Buffer.alloc(100)
    for (let number = 0; number < 10; number += 1) {
      bytes[0] = number
      link.take(bytes)
    }
    pass(60)
    expect(sent.map(({ first }) => first)).toEqual([0, 1, 2, 3, 4, 5])
    pass(60)
    expect(sent).toHaveLength(10)
    expect(sent.map(({ at }) => at)).toEqual(sent.map(({ at }) => at).toSorted((a, b) => a - b))
    expect(vi.getTimerCount()).toBe(0)
  })

  it('loses what would wait for more than a quarter of a second', () => {
    const link = narrow(80_000)
    for (let number = 0; number < 100; number += 1) link.take(Buffer.alloc(100, number))
    pass(2000)
    expect(sent).toHaveLength(25)
  })

  it('holds nothing once it has ended', () => {
    const link = narrow(8_000)
    for (let number = 0; number < 2; number += 1) link.take(Buffer.alloc(100, number))
    link.end()
    expect(sent).toHaveLength(2)
    expect(vi.getTimerCount()).toBe(0)
  })
})
