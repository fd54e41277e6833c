import { describe, expect, it } from 'vitest'
import { findCut } from './cuts.ts'

const S = 1_000_000
const key = (seconds: number, sameStream = true) => ({ at: seconds * S, sameStream })
const seen = (over: { soundTo?: number; picture?: number; now?: number } = {}) => ({
  soundTo: (over.soundTo ?? -Infinity) * S, picture: { at: (over.picture ?? 10) * S, arrival: (over.picture ?? 10) * S }, now: (over.now ?? 10) * S,
})
const withPicture = { from: 0, hasPicture: true }
const soundOnly = { from: 0, hasPicture: false }

describe('where a class is cut', () => {
  it('is at the first keyframe after a second and a half', () => {
    expect(findCut(withPicture, [key(0), key(1), key(2), key(4)], seen())?.at).toBe(2 * S)
    expect(findCut(withPicture, [key(0), key(1)], seen())).toBeUndefined()
  })

  it('is at once where the picture is another', () => {
    expect(findCut(withPicture, [key(0), key(0.4, false)], seen())?.at).toBe(0.4 * S)
  })

  it('is where the sound is when the picture stopped three seconds ago, and not before', () => {
    expect(findCut(withPicture, [key(0)], seen({ picture: 1, now: 3.9, soundTo: 4 }))).toBeUndefined()
    expect(findCut(withPicture, [key(0)], seen({ picture: 1, now: 4, soundTo: 4 }))).toEqual({ at: 2 * S, pictureLost: true })
    expect(findCut(withPicture, [key(0)], seen({ picture: 1, now: 4 }))?.at).toBeCloseTo(1.033 * S, -4)
  })

  it('is every two seconds of sound alone, and where a picture begins', () => {
    expect(findCut(soundOnly, [], seen({ soundTo: 1.9 }))).toBeUndefined()
    expect(findCut(soundOnly, [], seen({ soundTo: 5 }))?.at).toBe(2 * S)
    expect(findCut(soundOnly, [key(1.2)], seen({ soundTo: 5 }))?.at).toBe(1.2 * S)
    expect(findCut({ from: 2 * S, hasPicture: false }, [key(1.9)], seen({ soundTo: 5 }))?.at).toBe(2 * S)
  })
})
