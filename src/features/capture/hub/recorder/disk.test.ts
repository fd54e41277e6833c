import { describe, expect, it } from 'vitest'
import { CLASS, CODE, recorded, RecordingWorld } from '../../../../../testkit/recording-world.ts'
import { showRecording } from '../recording/show-recording.ts'

describe('a disk that fails', () => {
  it('turns the lamp and nothing of the class; what waits is written once it works again', async () => {
    using world = new RecordingWorld()
    await recorded(world, 1)
    const mend = world.breakFolder()
    world.segment('waits')
    await world.settled()
    expect(world.recording).toMatchObject({ state: 'failing', why: 'disk-failing', seconds: 2 })
    expect(world.faults).toHaveLength(1)
    expect(world.window.segments(CLASS)).toHaveLength(2)
    mend()
    world.clock.advance(2000)
    await world.settled()
    expect(world.recording).toMatchObject({ state: 'on', why: null, seconds: 4 })
    expect(Buffer.from(await world.deps.shelf.open(CLASS, 1)).toString()).toBe('waits')
    expect(world.kinds()).not.toContain('capture.segments-lost.1')
  })

  it('is not tried again, nor the record looked at, once the box ends', async () => {
    const world = new RecordingWorld()
    await recorded(world, 1)
    world.breakFolder()
    world.segment('waits')
    await world.settled()
    await world.desk.end()
    const before = [world.faults.length, world.told.length]
    world[Symbol.dispose]()
    expect(() => world.clock.advance(10_000)).not.toThrow()
    await world.settled()
    expect([world.faults.length, world.told.length]).toEqual(before)
  })

  it('for longer than memory holds loses the oldest, and says so with the next that is kept', async () => {
    using world = new RecordingWorld()
    await recorded(world, 1)
    const mend = world.breakFolder()
    for (let count = 0; count < 21; count += 1) {
      world.segment(`waits ${count}`)
      await world.settled()
    }
    mend()
    world.clock.advance(2000)
    await world.settled()
    const [lost] = world.bodies('capture.segments-lost.1') as { from: number; to: number; why: string }[]
    expect(lost).toMatchObject({ why: 'disk-failing' })
    expect((lost?.to ?? 0) - (lost?.from ?? 0)).toBe(5 * 2_000_000)
    expect(showRecording(world.deps, CODE).gaps.map(({ why, from, to }) => [why, to - from])).toEqual([['disk-failing', 10_000]])
    const numbers = (world.bodies('capture.segment-sealed.1') as { number: number }[]).map(({ number }) => number)
    expect(numbers).toEqual(numbers.map((_, index) => index))
    expect(numbers).toHaveLength(17)
  })

  it('is left its last room: recording stops before it is full, and goes on when there is room again', async () => {
    using world = new RecordingWorld()
    await recorded(world, 1)
    world.freeBytes = 200 * 1024 * 1024
    world.clock.advance(11_000)
    world.segment('no room')
    await world.settled()
    expect(world.recording).toMatchObject({ state: 'failing', why: 'disk-full', roomForSeconds: 0 })
    expect(world.files).toHaveLength(1)
    world.freeBytes = 10 * 1024 ** 3
    world.clock.advance(12_000)
    await world.settled()
    world.clock.advance(2000)
    await world.settled()
    expect(world.recording.why).not.toBe('disk-full')
    expect(world.bodies('capture.segment-sealed.1')).toHaveLength(2)
  })

  it('until the class ends leaves what was not written lost, on record before the end, and nothing comes after it', async () => {
    using world = new RecordingWorld()
    await recorded(world, 1)
    const mend = world.breakFolder()
    world.segment('never written')
    await world.settled()
    const finishing = world.desk.finish(CLASS)
    world.desk.hear({ type: 'finished', classId: CLASS })
    await finishing
    expect(world.bodies('capture.segments-lost.1')).toMatchObject([{ why: 'disk-failing' }])
    world.end()
    const entries = world.kinds().length
    mend()
    world.clock.advance(10_000)
    await world.settled()
    expect(world.kinds()).toHaveLength(entries)
    expect(world.files).toHaveLength(1)
  })
})
