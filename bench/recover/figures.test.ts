import { describe, expect, it } from 'vitest'
import { backAt } from './figures.ts'

describe('a picture after a crash', () => {
  const running = [0, 33, 66, 100, 133]

  it('is back with the first frame of those that move after it stopped', () => {
    expect(backAt([...running, 2000, 2033, 2066, 2100, 2133], 90)).toBe(2000)
  })

  it('is not back while it only shows what was under way, or a single frame', () => {
    expect(backAt(running, 90)).toBeUndefined()
    expect(backAt([...running, 2000], 90)).toBeUndefined()
    expect(backAt([...running, 2000, 9000, 9033, 9066, 9100, 9133], 90)).toBe(9000)
  })

  it('is not confused by an earlier stop', () => {
    expect(backAt([0, 900, 933, 966, 1000, 1033], 950)).toBeUndefined()
  })
})
