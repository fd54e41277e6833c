import { describe, expect, it } from 'vitest'
import { CueId } from '../../../../kernel/ids.ts'
import { hubTime } from '../../../../kernel/time.ts'
import type { CueResult } from '../../wire/words.ts'
import { measuredCue } from './measured.ts'

const result = (over: Partial<CueResult>): CueResult => ({
  cue: CueId.parse('cue_aaaaaaaaaaaaaaaa'), pressedAt: hubTime(0), at: hubTime(30_000), of: 3, played: 3, late: 0, apartMs: 6.6, afterMs: [45.2, 38.4, 41.1], settled: true, ...over,
})

describe('what the tour says of a cue', () => {
  it('is how many played it, how far apart, and how long after the press the middle one did', () => {
    expect(measuredCue(result({}))).toEqual({ played: 3, of: 3, apart: 7, after: 41, first: 38, last: 45 })
  })

  it('names no distance for a single page', () => {
    expect(measuredCue(result({ of: 2, played: 1, apartMs: 0, afterMs: [40] }))).toMatchObject({ played: 1, of: 2, apart: null, after: 40 })
  })

  it('is nothing before anybody has played it', () => {
    expect(measuredCue(result({ played: 0, apartMs: null, afterMs: [] }))).toBeNull()
  })
})
