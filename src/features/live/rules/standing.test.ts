import { describe, expect, it } from 'vitest'
import { Standing } from '../wire/words.ts'
import { comingRefusal, mayBeHeard, maySit } from './standing.ts'

const ALL = Standing.options

describe('how a seat stands', () => {
  it('gives a place to the welcome and the muted, and a voice to the welcome alone', () => {
    expect(ALL.filter(maySit)).toEqual(['welcome', 'muted'])
    expect(ALL.filter(mayBeHeard)).toEqual(['welcome'])
  })

  it('keeps a blocked one out whatever the door, and lets a removed one in again as a stranger', () => {
    expect(ALL.map((standing) => comingRefusal(standing, false))).toEqual([undefined, undefined, undefined, 'SEAT_BLOCKED'])
    expect(comingRefusal(undefined, false)).toBeUndefined()
  })

  it('locks out whoever has no place, and nobody who has one', () => {
    expect(ALL.map((standing) => comingRefusal(standing, true))).toEqual([undefined, undefined, 'DOOR_LOCKED', 'SEAT_BLOCKED'])
    expect(comingRefusal(undefined, true)).toBe('DOOR_LOCKED')
  })
})
