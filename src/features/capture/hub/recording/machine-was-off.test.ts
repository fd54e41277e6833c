import { describe, expect, it } from 'vitest'
import { HandClock } from '../../../../../testkit/hand-clock.ts'
import { CODE, HOST, RecordingWorld } from '../../../../../testkit/recording-world.ts'
import { setRecording } from './set-recording.ts'
import { showRecording } from './show-recording.ts'

describe('what is missing of a recording', () => {
  it('is the same once the machine was off and its clock begins anew', async () => {
    using world = new RecordingWorld()
    world.lobby()
    world.begin()
    world.clock.advance(3000)
    setRecording(world.deps, CODE, true, HOST)
    world.segment()
    await world.settled()
    const { gaps } = showRecording(world.deps, CODE)
    const later = new HandClock({ startMs: 10_000, wallMs: world.clock.wall() + 86_400_000, boot: 'bbbbbbbbbbbbbbbb' })
    expect(showRecording({ ...world.deps, clock: later }, CODE).gaps.slice(0, gaps.length)).toEqual(gaps)
    expect(gaps.length).toBeGreaterThan(0)
  })
})
