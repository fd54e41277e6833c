import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainFilm } from '../../../../../testkit/streams/plain-film.ts'
import { StreamBox } from '../../../../../testkit/streams/stream-box.ts'
import { listed } from '../../../../../testkit/streams/stream-viewer.ts'
import { openStream } from './open-stream.ts'

/** Over the real listener, as a player on anybody's page asks. */
describe('a stream over http', () => {
  const box = new StreamBox(plainFilm())
  let folder: string

  beforeAll(async () => {
    const base = await box.listen()
    box.show(0, box.clock.now())
    folder = base + openStream(box.deps, box.code, null).path.replace('main.m3u8', '')
    await fetch(`${folder}main.m3u8`)
  })
  afterAll(() => box[Symbol.asyncDispose]())

  it('is for pages of any origin, and for no cache', async () => {
    const foreign = { origin: 'http://player.example' }
    const main = await fetch(`${folder}main.m3u8`, { headers: foreign })
    const [name = ''] = listed(await (await fetch(`${folder}video.m3u8`)).text())
    const segment = await fetch(folder + name, { headers: foreign })
    for (const { status, headers } of [main, segment]) {
      expect([status, headers.get('access-control-allow-origin'), headers.get('cross-origin-resource-policy'), headers.get('cache-control')]).toEqual([200, '*', 'cross-origin', 'no-store'])
    }
    const preflight = await fetch(folder + name, { method: 'OPTIONS', headers: { ...foreign, 'access-control-request-method': 'GET' } })
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')?.includes('GET')]).toEqual([204, true])
  })

  it('says how long a segment is, and sends it whole', async () => {
    const [name = ''] = listed(await (await fetch(`${folder}audio.m3u8`)).text())
    const segment = await fetch(folder + name)
    const body = new Uint8Array(await segment.arrayBuffer())
    expect([segment.headers.get('content-type'), segment.headers.get('content-length')]).toEqual(['audio/mp4', String(body.length)])
    expect(Buffer.from(body.subarray(4, 8)).toString()).toBe('moof')
    expect((await fetch(folder + name, { method: 'HEAD' })).status).toBe(200)
  })

  it('takes nothing', async () => {
    const put = await fetch(`${folder}main.m3u8`, { method: 'PUT', body: 'x' })
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET'])
  })

  it('says in words what is gone', async () => {
    const answer = await fetch(`${folder}video-7-0123456789ab.m4s`, { headers: { 'accept-language': 'de' } })
    expect(await answer.json()).toMatchObject({ code: 'SEGMENT_GONE', sentence: 'Dieser Abschnitt ist nicht mehr da.' })
  })
})
