import { beforeEach, describe, expect, it } from 'vitest'
import { HandClock } from '../../../../../../testkit/hand-clock.ts'
import { pngFile } from '../../../../../../testkit/png.ts'
import { base64url } from '../../../../../kernel/bytes.ts'
import { Refused } from '../../../../../kernel/failures.ts'
import type { ItemId, PictureId, TrackId } from '../../../../../kernel/ids.ts'
import { nodeCrypto } from '../../../../../platform/crypto-node.ts'
import { Unreachable } from '../../../../../ui/client.ts'
import { plannedRun } from '../../../rules/run/run.ts'
import type { Piece } from '../../../rules/prefetch/prefetch.ts'
import type { PlanItem } from '../../../wire/run.ts'
import { Catalogue } from './catalogue.ts'
import type { FileKeep } from './file-keep.ts'
import { Prefetcher, type PrefetchDeps } from './prefetcher.ts'

const { sha256 } = nodeCrypto()
const song = `trk_${'a'.repeat(16)}` as TrackId
const [first, second] = ['a', 'b'].map((letter) => `pic_${letter.repeat(16)}` as PictureId) as [PictureId, PictureId]
const item = (letter: string, over: Partial<PlanItem>): PlanItem => ({ id: `item_${letter.repeat(16)}` as ItemId, title: 'x', kind: 'talk', seconds: 60, overrun: 'push', cues: [], poll: null, music: null, ...over })
const run = plannedRun({ objective: '', items: [
  item('a', { picture: { picture: first, as: 'slide' }, music: song }), item('b', { picture: { picture: second, as: 'overlay' } }),
] })

/** A box with files behind a link that is cut, slow or lies as a test wishes. */
class Box {
  readonly files = new Map<string, Uint8Array>([[first, pngFile(8, 8, [1, 2, 3], 100_000)], [second, pngFile(9, 9, [3, 2, 1], 50_000)], [song, new Uint8Array(80_000).fill(7)]])
  readonly asked: (Piece & { came: number })[] = []
  listings = 0
  /** Every request is cut after so many bytes. */
  cutAfter = Infinity
  refuses: Refused | null = null
  spoils = false

  readonly call = ((route: { name: string }) => {
    this.listings += 1
    const about = ([id, content]: [string, Uint8Array]) => ({ title: id, bytes: content.length, sha256: base64url(sha256(content)), path: `/${id}` })
    const all = [...this.files].map((one) => ({ id: one[0], ...about(one) }))
    return Promise.resolve(route.name === 'list-tracks'
      ? { tracks: all.filter(({ id }) => id.startsWith('trk')).map(({ id, ...rest }) => ({ track: id, seconds: 1, loops: false, ...rest })) }
      : { pictures: all.filter(({ id }) => id.startsWith('pic')).map(({ id, ...rest }) => ({ picture: id, type: 'image/png', width: 8, height: 8, ...rest })) })
  }) as never // As the client's, whose type follows the route.

  readonly fetchPiece: PrefetchDeps['fetchPiece'] = async (path, piece, onBytes) => {
    const content = this.files.get(path.slice(1))
    if (this.refuses) throw this.refuses
    if (!content) throw new Refused('PICTURE_UNKNOWN')
    const asked = { ...piece, came: 0 }
    this.asked.push(asked)
    await turn()
    const part = content.slice(piece.from, Math.min(piece.to, piece.from + this.cutAfter))
    asked.came = part.length
    if (part.length > 0) onBytes(this.spoils ? new Uint8Array(part.length) : part)
    if (part.length < piece.to - piece.from) throw new Unreachable()
  }
}

const turn = () => new Promise<void>((resolve) => void setImmediate(resolve))
let clock: HandClock
let box: Box
let asleep: boolean
beforeEach(() => {
  clock = new HandClock()
  box = new Box()
  asleep = false
})
const open = (over: Partial<PrefetchDeps> = {}): Prefetcher => new Prefetcher({
  catalogue: new Catalogue({ client: { call: box.call }, code: 'k7m4qx', now: () => clock.now() }), fetchPiece: box.fetchPiece, sha256, timers: clock,
  hubNow: () => clock.now(), now: () => clock.now(), random: () => 0.5, sight: () => ({ rung: 'full', cause: 'none', soundSuffers: false, asleep }), seat: () => ({ sounds: true, shows: true }), memory: null, keep: null, ...over,
})
async function passes(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 50) {
    clock.advance(50)
    for (let n = 0; n < 6; n++) await turn()
  }
}

describe('a page that fetches ahead', () => {
  it('has what the plan needs, right to the byte, and says how much of it', async () => {
    const page = open()
    expect(page.prepared()).toBeUndefined()
    page.hear(run, null)
    expect(page.prepared()).toEqual({ have: 0, of: 3 })
    await passes(8000)
    expect([page.prepared(), page.ready.value]).toEqual([{ have: 3, of: 3 }, { have: 3, of: 3 }])
    expect([...page.pictures.value].map(([ref, { title, width }]) => [ref, title, width])).toEqual([[first, first, 8], [second, second, 8]])
    const shown = await fetch(page.pictures.value.get(first)?.url ?? '')
    expect(Buffer.compare(Buffer.from(await shown.arrayBuffer()), box.files.get(first) ?? new Uint8Array())).toBe(0)
    page.end()
    expect(page.pictures.value.size).toBe(0)
  })

  it('asks for no byte again after its link broke off', async () => {
    box.cutAfter = 9000
    const page = open()
    page.hear(run, null)
    await passes(60_000)
    box.cutAfter = Infinity
    await passes(60_000)
    expect(page.prepared()).toEqual({ have: 3, of: 3 })
    for (const [ref, content] of box.files) expect(box.asked.filter((one) => one.ref === ref).reduce((sum, { came }) => sum + came, 0)).toBe(content.length)
  })

  it('begins a file anew whose bytes are not those promised, and shows nothing of it', async () => {
    box.spoils = true
    const page = open()
    page.hear(run, null)
    await passes(6000)
    expect([page.prepared()?.have, page.pictures.value.size]).toEqual([0, 0])
    box.spoils = false
    await passes(40_000)
    expect(page.prepared()).toEqual({ have: 3, of: 3 })
  })

  it('waits while the box is busy, without taking its link for a bad one', async () => {
    const memory: string[] = []
    box.refuses = new Refused('BUSY')
    const page = open({ memory: { read: () => null, write: (text) => void memory.push(text) } })
    page.hear(run, null)
    await passes(6000)
    expect([box.asked, memory]).toEqual([[], []])
    box.refuses = null
    await passes(10_000)
    expect(page.prepared()?.have).toBe(3)
    expect(memory.at(-1)).toContain('"failing":0')
  })

  it('asks for nothing while asleep, and goes on afterwards', async () => {
    asleep = true
    const page = open()
    page.hear(run, null)
    await passes(6000)
    expect(box.asked).toEqual([])
    asleep = false
    await passes(8000)
    expect(page.prepared()?.have).toBe(3)
  })

  it('does not need what the box no longer has, and asks ever less often for it', async () => {
    box.files.delete(second)
    const page = open()
    page.hear(run, null)
    await passes(30_000)
    expect(page.prepared()).toEqual({ have: 2, of: 2 })
    const before = box.listings
    await passes(60_000)
    expect(box.listings - before).toBeLessThanOrEqual(3)
  })

  it('brings music that begins before everything that is planned', async () => {
    const page = open()
    page.hear(run, null)
    const bytes = page.bytes(song)
    await passes(1000)
    expect(box.asked[0]?.ref).toBe(song)
    expect((await bytes).byteLength).toBe(80_000)
    // Decoding takes the bytes away; there are more.
    expect((await page.bytes(song)).byteLength).toBe(80_000)
  })

  it('says at once that music is not on the box, and that another is wanted meanwhile', async () => {
    const page = open()
    const unknown = page.bytes(`trk_${'z'.repeat(16)}`).catch((error: unknown) => error)
    await passes(500)
    expect(await unknown).toMatchObject({ code: 'TRACK_UNKNOWN' })
    box.cutAfter = 0
    const late = page.bytes(song).catch((error: unknown) => error)
    const other = page.bytes(song).catch((error: unknown) => error)
    expect(await late).toBeInstanceOf(Unreachable)
    page.end()
    expect(await other).toBeInstanceOf(Unreachable)
  })

  it('has at once what it kept from before a reload, and keeps nothing of a class that is over', async () => {
    const kept = new Map<string, Uint8Array<ArrayBuffer>>()
    const keep: FileKeep = { get: (path) => Promise.resolve(kept.get(path)), put: (path, bytes) => Promise.resolve(void kept.set(path, bytes)), tidy: () => Promise.resolve(kept.clear()) }
    const before = open({ keep })
    before.hear(run, null)
    await passes(8000)
    before.end()
    const fetches = box.asked.length
    const after = open({ keep })
    after.hear(run, null)
    await passes(500)
    expect([after.prepared(), box.asked.length]).toEqual([{ have: 3, of: 3 }, fetches])
    after.end(true)
    expect(kept.size).toBe(0)
  })
})
