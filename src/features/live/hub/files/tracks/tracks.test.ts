import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LobbyWorld } from '../../../../../../testkit/lobby-world.ts'
import { newId } from '../../../../../kernel/ids.ts'
import { BlobDamaged, openBlobs } from '../../../../../platform/blobs.ts'
import { beatSound } from '../../../rules/together/beat-sound.ts'
import { setPlan } from '../../run/set-plan.ts'
import { addTrack, MOST_TRACKS } from './add-track.ts'
import type { FileDeps } from '../deps.ts'
import { listTracks } from './list-tracks.ts'
import { removeTrack } from './remove-track.ts'
import { storedTrack, storedTracks } from '../file-store.ts'

let world: LobbyWorld
let folder: string

beforeEach(() => {
  world = new LobbyWorld()
  folder = mkdtempSync(join(tmpdir(), 'lectern-tracks-'))
})
afterEach(() => {
  world[Symbol.dispose]()
  rmSync(folder, { recursive: true, force: true })
})

const deps = (): FileDeps => ({ ...world.deps, blobs: openBlobs(folder) })
const song = beatSound(140)
const add = (title = 'Walking song', content = song) => addTrack(deps(), world.made.code, { title, content }, world.host.id)
const remove = (track: string) => removeTrack(deps(), world.made.code, track, world.host.id)
const files = (): string[] => readdirSync(folder)
const given = () => listTracks(world.deps, world.made.code).tracks.filter(({ track }) => track.startsWith('trk_'))
const only = () => {
  const [track] = given()
  if (!track) throw new Error('no track')
  return track.track
}

describe('the box\'s music', () => {
  it('is four loops before anybody brought any, each with its length', () => {
    expect(listTracks(world.deps, world.made.code).tracks.map(({ track, title, seconds, loops, path }) => [track, title, Math.round(seconds ?? 0), loops, path])).toEqual([
      ['beat-60', 'Beat, 60 a minute', 8, true, `/api/1/classes/${world.made.code}/tracks/beat-60/sound`],
      ['beat-100', 'Beat, 100 a minute', 5, true, `/api/1/classes/${world.made.code}/tracks/beat-100/sound`],
      ['beat-120', 'Beat, 120 a minute', 4, true, `/api/1/classes/${world.made.code}/tracks/beat-120/sound`],
      ['beat-140', 'Beat, 140 a minute', 3, true, `/api/1/classes/${world.made.code}/tracks/beat-140/sound`],
    ])
  })

  it('grows by a file, whose sound comes back as it was', async () => {
    const { tracks } = await add('  Walking song ')
    const added = tracks.at(-1)
    expect(added).toMatchObject({ title: 'Walking song', loops: false, seconds: Math.round((8 * 60_000) / 140) / 1000 })
    const stored = storedTrack(world.journal.query, added?.track ?? '')
    if (!stored) throw new Error('not stored')
    expect(Buffer.compare(await deps().blobs.get(stored.blob, stored.key), song)).toBe(0)
  })

  it('is on record as a hash: title erasable, key in no entry', async () => {
    await add('Secret title')
    const entry = world.journal.read(0, 100).find(({ kind }) => kind === 'live.track-added.1')
    expect(entry).toMatchObject({ class: null, body: { type: 'audio/wav' }, blobs: [{ bytes: song.length + 16 }] })
    expect(JSON.stringify(entry)).not.toContain('Secret')
    const key = storedTracks(world.journal.query)[0]?.key ?? new Uint8Array()
    expect(JSON.stringify(world.journal.read(0, 100).map((one) => [one, world.journal.disclosed(one)]))).not.toContain(Buffer.from(key).toString('base64url'))
  })

  it('is the same after a restart and after every table was built anew', async () => {
    await add()
    const before = given()
    world.crashAndRestart()
    expect(given()).toEqual(before)
    world.journal.rebuild()
    expect(given()).toEqual(before)
    const host = world.studio()
    world.begin()
    host.command({ type: 'music', start: { track: only() } })
    expect(host.last('music')?.music).toMatchObject({ title: 'Walking song', loops: false, line: { length: 3_429_000 } })
  })

  it('takes no more than twenty files', async () => {
    for (let n = 0; n < MOST_TRACKS; n++) await add(`Song ${n}`)
    await expect(add()).rejects.toMatchObject({ code: 'TRACKS_TOO_MANY' })
    expect([given().length, files().length]).toEqual([MOST_TRACKS, MOST_TRACKS])
    await remove(only())
    expect((await add('Room again')).tracks.at(-1)?.title).toBe('Room again')
  })

  it.each([
    ['no sound', 'Song', new TextEncoder().encode('<script>alert(1)</script>'), 'TRACK_UNREADABLE'],
    ['nothing', 'Song', new Uint8Array(), 'TRACK_UNREADABLE'],
    ['too much', 'Song', new Uint8Array(20_000_001), 'TRACK_TOO_LARGE'],
    ['a sound without a title', '  ', song, 'BAD_INPUT'],
    ['a title of a thousand characters', 'x'.repeat(1000), song, 'BAD_INPUT'],
  ])('refuses %s and keeps nothing of it', async (_, title, content, refusal) => {
    await expect(add(title, content)).rejects.toMatchObject({ code: refusal })
    expect([given(), files()]).toEqual([[], []])
  })

  it('is not a class\'s: a code that nobody has gets none of it', async () => {
    await expect(addTrack(deps(), '222222', { title: 'Song', content: song }, world.host.id)).rejects.toMatchObject({ code: 'CLASS_UNKNOWN' })
    expect(() => listTracks(world.deps, '222222')).toThrow('CLASS_UNKNOWN')
  })
})

describe('a piece that is removed', () => {
  it('is gone with its key and its file, also for whoever rebuilds the tables', async () => {
    await add()
    const track = only()
    const stored = storedTrack(world.journal.query, track)
    await remove(track)
    expect([given(), files()]).toEqual([[], []])
    world.journal.rebuild()
    expect(storedTrack(world.journal.query, track)).toBeUndefined()
    if (!stored) throw new Error('was not stored')
    await expect(deps().blobs.get(stored.blob, stored.key)).rejects.toThrow(BlobDamaged)
    await expect(remove(track)).rejects.toMatchObject({ code: 'TRACK_UNKNOWN' })
  })

  it('stops where it plays', async () => {
    await add()
    const [host, phone] = [world.studio(), world.learner()]
    world.begin()
    host.command({ type: 'music', start: { track: only() } })
    expect(phone.last('music')?.music?.title).toBe('Walking song')
    await remove(only())
    expect(phone.last('music')?.music).toBeNull()
  })

  it('lets the item of a plan that names it go on without', async () => {
    await add()
    const track = given()[0]?.track
    if (!track) throw new Error('no track')
    const item = { id: newId('item', world.crypto), title: 'Walk', kind: 'talk' as const, seconds: 60, overrun: 'push' as const, cues: [], poll: null, music: track }
    setPlan(world.deps, world.made.code, { objective: '', items: [item] }, world.host.id)
    await remove(track)
    const phone = world.learner()
    world.begin()
    expect([phone.last('run')?.run?.current, phone.last('music')?.music]).toEqual([0, null])
  })

  it('cannot be one that the box makes itself', async () => {
    await expect(remove('beat-100')).rejects.toMatchObject({ code: 'TRACK_UNKNOWN' })
  })
})

describe('a song that does not loop', () => {
  it('is over at its end', async () => {
    await add()
    const [host, phone] = [world.studio(), world.learner()]
    world.begin()
    host.command({ type: 'music', start: { track: only() } })
    world.clock.advance(3600)
    expect(phone.last('music')?.music?.title).toBe('Walking song')
    world.clock.advance(200)
    expect(phone.last('music')?.music).toBeNull()
    world.crashAndRestart()
    expect(world.learner().last('music')?.music).toBeNull()
  })
})
