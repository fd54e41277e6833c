import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CLASS, CODE, HOST, recorded, RecordingWorld } from '../../../../testkit/recording-world.ts'
import type { WallTime } from '../../../kernel/time.ts'
import { captureAnswers } from './answers.ts'
import { destroyRecording } from './recording/destroy-recording.ts'
import { storedSegments } from './store.ts'
import { overlaps } from './stream/recorded-source.ts'

const wall = (at: number): WallTime => at as WallTime

describe('what others may ask of a recording', () => {
  it('is whether anything of a span can still be opened, by the same rule as streams and removals choose segments', async () => {
    using world = new RecordingWorld()
    await recorded(world, 2)
    world.clock.advance(10_000)
    world.segment('later')
    await world.settled()
    const answers = captureAnswers(world.journal.query, world.clock)
    const segments = storedSegments(world.journal.query, CLASS)
    const from = segments[0]?.wall ?? 0
    fc.assert(fc.property(fc.integer({ min: -3000, max: 20_000 }), fc.integer({ min: 0, max: 5000 }), (start, length) => {
      const span = { from: wall(from + start), to: wall(from + start + length) }
      expect(answers.hasRecordedSpan(CLASS, span)).toBe(segments.some((segment) => overlaps(segment, span)))
    }))
    world.end()
    destroyRecording(world.deps, CODE, HOST)
    expect(answers.hasRecordedSpan(CLASS, { from: wall(from), to: wall(from + 1000) })).toBe(false)
  })

  it('is from when to when the class goes: from its beginning up to now', async () => {
    using world = new RecordingWorld()
    const answers = captureAnswers(world.journal.query, world.clock)
    expect(answers.classSpan(CLASS)).toBeNull()
    world.lobby()
    expect(answers.classSpan(CLASS)).toBeNull()
    const begun = world.clock.wall()
    await recorded(world, 2)
    world.clock.advance(3000)
    expect(answers.classSpan(CLASS)).toEqual({ from: begun, to: begun + 7000 })
    world.segment('the last')
    await world.settled()
    expect(answers.classSpan(CLASS)?.to).toBe(begun + 9000)
  })
})
