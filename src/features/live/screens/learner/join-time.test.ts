import { expect, it } from 'vitest'
import { joinTimeMs } from './join-time.ts'

const instants = { askedAt: 1_000_000, liveAt: null, mediaAt: null, clockAt: null }

it('counts a silent seat from the press to a good clock', () => {
  expect(joinTimeMs({ ...instants, clockAt: 1_400_000 }, true)).toBe(400)
})
it('counts a late comer from the press to the first picture or sound', () => {
  expect(joinTimeMs({ ...instants, liveAt: 900_000, mediaAt: 1_700_000 }, false)).toBe(700)
})
it('does not count the wait in the lobby', () => {
  expect(joinTimeMs({ ...instants, liveAt: 600_000_000, mediaAt: 600_250_000 }, false)).toBe(250)
})
it('says nothing before joining has succeeded', () => {
  expect(joinTimeMs({ ...instants, clockAt: 1_400_000 }, false)).toBeNull()
  expect(joinTimeMs({ ...instants, mediaAt: 1_400_000 }, true)).toBeNull()
  expect(joinTimeMs({ ...instants, askedAt: null, clockAt: 5 }, true)).toBeNull()
})
