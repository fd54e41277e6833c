import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LobbyWorld } from '../../../../../../testkit/lobby-world.ts'
import { pngFile } from '../../../../../../testkit/png.ts'
import { newId } from '../../../../../kernel/ids.ts'
import type { PictureId } from '../../../../../kernel/ids.ts'
import { openBlobs } from '../../../../../platform/blobs.ts'
import type { PlanItem } from '../../../wire/run.ts'
import { endClass } from '../../class/end-class.ts'
import { makeClass } from '../../class/make-class.ts'
import { setPlan } from '../../run/set-plan.ts'
import type { FileDeps } from '../deps.ts'
import { storedFiles, storedPicture } from '../file-store.ts'
import { addPicture, MOST_PICTURES } from './add-picture.ts'
import { allPictures, listPictures } from './list-pictures.ts'
import { removePicture } from './remove-picture.ts'

let world: LobbyWorld
let folder: string

beforeEach(() => {
  world = new LobbyWorld()
  folder = mkdtempSync(join(tmpdir(), 'lectern-pictures-'))
})
afterEach(() => {
  world[Symbol.dispose]()
  rmSync(folder, { recursive: true, force: true })
})

const deps = (): FileDeps => ({ ...world.deps, blobs: openBlobs(folder) })
const slide = pngFile(64, 48)
const add = (title = 'The knee', content = slide) => addPicture(deps(), world.made.code, { title, content }, world.host.id)
const added = async (title?: string): Promise<PictureId> => {
  const last = (await add(title)).pictures.at(-1)
  if (!last) throw new Error('no picture')
  return last.picture
}
const all = () => allPictures(world.deps, world.made.code).pictures
const seenBy = (roles: Parameters<typeof listPictures>[2]) => listPictures(world.deps, world.made.code, roles).pictures.map(({ picture }) => picture)
const files = (): string[] => readdirSync(folder)
const showing = (picture: PictureId): PlanItem => ({
  id: newId('item', world.crypto), title: 'Look', kind: 'talk', seconds: 60, overrun: 'push', cues: [], poll: null, music: null, picture: { picture, as: 'slide' },
})

describe('the box\'s pictures', () => {
  it('grow by a file with its size, its hash and where to get it, and it comes back as it was', async () => {
    const picture = await added('  The knee ')
    expect(all()).toEqual([{
      picture, title: 'The knee', type: 'image/png', width: 64, height: 48, bytes: slide.length,
      sha256: Buffer.from(world.crypto.sha256(slide)).toString('base64url'), path: `/api/1/classes/${world.made.code}/pictures/${picture}/image`,
    }])
    const stored = storedPicture(world.journal.query, picture)
    if (!stored) throw new Error('not stored')
    expect(Buffer.compare(await deps().blobs.get(stored.blob, stored.key), slide)).toBe(0)
  })

  it('are on record as a hash: title and hash of the picture erasable, key in no entry', async () => {
    await added('Secret title')
    const entry = world.journal.read(0, 100).find(({ kind }) => kind === 'live.picture-added.1')
    expect(entry).toMatchObject({ class: null, body: { type: 'image/png', width: 64, height: 48 }, blobs: [{ bytes: slide.length + 16 }] })
    expect(JSON.stringify(entry)).not.toMatch(new RegExp(`Secret|${all()[0]?.sha256 ?? 'x'}`))
  })

  it('are the same after a restart and after every table was built anew', async () => {
    await added()
    const before = all()
    world.crashAndRestart()
    expect(all()).toEqual(before)
    world.journal.rebuild()
    expect(all()).toEqual(before)
    expect(storedFiles(world.journal.query)).toHaveLength(1)
  })

  it('are as many as a plan has items and no more', async () => {
    for (let n = 0; n < MOST_PICTURES; n++) await add(`Slide ${n}`)
    await expect(add()).rejects.toMatchObject({ code: 'PICTURES_TOO_MANY' })
    expect([all().length, files().length]).toEqual([MOST_PICTURES, MOST_PICTURES])
  })

  it.each([
    ['a script', 'Slide', new TextEncoder().encode('<svg onload="alert(1)"/>'), 'PICTURE_UNREADABLE'],
    ['nothing', 'Slide', new Uint8Array(), 'PICTURE_UNREADABLE'],
    ['too many bytes', 'Slide', new Uint8Array(5_000_001), 'PICTURE_TOO_LARGE'],
    ['too many pixels', 'Slide', pngFile(4097, 1), 'PICTURE_TOO_LARGE'],
    ['a picture without a title', ' ', slide, 'BAD_INPUT'],
    ['a title of a thousand characters', 'x'.repeat(1000), slide, 'BAD_INPUT'],
  ])('refuse %s and keep nothing of it', async (_, title, content, refusal) => {
    await expect(add(title, content)).rejects.toMatchObject({ code: refusal })
    expect([all(), files()]).toEqual([[], []])
  })
})

describe('who may see a picture', () => {
  it('is the crew always, and everybody else what the plan shows, while the class is on', async () => {
    const [shown, other] = [await added('Shown'), await added('Other')]
    setPlan(world.deps, world.made.code, { objective: '', items: [showing(shown)] }, world.host.id)
    expect([seenBy(['host']), seenBy(['learner']), seenBy([])]).toEqual([[shown, other], [shown], [shown]])
    world.begin()
    expect(seenBy(['learner'])).toEqual([shown])
    await endClass(world.deps, world.made.code, world.host.id)
    expect([seenBy(['co-host']), seenBy(['learner'])]).toEqual([[shown, other], []])
  })

  it('sees none of a class that is still being prepared', async () => {
    const shown = await added()
    world.begin()
    await endClass(world.deps, world.made.code, world.host.id)
    const draft = makeClass(world.deps, 'Next week', world.host.id, { objective: '', items: [showing(shown)] })
    expect(listPictures(world.deps, draft.code, ['learner']).pictures).toEqual([])
    expect(() => listPictures(world.deps, '222222', [])).toThrow('CLASS_UNKNOWN')
  })

  it('sees what a host puts into the run while it goes', async () => {
    const picture = await added()
    setPlan(world.deps, world.made.code, { objective: '', items: [{ ...showing(picture), picture: { picture: await added('Other'), as: 'overlay' } }] }, world.host.id)
    const host = world.studio()
    world.begin()
    const run = host.last('run')?.run
    expect(seenBy(['learner'])).not.toContain(picture)
    host.command({ type: 'move-run', revision: run?.revision ?? -1, move: { do: 'insert', after: null, item: showing(picture) } })
    world.clock.advance(300)
    expect(seenBy(['learner'])).toContain(picture)
  })
})

describe('a picture that is removed', () => {
  it('is gone with its key and its file, also for whoever rebuilds the tables', async () => {
    const picture = await added()
    await removePicture(deps(), world.made.code, picture, world.host.id)
    expect([all(), files()]).toEqual([[], []])
    world.journal.rebuild()
    expect(storedPicture(world.journal.query, picture)).toBeUndefined()
    await expect(removePicture(deps(), world.made.code, picture, world.host.id)).rejects.toMatchObject({ code: 'PICTURE_UNKNOWN' })
  })

  it('lets the item of a plan that names it go on without', async () => {
    const picture = await added()
    setPlan(world.deps, world.made.code, { objective: '', items: [showing(picture)] }, world.host.id)
    await removePicture(deps(), world.made.code, picture, world.host.id)
    const phone = world.learner()
    world.begin()
    expect([phone.last('run')?.run?.current, phone.last('run')?.run?.items[0]?.picture]).toEqual([0, { picture, as: 'slide' }])
    expect(seenBy(['learner'])).toEqual([])
  })
})
