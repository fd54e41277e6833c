import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../testkit/host.ts'
import { TestHub } from '../../testkit/hub.ts'
import { Page } from '../../testkit/page.ts'
import { pngFile } from '../../testkit/png.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { prefetchedFiles } from '../features/live/screens/link/prefetch/prefetched-files.ts'
import { openLobby, setPlan } from '../features/live/wire/routes.ts'
import { listPictures, type Picture, PICTURE_MOST_BYTES, removePicture } from '../features/live/wire/pictures.ts'
import type { Plan } from '../features/live/wire/run.ts'
import { plannedRun } from '../features/live/rules/run/run.ts'
import { newId } from '../kernel/ids.ts'
import { nodeCrypto } from '../platform/crypto-node.ts'
import { ToldRefusal } from '../ui/client.ts'
import { hubTime } from '../kernel/time.ts'
import { localMicros, pageTimers } from '../ui/timers.ts'

/** A whole hub starts in here, perhaps on a busy machine. */
const WITHIN_MS = 60_000
let hub: TestHub
let host: Host
let stranger: Page

beforeAll(async () => {
  hub = await TestHub.start({ media: false })
  host = await hub.host()
  stranger = new Page(hub.base)
}, WITHIN_MS)
afterAll(() => hub.close())

const at = (rest: string): string => `/api/1/classes/${host.code}/pictures${rest}`
const add = (content: Uint8Array, title = 'The knee', page = host.page) =>
  page.client.signed({ method: 'POST', path: at(`?title=${encodeURIComponent(title)}`), body: new Uint8Array(content), contentType: 'application/octet-stream', withinMs: 30_000 })
const refusal = async (answer: Promise<unknown>): Promise<string> =>
  answer.then(() => 'nothing', (error: unknown) => (error instanceof ToldRefusal ? `${error.code} ${error.status} ${error.sentence}` : String(error)))
const listed = async (page: Page): Promise<Picture[]> => (await page.client.call(listPictures, { params: { code: host.code } })).pictures

async function bytesOf(path: string, page = host.page, range?: string) {
  let answer: Response | undefined
  await page.client.signed({
    method: 'GET', path,
    fetch: async (url, init = {}) => {
      const response = await fetch(url, { ...init, headers: { ...Object.fromEntries(new Headers(init.headers)), ...(range && { range }) } })
      answer = response.clone()
      return response
    },
  })
  if (!answer) throw new Error('no answer')
  return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()), headers: answer.headers }
}
const showing = (...pictures: readonly Picture[]): Plan => ({
  objective: '', items: pictures.map(({ picture }) => ({ id: newId('item', nodeCrypto()), title: 'Look', kind: 'talk', seconds: 60, overrun: 'push', cues: [], poll: null, music: null, picture: { picture, as: 'slide' } })),
})

describe('a picture over the doors', () => {
  it('comes back as it was, whole or in stretches, and lies on the disk as noise', async () => {
    const slide = pngFile(800, 600, [1, 2, 3], 300_000)
    await add(slide, 'Für alle')
    const [added] = await listed(host.page)
    if (!added) throw new Error('not listed')
    expect(added).toMatchObject({ title: 'Für alle', width: 800, height: 600, bytes: slide.length })
    const whole = await bytesOf(added.path)
    expect([whole.status, whole.headers.get('content-type'), whole.headers.get('etag')]).toEqual([200, 'image/png', `"${added.sha256}"`])
    expect(Buffer.compare(whole.bytes, slide)).toBe(0)
    const rest = await bytesOf(added.path, host.page, 'bytes=1000-')
    expect([rest.status, rest.headers.get('content-range'), Buffer.compare(rest.bytes, slide.subarray(1000))]).toEqual([206, `bytes 1000-${slide.length - 1}/${slide.length}`, 0])
    expect(readdirSync(join(hub.folder, 'blobs'))).toHaveLength(1)
  })

  it('that is too large or none is refused with a sentence', async () => {
    expect(await refusal(add(new Uint8Array(PICTURE_MOST_BYTES + 1)))).toMatch(/^PICTURE_TOO_LARGE 4\d\d A picture may have 5 megabytes/)
    expect(await refusal(add(pngFile(4097, 1)))).toMatch(/^PICTURE_TOO_LARGE 4\d\d .*4096 pixels/)
    expect(await refusal(add(new Uint8Array(70_000)))).toMatch(/^PICTURE_UNREADABLE 4\d\d This file is no picture/)
    expect(await refusal(add(pngFile(4, 4), 'X', stranger))).toMatch(/^FORBIDDEN/)
  })

  it('is seen by others only while its class shows it', async () => {
    await add(pngFile(40, 30), 'Another')
    const [shown, other] = await listed(host.page)
    if (!shown || !other) throw new Error('not listed')
    expect([await listed(stranger), await refusal(bytesOf(shown.path, stranger))]).toEqual([[], expect.stringMatching(/^PICTURE_UNKNOWN 404/)])
    await host.page.client.call(setPlan, { params: { code: host.code }, input: { plan: showing(shown) } })
    expect(await listed(stranger)).toEqual([])
    await host.page.client.call(openLobby, { params: { code: host.code } })
    expect((await listed(stranger)).map(({ picture }) => picture)).toEqual([shown.picture])
    expect((await bytesOf(shown.path, stranger)).status).toBe(200)
    expect(await refusal(bytesOf(other.path, stranger))).toMatch(/^PICTURE_UNKNOWN 404/)
    expect(await refusal(bytesOf(at('/..%2f..%2fkeys/image')))).toMatch(/^NOT_FOUND 404/)
  })

  it('is fetched ahead by a page that needs it, though every page asks at once', async () => {
    const [shown] = await listed(stranger)
    if (!shown) throw new Error('not shown')
    const pages = Array.from({ length: 8 }, () => new Page(hub.base)).map((page) => prefetchedFiles({
      client: page.client, code: host.code, crypto: page.crypto, timers: pageTimers, now: localMicros, random: Math.random, hubNow: () => hubTime(localMicros()), trusted: false, storage: { getItem: () => null, setItem: () => undefined },
      seat: () => ({ sounds: true, shows: true }), sight: () => ({ rung: 'full', cause: 'none', soundSuffers: false, asleep: false }),
    }))
    for (const page of pages) page.hear(plannedRun(showing(shown)), null)
    await waitFor('every page to have the slide', () => pages.every((page) => page.pictures.value.size === 1), { within: 30_000 })
    expect(pages.map((page) => page.prepared())).toEqual(pages.map(() => ({ have: 1, of: 1 })))
    for (const page of pages) page.end()
  }, WITHIN_MS)

  it('that is removed is gone, also from the disk', async () => {
    const [shown] = await listed(host.page)
    if (!shown) throw new Error('not listed')
    await host.page.client.call(removePicture, { params: { code: host.code, picture: shown.picture } })
    expect([(await listed(host.page)).map(({ title }) => title), readdirSync(join(hub.folder, 'blobs')).length]).toEqual([['Another'], 1])
    expect(await refusal(bytesOf(shown.path))).toMatch(/^PICTURE_UNKNOWN 404/)
  })
})
