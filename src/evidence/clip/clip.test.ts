import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBack } from '../../../testkit/c2pa-reader.ts'
import { ClipWorld, HUB, wholeOf } from '../../../testkit/clip-record.ts'
import { CLASS } from '../../../testkit/recording-world.ts'
import type { WallTime } from '../../kernel/time.ts'

/** What the reader always says where nobody is asked over a network. */
const OFFLINE = 'signingCredential.ocsp.skipped'

async function recorded(seconds = 5): Promise<{ world: ClipWorld; file: Buffer }> {
  const world = new ClipWorld()
  world.add('h264-baseline-96x64', seconds)
  return { world, file: await onlyFile(world) }
}

async function onlyFile(world: ClipWorld): Promise<Buffer> {
  const files = await world.files()
  expect(files).toHaveLength(1)
  return files[0] ?? Buffer.alloc(0)
}

describe('the manifest of a clip', () => {
  it('is valid to a reader that is not ours, and trusted only by who was given the authority of its box', async () => {
    const { world, file } = await recorded()
    expect(await readBack(file)).toMatchObject({ state: 'Valid', failures: ['signingCredential.untrusted'] })
    expect(await readBack(file, new ClipWorld().trusted)).toMatchObject({ state: 'Valid', failures: ['signingCredential.untrusted'] })
    expect(await readBack(file, world.trusted)).toMatchObject({ state: 'Trusted', failures: [], remarks: [OFFLINE], title: 'AAAAAA.mp4', issuer: `Lectern ${HUB}` })
  })

  it('says that it was captured, where on record it stands, and nothing of an edit where there was none', async () => {
    const { world, file } = await recorded()
    const read = await readBack(file, world.trusted)
    expect(read.said('c2pa.actions.v2')).toEqual([{ actions: [{ action: 'c2pa.created', digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture' }] }])
    const [first, last] = [world.segments[0], world.segments.at(-1)]
    expect(read.said('org.lectern.record')).toEqual([{
      hub: HUB, class: CLASS, checkpoint: world.record.checkpoint(), span: { from: first?.wall, to: (first?.wall ?? 0) + 5000 },
      segments: { count: world.segments.length, first: { number: 0, entry: first?.sealed }, last: { number: world.segments.length - 1, entry: last?.sealed } },
    }])
    expect(read.said('org.lectern.redaction')).toEqual([])
    expect(read.ingredients).toBe(0)
  })

  it('says of what was replaced where it is, what it was, and which entries decided it; the original is no ingredient', async () => {
    const { world } = await recorded(16)
    world.replace(1, 3)
    world.replace(5, 6, ['sound', 'picture'])
    const read = await readBack(await onlyFile(world), world.trusted)
    expect(read).toMatchObject({ state: 'Trusted', failures: [], ingredients: 0 })
    expect(read.said('c2pa.actions.v2')).toEqual([{ actions: [
      expect.objectContaining({ action: 'c2pa.created' }),
      { action: 'c2pa.edited', changes: [['2.000', '6.000'], ['10.000', '12.000']].map(([start, end]) => ({ region: [{ type: 'temporal', time: { type: 'npt', start, end } }] })) },
    ] }])
    const decided = (segment: number): unknown => ({ segment, ...world.segments[segment]?.replaced?.decided[0] })
    expect(read.said('org.lectern.redaction')).toEqual([
      expect.objectContaining({ file: { from: 2000, to: 6000 }, what: ['sound'], decided: [decided(1), decided(2)] }),
      expect.objectContaining({ file: { from: 10_000, to: 12_000 }, what: ['sound', 'picture'], decided: [decided(5)] }),
    ])
  })

  it('shows every flipped bit of what it is over', async () => {
    const { world, file } = await recorded()
    const media = file.indexOf('moov') - 4
    await fc.assert(fc.asyncProperty(fc.integer({ min: media, max: file.length - 1 }), fc.integer({ min: 0, max: 7 }), async (at, bit) => {
      const read = await readBack(flipped(file, at, bit), world.trusted).catch(() => null)
      expect(read === null || (read.state === 'Invalid' && read.failures.includes('assertion.bmffHash.mismatch'))).toBe(true)
    }), { numRuns: 60 })
  })

  it('shows every flipped bit of what it says', async () => {
    const { world, file } = await recorded()
    // Of the boxes around it only what they are called is neither hashed nor signed.
    const claim = file.indexOf('c2pa.claim.v2\0')
    const signature = file.indexOf('c2pa.signature\0')
    const said = [[file.indexOf('c2pa.actions.v2\0'), claim - 34], [claim + 22, signature - 34], [signature + 23, file.indexOf('moov') - 5]] as const
    const places = fc.oneof(...said.map(([min, max]) => fc.integer({ min, max })))
    await fc.assert(fc.asyncProperty(places, fc.integer({ min: 0, max: 7 }), async (at, bit) => {
      const read = await readBack(flipped(file, at, bit), world.trusted).catch(() => null)
      expect(read?.state).not.toBe('Trusted')
    }), { numRuns: 200 })
  })

  it('shows that a file is cut short, longer, in another order, or carries what another manifest is over', async () => {
    const { world, file } = await recorded()
    const other = await recorded()
    const [start, media] = [file.indexOf('moov') - 4, other.file.indexOf('moov') - 4]
    const last = file.lastIndexOf('moof') - 4
    for (const damaged of [file.subarray(0, last), Buffer.concat([file, file.subarray(last)]), Buffer.concat([file.subarray(0, start), file.subarray(last), file.subarray(start, last)])]) {
      expect(await readBack(damaged, world.trusted)).toMatchObject({ state: 'Invalid' })
    }
    world.add('h264-baseline-96x64', 2, { after: 60 })
    const longer = await onlyFile(world)
    expect(await readBack(Buffer.concat([file.subarray(0, start), longer.subarray(longer.indexOf('moov') - 4)]), world.trusted)).toMatchObject({ state: 'Invalid' })
    expect(media).toBe(start)
  })
})

describe('a clip', () => {
  it('is cut where segments are, and lies at the beginning of its file', async () => {
    const { world } = await recorded(16)
    const from = world.segments[2]?.wall ?? 0
    const [file] = await world.clip({ span: { from: from + 500 as WallTime, to: from + 3000 as WallTime } })
    if (!file) throw new Error('no file')
    const whole = await wholeOf(file)
    expect(whole).toHaveLength(file.bytes)
    expect((await readBack(whole, world.trusted)).said('org.lectern.record')).toMatchObject([{ segments: { count: 2, first: { number: 2 }, last: { number: 3 } } }])
  })

  it('of nothing, or of more than may be, is refused', async () => {
    const { world } = await recorded()
    await expect(world.clip({ span: { from: null, to: 1 as WallTime } })).rejects.toMatchObject({ code: 'NOTHING_RECORDED' })
    await expect(new ClipWorld().clip()).rejects.toMatchObject({ code: 'NOTHING_RECORDED' })
    await expect(world.clip({ mostBytes: 1000 })).rejects.toMatchObject({ code: 'CLIP_TOO_LONG' })
  })

  it('of what somebody asked to have removed is refused until that is decided', async () => {
    const { world } = await recorded(16)
    const [from = 0, to = 0] = [world.segments[3]?.wall, world.segments[4]?.wall]
    world.claimed = [{ from: from + 100 as WallTime, to: to - 100 as WallTime }]
    await expect(world.clip()).rejects.toMatchObject({ code: 'CLIP_CLAIMED', details: { count: 1 } })
    await expect(world.clip({ span: { from: null, to: from as WallTime } })).resolves.toHaveLength(1)
    world.claimed = []
    await expect(world.clip()).resolves.toHaveLength(1)
  })

  it('of which something is replaced while it is written is refused at its end, not handed out', async () => {
    const { world } = await recorded()
    const [file] = await world.clip()
    const one = world.kept[1]
    if (!file || !one) throw new Error('no file')
    world.kept[1] = { ...one, parts: one.parts.map((part) => part.track === 'audio' ? { ...part, content: part.content.with(part.content.length - 1, 0) } : part) }
    await expect(wholeOf(file)).rejects.toMatchObject({ code: 'CLIP_CHANGED' })
  })

  it('goes on in another file where the codec changes', async () => {
    const world = new ClipWorld()
    world.add('h264-baseline-96x64', 4)
    world.add('vp9-96x64', 4, { after: 4 })
    expect((await world.clip()).map(({ name }) => name)).toEqual(['AAAAAA-1.mp4', 'AAAAAA-2.mp4'])
    for (const file of await world.files()) expect(await readBack(file, world.trusted)).toMatchObject({ state: 'Trusted' })
  })
})

function flipped(file: Buffer, at: number, bit: number): Buffer {
  const damaged = Buffer.from(file)
  damaged[at] = (damaged[at] ?? 0) ^ (1 << bit)
  return damaged
}
