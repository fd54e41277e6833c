import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CLASS, RedactionWorld } from '../../../../../testkit/redaction-world.ts'
import { Refused } from '../../../../kernel/failures.ts'
import { av1Config } from '../../../../media/cmaf/av1/sequence-header.ts'
import { blackPicture } from '../../../../media/cmaf/black/black-picture.ts'
import { samplesOf } from '../../../../media/cmaf/read-samples.ts'
import { segmentReplaced } from '../../wire/entries.ts'
import { EncoderFailed } from '../run-ffmpeg.ts'
import { storedSegments } from '../store.ts'
import { listOf } from '../stream/recorded-lists.ts'
import type { RedactionCoder } from './coder.ts'

const BOTH = { sound: true, picture: true }
const SOUND = { sound: true, picture: false }
const PICTURE = { sound: false, picture: true }
const TONE = Uint8Array.of(0xfc, 1, 2, 3)

/** Stands in for an encoder: what it makes can be told from everything else. */
const coder: RedactionCoder = {
  works: () => Promise.resolve(true), tone: () => Promise.resolve([TONE]),
  coarsen: ({ count, from, to }) => Promise.resolve({ config: blackPicture('avc1.42c01e', { width: 320, height: 180 }, 0).config, pictures: Array.from({ length: count }, (_, index) => Buffer.from(index >= from && index < to ? 'coarse' : 'fine')) }),
}

let world: RedactionWorld
beforeEach(async () => {
  world = new RedactionWorld()
  for (let count = 0; count < 4; count += 1) await world.seal()
})
afterEach(() => world[Symbol.dispose]())

const bodies = () => world.journal.read(0, world.journal.head().size).filter(({ kind }) => kind === segmentReplaced.kind).map(({ body }) => segmentReplaced.body.parse(body))
const picturesOf = async (number: number, track: 'video' | 'audio') => {
  const { parts } = storedSegments(world.journal.query, CLASS)[number] ?? { parts: [] }
  const bytes = await world.deps.shelf.open(CLASS, number)
  const at = track === 'video' ? 0 : (parts.find((part) => part.track === 'video')?.bytes ?? 0)
  return samplesOf(bytes.subarray(at, at + (parts.find((part) => part.track === track)?.bytes ?? 0)))
}

describe('replacing segments', () => {
  it('touches nothing that counts until it is committed; then everything of the old is gone, its key too', async () => {
    const before = { files: world.files.toSorted(), keys: world.keys(), head: world.journal.head().size }
    const prepared = await world.prepare(world.span(1, 2), BOTH)
    expect(prepared.segments).toEqual([1, 2])
    expect([world.keys(), world.journal.head().size]).toEqual([before.keys, before.head])
    expect(world.files).toHaveLength(6)
    expect(world.readable()).toEqual(new Set(['video 0', 'audio 0', 'video 1', 'audio 1', 'video 2', 'audio 2', 'video 3', 'audio 3']))
    world.commit(prepared)
    await prepared.done()
    expect(world.files).toHaveLength(4)
    expect(world.files.filter((file) => before.files.includes(file))).toHaveLength(2)
    expect(world.readable()).toEqual(new Set(['video 0', 'audio 0', 'video 3', 'audio 3']))
    expect([world.forgotten, world.letGo]).toEqual([[CLASS], storedSegments(world.journal.query, CLASS).slice(1, 3).map(({ to }) => to)])
    for (const number of [1, 2]) expect(world.holds(before.keys[number] ?? new Uint8Array())).toBe(false)
    expect(world.holds(before.keys[0] ?? new Uint8Array())).toBe(true)
  })

  it('puts on record what stands there now, by whom and for which claim, and is projected the same when it is replayed', async () => {
    const prepared = await world.prepare(world.span(1), SOUND)
    world.journal.transact((tx) => prepared.commit(tx, { cause: 'clm_aaaaaaaaaaaaaaaa' as never, actor: 'dev_reviewer' }))
    await prepared.done()
    const [entry] = world.journal.read(world.journal.head().size - 1, world.journal.head().size)
    const stored = storedSegments(world.journal.query, CLASS)
    expect(entry).toMatchObject({ kind: 'capture.segment-replaced.1', actor: 'dev_reviewer', class: { id: CLASS }, blobs: [stored[1]?.blob], body: { number: 1, cause: 'clm_aaaaaaaaaaaaaaaa', means: 'silence', parts: stored[1]?.parts } })
    world.journal.rebuild()
    expect(storedSegments(world.journal.query, CLASS)).toEqual(stored)
    expect(stored.map(({ number }) => number)).toEqual([0, 1, 2, 3])
  })

  it('leaves the other track byte for byte, also when the one was replaced before', async () => {
    const [picture, sound] = [await picturesOf(1, 'video'), await picturesOf(1, 'audio')]
    await world.redact(world.span(1), SOUND)
    expect(await picturesOf(1, 'video')).toEqual(picture)
    expect((await picturesOf(1, 'audio')).samples.every(({ data }) => Buffer.compare(data, Buffer.of(0xf8, 0xff, 0xfe)) === 0)).toBe(true)
    expect((await picturesOf(1, 'audio')).end).toBe(sound.end)
    await world.redact(world.span(1), PICTURE)
    expect((await picturesOf(1, 'video')).samples).toHaveLength(1)
    expect(await world.marks(1)).toEqual(new Set())
    await world.redact(world.span(2), PICTURE)
    expect(await world.marks(2)).toEqual(new Set(['audio 2']))
  })

  it('that a picture stood still over is black there too: the last one is not shown in its place', async () => {
    await world.seal(['audio'])
    expect((await world.redact(world.span(4), PICTURE)).segments).toEqual([4])
    expect(storedSegments(world.journal.query, CLASS)[4]?.parts.map(({ track, codec }) => [track, codec])).toEqual([['video', 'avc1.42c01f'], ['audio', 'opus']])
    expect(await world.marks(4)).toEqual(new Set(['audio 4']))
  })

  it('breaks the stream where it begins and where it ends, and not between', async () => {
    await world.redact(world.span(1, 2), PICTURE)
    expect(listOf(storedSegments(world.journal.query, CLASS)).map(({ discontinuity, discontinuities }) => [discontinuity, discontinuities])).toEqual([[false, 0], [true, 1], [false, 1], [true, 2]])
    await world.redact(world.span(0), SOUND)
    expect(listOf(storedSegments(world.journal.query, CLASS)).map(({ discontinuities }) => discontinuities)).toEqual([0, 1, 1, 2])
  })

  it('whose file is not what was sealed can be done all the same; nothing of them is kept then', async () => {
    world.damage(1)
    await expect(world.deps.shelf.open(CLASS, 1)).rejects.toThrow(new Refused('SEGMENT_DAMAGED'))
    await world.redact(world.span(1), SOUND)
    expect(await world.marks(1)).toEqual(new Set())
    expect((await picturesOf(1, 'video')).samples).toHaveLength(1)
    expect(world.files).toHaveLength(4)
  })

  it('of which nothing is to go, or there are none, changes nothing and is no failure', async () => {
    const head = world.journal.head().size
    for (const span of [{ from: 0, to: 5 }, { from: world.span(0).from, to: world.span(0).from }] as ReturnType<typeof world.span>[]) expect((await world.redact(span, BOTH)).segments).toEqual(span.from === span.to ? [0] : [])
    world.destroy()
    expect((await world.redact(world.span(1), BOTH)).segments).toEqual([])
    expect(world.journal.head().size).toBe(head + 2)
  })
})

describe('a redaction that is not to be', () => {
  it('leaves no file of its own', async () => {
    const files = world.files.toSorted()
    const prepared = await world.prepare(world.span(0, 3), BOTH)
    expect(world.files).toHaveLength(8)
    await prepared.discard()
    expect(world.files.toSorted()).toEqual(files)
    expect(world.readable().size).toBe(8)
  })

  it('is refused when the disk is full, and nothing has changed', async () => {
    const files = world.files.toSorted()
    for (const code of ['ENOSPC', 'EDQUOT']) {
      world.failWrites = Object.assign(new Error('full'), { code })
      await expect(world.prepare(world.span(0, 3), BOTH)).rejects.toThrow(new Refused('RECORD_FAILING'))
    }
    expect([world.files.toSorted(), world.readable().size]).toEqual([files, 8])
  })

  it('is refused when there is no encoder, or it fails, and nothing has changed', async () => {
    const files = world.files.toSorted()
    await expect(world.prepare(world.span(0), BOTH, 'tone')).rejects.toThrow(new Refused('NO_ENCODER'))
    let works = 2
    world.coder = { ...coder, coarsen: (pictures) => (works-- > 0 ? coder.coarsen(pictures) : Promise.reject(new EncoderFailed('ffmpeg ended'))) }
    await expect(world.prepare(world.span(0, 3), BOTH, 'tone')).rejects.toThrow(new Refused('NO_ENCODER'))
    world.coder = { ...coder, tone: () => Promise.reject(new EncoderFailed('no opus')) }
    await expect(world.prepare(world.span(0, 3), SOUND, 'tone')).rejects.toThrow(new Refused('NO_ENCODER'))
    expect([world.files.toSorted(), world.readable().size]).toEqual([files, 8])
  })

  it('is refused at its commit when something else was replaced or destroyed meanwhile: what is gone does not come back with it', async () => {
    const [late, early] = [await world.prepare(world.span(1, 2), PICTURE), await world.prepare(world.span(2, 3), SOUND)]
    world.commit(early)
    expect(() => world.commit(late)).toThrow(new Refused('BUSY'))
    await early.done()
    await late.discard()
    expect(world.readable()).toEqual(new Set(['video 0', 'audio 0', 'video 1', 'audio 1', 'video 2', 'video 3']))
    const never = await world.prepare(world.span(0), BOTH)
    world.destroy()
    expect(() => world.commit(never)).toThrow(new Refused('BUSY'))
    await never.discard()
    expect(world.readable()).toEqual(new Set())
  })

  it('does no harm when it is told so after its commit, nor when it is done without one', async () => {
    const one = await world.prepare(world.span(0), BOTH)
    world.commit(one)
    await one.discard()
    expect(await world.marks(0)).toEqual(new Set())
    const other = await world.prepare(world.span(1), BOTH)
    await other.done()
    expect(await world.marks(1)).toEqual(new Set(['video 1', 'audio 1']))
  })

  it('is refused while its span is still being written', async () => {
    world.journal.transact((tx) => void tx.append({ kind: 'capture.recording-set.1', classId: CLASS, actor: 'box', body: { on: true, at: world.clock.now() } }))
    const { from, to } = world.span(3)
    await expect(world.prepare({ from, to: (to + 5000) as typeof to }, BOTH)).rejects.toThrow(new Refused('BUSY'))
    expect((await world.prepare({ from, to }, BOTH)).segments).toEqual([3])
    world.clock.advance(70_000)
    expect((await world.prepare({ from, to: (to + 5000) as typeof to }, BOTH)).segments).toEqual([3])
  })

  it('that cannot remove a file says so, having let go of everything else; the next start does it', async () => {
    const prepared = await world.prepare(world.span(1), BOTH)
    world.commit(prepared)
    world.failRemoves = true
    await expect(prepared.done()).rejects.toThrow(AggregateError)
    expect([world.forgotten, world.files.length, world.readable().size]).toEqual([[CLASS], 5, 6])
    await world.restart()
    expect(world.files).toHaveLength(4)
  })
})

describe('with an encoder', () => {
  beforeEach(() => { world.coder = coder })

  it('only what lies in the span is changed: packets of sound with one on either side, and pictures that are shown in it', async () => {
    const { wall } = storedSegments(world.journal.query, CLASS)[1] ?? { wall: 0 }
    const { samples, end } = await picturesOf(1, 'audio')
    await world.redact({ from: wall + 500, to: wall + 1000 } as ReturnType<typeof world.span>, BOTH, 'tone')
    const sound = await picturesOf(1, 'audio')
    expect([sound.samples.length, sound.end]).toEqual([samples.length, end])
    const changed = sound.samples.flatMap(({ data }, index) => (Buffer.compare(data, samples[index]?.data ?? Buffer.of()) === 0 ? [] : [index]))
    expect(changed).toEqual(Array.from({ length: 27 }, (_, index) => index + 24))
    expect(changed.every((index) => Buffer.compare(sound.samples[index]?.data ?? Buffer.of(), TONE) === 0)).toBe(true)
    const pictures = await picturesOf(1, 'video')
    // Ten pictures, 960 ticks of 90 000 apart, the last one up to the end.
    expect(pictures.samples.map(({ data }) => Buffer.from(data).toString())).toEqual([...Array.from({ length: 9 }, () => 'fine'), 'coarse'])
    expect(bodies()).toMatchObject([{ number: 1, means: 'tone' }])
  })

  it('pictures in AV1, and what cannot be opened, become black and silent, and their entries say so', async () => {
    const av1 = blackPicture('av01.0.04M.08', null, 0)
    expect(av1.config).toEqual(av1Config(Buffer.from(av1.data.subarray(0, 13))))
    await world.seal(['video', 'audio'], av1.config)
    world.damage(3)
    await world.redact(world.span(2, 4), BOTH, 'tone')
    expect(bodies().map(({ number, means }) => [number, means])).toEqual([[2, 'tone'], [3, 'silence'], [4, 'silence']])
    expect(storedSegments(world.journal.query, CLASS)[4]?.parts[0]?.codec).toBe(av1.config.codec)
  })
})

describe('a process that dies', () => {
  it('at whatever instant leaves the old state or the new one, and nothing of the old when it is the new', async () => {
    let killed = 0
    for (let step = 0; ; step += 1) {
      using one = new RedactionWorld()
      for (let count = 0; count < 4; count += 1) await one.seal()
      const old = one.keys()
      one.killAt(step)
      const ended = await one.redact(one.span(1, 2), BOTH).catch((error: unknown) => error)
      if (ended instanceof Error) killed += 1
      await one.restart()
      const isNew = (await one.marks(1)).size === 0
      expect(one.readable()).toEqual(new Set([0, ...(isNew ? [] : [1, 2]), 3].flatMap((number) => [`video ${number}`, `audio ${number}`])))
      expect(one.files).toHaveLength(4)
      if (isNew) for (const number of [1, 2]) expect(one.holds(old[number] ?? new Uint8Array())).toBe(false)
      if (!(ended instanceof Error)) break
      expect(String(ended)).toMatch(/Killed|AggregateError/)
    }
    // Two openings, two writes, the commit, the log and two removals, each before and after.
    expect(killed).toBe(16)
  })
})
