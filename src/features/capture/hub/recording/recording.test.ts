import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { CLASS, CODE, HOST, PRESENTER, recorded, RecordingWorld } from '../../../../../testkit/recording-world.ts'
import { sealedBlobs } from '../store.ts'
import { destroyRecording } from './destroy-recording.ts'
import { setRecording } from './set-recording.ts'
import { showRecording } from './show-recording.ts'

describe('a class off the record', () => {
  it('leaves no file, no key and no entry, and is in the live window', async () => {
    using world = new RecordingWorld()
    world.lobby()
    world.begin()
    const before = world.kinds()
    for (let count = 0; count < 4; count += 1) world.segment()
    await world.settled()
    expect(world.files).toEqual([])
    expect(world.kinds()).toEqual(before)
    expect(sealedBlobs(world.journal.query)).toEqual([])
    expect(world.window.segments(CLASS).map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3])
    expect(world.recording).toMatchObject({ state: 'off', seconds: 0, keptTo: null, tracks: { video: false, audio: true } })
  })

  it('keeps nothing that began before the host confirmed it, nor what ended after it was taken back', async () => {
    using world = new RecordingWorld()
    world.lobby()
    world.begin()
    world.clock.advance(500)
    const straddlesOn = world.at(-400)
    setRecording(world.deps, CODE, true, HOST)
    world.desk.hear({ type: 'segment', classId: CLASS, inits: [], closed: { from: straddlesOn, to: world.at(1500), discontinuity: false, parts: [] } })
    world.clock.advance(1500)
    const kept = world.segment()
    world.clock.advance(1000)
    setRecording(world.deps, CODE, false, HOST)
    world.desk.hear({ type: 'segment', classId: CLASS, inits: [], closed: { from: kept.to, to: world.at(500), discontinuity: false, parts: [] } })
    world.segment()
    await world.settled()
    expect(world.bodies('capture.segment-sealed.1')).toMatchObject([{ number: 0, from: kept.from, to: kept.to }])
    expect(world.files).toHaveLength(1)
  })
})

describe('a class on the record', () => {
  it('may be put there in the lobby, and begins to be kept with the class', async () => {
    using world = new RecordingWorld()
    world.lobby()
    expect(setRecording(world.deps, CODE, true, HOST).recording).toMatchObject({ state: 'on', keptTo: null, seconds: 0, why: null })
    expect(world.taps).toEqual([])
    world.begin()
    expect(world.taps).toEqual([PRESENTER])
    const kept = world.segment()
    await world.settled()
    expect(world.recording).toMatchObject({ state: 'on', keptTo: kept.to, seconds: 2 })
    expect(world.told.at(-1)).toEqual(world.recording)
  })

  it('is sealed: its entry commits to the ciphertext and, with a salt, to what it holds; its key opens it', async () => {
    using world = new RecordingWorld()
    await recorded(world, 1)
    const [body] = world.bodies('capture.segment-sealed.1') as { plain: string; parts: unknown[] }[]
    const row = world.journal.query.get<{ salt: Uint8Array }>('SELECT salt FROM capture_segment_key')
    expect(body?.parts).toEqual([{ track: 'audio', codec: 'opus', bytes: 9, init: 'ab'.repeat(32) }])
    expect(body?.plain).toBe(createHash('sha256').update(row?.salt ?? '').update('segment 0').digest('hex'))
    expect(Buffer.from(await world.deps.shelf.open(CLASS, 0)).toString()).toBe('segment 0')
    expect(world.deps.shelf.init('ab'.repeat(32))).toMatchObject({ codec: 'opus', size: null })
    const [entry] = world.journal.read(0, 100).filter(({ kind }) => kind === 'capture.segment-sealed.1')
    expect(world.files).toEqual([Buffer.from(entry?.blobs[0]?.sha256 ?? '', 'base64url').toString('hex')])
  })

  it('is put on record once however often the host asks, and every change of mind is', async () => {
    using world = new RecordingWorld()
    world.lobby()
    for (const on of [true, true, false, false, true]) setRecording(world.deps, CODE, on, HOST)
    expect(world.bodies('capture.recording-set.1')).toMatchObject([{ on: true }, { on: false }, { on: true }])
  })

  it('cannot be before its lobby nor after its end', () => {
    using world = new RecordingWorld()
    world.phase = 'draft'
    expect(() => setRecording(world.deps, CODE, true, HOST)).toThrow('CLASS_NOT_OPEN')
    world.phase = 'closed'
    expect(() => setRecording(world.deps, CODE, true, HOST)).toThrow('CLASS_OVER')
    expect(() => setRecording(world.deps, 'BBBBBB', true, HOST)).toThrow('CLASS_UNKNOWN')
    expect(world.kinds()).toEqual([])
  })

  it('goes on being recorded after a crash, with the numbers that follow', async () => {
    using world = new RecordingWorld()
    await recorded(world, 2)
    world.crash()
    expect(world.recording.state).toBe('on')
    world.desk.onClass(CLASS, 'live', PRESENTER)
    world.segment('after')
    await world.settled()
    expect(world.bodies('capture.segment-sealed.1')).toMatchObject([{ number: 0 }, { number: 1 }, { number: 2 }])
    expect(Buffer.from(await world.deps.shelf.open(CLASS, 2)).toString()).toBe('after')
  })

  it('has its last segment before its end, and nothing after it', async () => {
    using world = new RecordingWorld()
    await recorded(world, 1)
    const finishing = world.desk.finish(CLASS)
    expect(world.taps.at(-1)).toBeUndefined()
    world.desk.onClass(CLASS, 'live', PRESENTER)
    expect(world.taps.at(-1)).toBeUndefined()
    world.segment('the last')
    world.desk.hear({ type: 'finished', classId: CLASS })
    await finishing
    expect(world.bodies('capture.segment-sealed.1')).toHaveLength(2)
    world.desk.resume(CLASS)
    expect(world.taps.at(-1)).toBe(PRESENTER)
  })

  it('is not held up for long by a recorder that does not answer at its end', async () => {
    using world = new RecordingWorld()
    await recorded(world, 1)
    const finishing = world.desk.finish(CLASS)
    world.clock.advance(3000)
    await finishing
    expect(world.asked).toEqual([CLASS])
  })

  it('is what its projection says, also when that is built anew', async () => {
    using world = new RecordingWorld()
    await recorded(world, 2)
    const before = showRecording(world.deps, CODE)
    world.journal.rebuild()
    expect(showRecording(world.deps, CODE)).toEqual(before)
  })
})

describe('what is missing of a recording', () => {
  it('is shown with the reason', async () => {
    using world = new RecordingWorld()
    world.lobby()
    const begun = world.clock.wall()
    world.begin()
    world.clock.advance(3000)
    setRecording(world.deps, CODE, true, HOST)
    const on = world.clock.wall()
    world.segment()
    world.clock.advance(5000)
    world.segment()
    await world.settled()
    const { gaps } = showRecording(world.deps, CODE)
    expect(gaps).toMatchObject([{ from: begun, to: on, why: 'off' }, { why: 'no-media' }])
    expect((gaps[1]?.to ?? 0) - (gaps[1]?.from ?? 0)).toBe(5000)
  })
})

describe('a recorder that died', () => {
  it('is the reason of what is missing until it was there again', async () => {
    using world = new RecordingWorld()
    await recorded(world, 1)
    world.desk.recorderWorks(false)
    world.clock.advance(3000)
    world.desk.recorderWorks(true)
    world.segment()
    await world.settled()
    expect(world.bodies('capture.segments-lost.1')).toMatchObject([{ why: 'recorder-died' }])
  })
})

describe('the lamp', () => {
  it('says that nothing comes, that the recorder died, and that it is behind', async () => {
    using world = new RecordingWorld()
    await recorded(world, 1)
    world.clock.advance(9000)
    expect(world.recording).toMatchObject({ state: 'failing', why: 'no-media', tracks: { video: false, audio: false } })
    world.segment()
    expect(world.recording).toMatchObject({ state: 'on', why: null })
    world.desk.recorderWorks(false)
    expect(world.told.at(-1)).toMatchObject({ state: 'failing', why: 'recorder-died' })
    world.desk.recorderWorks(true)
    world.desk.hear({ type: 'lagging', classId: CLASS, packets: 12 })
    expect(world.told.at(-1)).toMatchObject({ state: 'failing', why: 'lagging' })
    await world.settled()
  })

  it('is on, and says why there is no picture, when only the sound can be kept', async () => {
    using world = new RecordingWorld()
    await recorded(world, 1)
    world.desk.hear({ type: 'streams', classId: CLASS, streams: { video: 'codec', audio: true } })
    world.segment()
    await world.settled()
    expect(world.recording).toMatchObject({ state: 'on', why: 'codec', tracks: { video: false, audio: true } })
  })

  it('says for how long there is room', async () => {
    using world = new RecordingWorld()
    world.freeBytes = 200 * 1024 * 1024 + 45_000
    await recorded(world, 2)
    expect(world.recording.roomForSeconds).toBe(10_000)
  })
})

describe('whom the recorder gets', () => {
  it('is the presenter of a live class alone, whoever that is', () => {
    using world = new RecordingWorld()
    world.lobby()
    world.desk.onClass(CLASS, 'lobby', PRESENTER)
    expect(world.taps).toEqual([])
    world.begin(null)
    expect(world.taps).toEqual([])
    world.desk.onClass(CLASS, 'live', PRESENTER)
    world.desk.onClass(CLASS, 'live', PRESENTER)
    world.desk.onClass(CLASS, 'live', null)
    world.end()
    expect(world.taps).toEqual([PRESENTER, undefined, undefined])
    expect(world.window.segments(CLASS)).toEqual([])
  })

  it('is told to media anew when media came later', () => {
    using world = new RecordingWorld()
    world.mediaWorks = false
    world.begin()
    expect(world.taps).toEqual([])
    world.mediaWorks = true
    world.desk.mediaWorks()
    expect(world.taps).toEqual([PRESENTER])
  })
})

describe('a recording that is destroyed', () => {
  it('is gone with its keys at once and with its files soon; its entries remain', async () => {
    using world = new RecordingWorld()
    await recorded(world, 3)
    expect(() => destroyRecording(world.deps, CODE, HOST)).toThrow('CLASS_NOT_OVER')
    world.end()
    expect(destroyRecording(world.deps, CODE, HOST).recording).toMatchObject({ seconds: 0, keptTo: null })
    await expect(world.deps.shelf.open(CLASS, 1)).rejects.toThrow('SEGMENT_GONE')
    expect(world.deps.shelf.segments(CLASS)).toEqual([])
    expect(world.bodies('capture.segment-sealed.1')).toHaveLength(3)
    expect(world.bodies('capture.recording-destroyed.1')).toEqual([{ segments: 3 }])
    await expect.poll(() => world.files).toEqual([])
    expect(() => destroyRecording(world.deps, CODE, HOST)).toThrow('NO_RECORDING')
    world.journal.rebuild()
    expect(sealedBlobs(world.journal.query)).toEqual([])
  })
})

describe('a segment on the disk', () => {
  it('that was changed is refused as damaged, and one that never was as gone', async () => {
    using world = new RecordingWorld()
    await recorded(world, 1)
    world.damage(world.files[0] ?? '')
    await expect(world.deps.shelf.open(CLASS, 0)).rejects.toThrow('SEGMENT_DAMAGED')
    await expect(world.deps.shelf.open(CLASS, 7)).rejects.toThrow('SEGMENT_GONE')
  })

  it('stays when a start clears away what belongs to nothing', async () => {
    using world = new RecordingWorld()
    await recorded(world, 1)
    await world.blobs.put(Buffer.from('left by a crash'))
    expect(await world.blobs.sweep(sealedBlobs(world.journal.query))).toBe(1)
    expect(Buffer.from(await world.deps.shelf.open(CLASS, 0)).toString()).toBe('segment 0')
  })
})
