import { readdirSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../testkit/host.ts'
import { TestHub } from '../../testkit/hub.ts'
import { Page } from '../../testkit/page.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { listTracks, TRACK_MOST_BYTES } from '../features/live/wire/routes.ts'
import { beatSound } from '../features/live/rules/together/beat-sound.ts'
import { formatAuthorization } from '../kernel/signed-request.ts'
import { ToldRefusal } from '../ui/client.ts'

/** A whole hub starts in here, perhaps on a busy machine. */
const WITHIN_MS = 60_000
let hub: TestHub
let host: Host

beforeAll(async () => {
  hub = await TestHub.start({ media: false })
  host = await hub.host()
}, WITHIN_MS)
afterAll(() => hub.close())

const song = beatSound(60)
const at = (rest: string): string => `/api/1/classes/${host.code}/tracks${rest}`
const add = (content: Uint8Array, title = 'Walking song') =>
  host.page.client.signed({ method: 'POST', path: at(`?title=${encodeURIComponent(title)}`), body: new Uint8Array(content), contentType: 'application/octet-stream', withinMs: 30_000 })
const refusal = async (answer: Promise<unknown>): Promise<string> =>
  answer.then(() => 'nothing', (error: unknown) => (error instanceof ToldRefusal ? `${error.code} ${error.status} ${error.sentence}` : String(error)))

async function sound(path: string) {
  let bytes = new Uint8Array()
  const answer = await host.page.client.signed({
    method: 'GET', path,
    fetch: async (...asked) => {
      const response = await fetch(...asked)
      bytes = new Uint8Array(await response.clone().arrayBuffer())
      return response
    },
  })
  return { bytes, headers: answer.headers }
}

describe('music over the doors', () => {
  it('of the box itself is a sound that is kept by who fetched it', async () => {
    const { tracks } = await host.page.client.call(listTracks, { params: { code: host.code } })
    const { bytes, headers } = await sound(tracks[0]?.path ?? '')
    expect(Buffer.compare(bytes, song)).toBe(0)
    expect([headers.get('content-type'), headers.get('cache-control')]).toEqual(['audio/wav', 'private, max-age=86400, immutable'])
  })

  it('as a file far over the size of other bodies comes back as it was, and lies on the disk as noise', async () => {
    expect(song.length).toBeGreaterThan(300_000)
    await add(song, 'Für alle')
    const { tracks } = await host.page.client.call(listTracks, { params: { code: host.code } })
    const added = tracks.find(({ title }) => title === 'Für alle')
    expect(Buffer.compare((await sound(added?.path ?? '')).bytes, song)).toBe(0)
    expect(readdirSync(join(hub.folder, 'blobs'))).toHaveLength(1)
  })

  it('that is too large is refused with a sentence, announced or not, and no other door takes as much', async () => {
    expect(await refusal(add(new Uint8Array(TRACK_MOST_BYTES + 1)))).toMatch(/^TRACK_TOO_LARGE 4\d\d A piece of music may have 20 megabytes/)
    expect(await refusal(host.page.client.signed({ method: 'PUT', path: `/api/1/classes/${host.code}/title`, body: new Uint8Array(70_000), contentType: 'application/json' }))).toMatch(/^TOO_LARGE 413/)
    expect(await refusal(add(new Uint8Array(70_000)))).toMatch(/^TRACK_UNREADABLE 4\d\d This file is no sound/)
  })

  it('that nobody brought is not there, and neither is what is no name', async () => {
    expect(await refusal(sound(at('/trk_aaaaaaaaaaaaaaaa/sound')))).toMatch(/^TRACK_UNKNOWN 404/)
    expect(await refusal(sound(at('/..%2f..%2fkeys/sound')))).toMatch(/^NOT_FOUND 404/)
  })

  it('is answered to a few at once, and to everybody in the end', async () => {
    const asked = await Promise.all(Array.from({ length: 12 }, () => refusal(sound(at('/beat-60/sound')))))
    expect(new Set(asked.map((told) => told.split(' ')[0]))).toEqual(new Set(['nothing', 'BUSY']))
    expect(asked.filter((told) => told === 'nothing').length).toBeGreaterThanOrEqual(4)
    expect(await refusal(sound(at('/beat-60/sound')))).toBe('nothing')
  })

  /** The beginning of a file that never ends, and the status it is answered with before it is cut off. */
  function slowFile(authorization?: string) {
    const request = httpRequest({
      host: '127.0.0.1', port: hub.hub.port, method: 'POST', path: at('?title=X'), headers: { 'content-length': 1_000_000, ...(authorization && { authorization }) },
    })
    const status = new Promise<number | undefined>((resolve) => {
      request.on('response', (response) => resolve(response.statusCode))
      request.on('error', () => resolve(undefined))
    })
    request.write(new Uint8Array(1000))
    return { request, status }
  }
  const claimOf = (publicKey: Uint8Array): string => formatAuthorization({ publicKey, counter: 1, signature: new Uint8Array(64) })

  it('is read of those who run the room alone: others are cut short and hold up nobody', async () => {
    const learner = new Page(hub.base)
    const others = [undefined, 'Lectern nonsense', claimOf(learner.key.publicKey)].map((claim) => slowFile(claim))
    expect(await Promise.all(others.map(({ status }) => status))).toEqual([413, 413, 413])
    expect(await refusal(add(new Uint8Array(70_000)))).toMatch(/^TRACK_UNREADABLE/)
  })

  it('is read two files at a time; who comes third is told to try again', async () => {
    const slow = [0, 1].map(() => slowFile(claimOf(host.page.key.publicKey)).request)
    await waitFor('a third to be turned away', async () => (await refusal(add(new Uint8Array(70_000)))).startsWith('BUSY 503'), { within: 10_000 })
    for (const request of slow) request.destroy()
    await waitFor('there to be room again', async () => (await refusal(add(new Uint8Array(70_000)))).startsWith('TRACK_UNREADABLE'), { within: 10_000 })
  }, WITHIN_MS)
})
