import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EngineEvent } from './engine.ts'
import { WANTS_ALL } from './engine.ts'
import { HttpSessions } from './http-session.ts'
import type { HttpRequest, HttpResponse } from './http-session.ts'
import { Sfu } from './sfu/sfu.ts'
import { pageSections, playerSections, publisherSections, TestPeer } from './testing/peers.ts'
import { LOOPBACK } from './testing/udp.ts'
import { handleWhep } from './whep.ts'
import { handleWhip } from './whip.ts'

/** WHIP and WHEP over the real engine; peers are real offers, but need not connect. */

const SDP = { 'content-type': 'application/sdp' }
const FRAGMENT = 'application/trickle-ice-sdpfrag'
let engine: Sfu
let sessions: HttpSessions
let peers: TestPeer[]
let made: number

beforeEach(() => {
  engine = new Sfu({ transport: { port: 0, bindAddress: LOOPBACK }, epoch: process.hrtime.bigint(), onChannelMessage: () => undefined })
  sessions = new HttpSessions()
  peers = []
  made = 0
})

afterEach(async () => {
  await engine.stop()
  for (const peer of peers) peer.close()
})

async function offer(sections = publisherSections('H264')): Promise<string> {
  const peer = await TestPeer.open(sections)
  peers.push(peer)
  return peer.offer
}

function request(method: string, session: string, headers: HttpRequest['headers'], body: string | Uint8Array): HttpRequest {
  return { method, endpoint: '/whip/ABC234', session, headers, body: typeof body === 'string' ? new TextEncoder().encode(body) : body }
}

function whip(method: string, session = '', headers: HttpRequest['headers'] = {}, body: string | Uint8Array = ''): Promise<HttpResponse> {
  return handleWhip(request(method, session, headers, body), { engine, sessions, room: 'room', newSession: () => `pub_${(made += 1)}` })
}

function whep(method: string, session = '', headers: HttpRequest['headers'] = {}, body: string | Uint8Array = ''): Promise<HttpResponse> {
  return handleWhep(request(method, session, headers, body), {
    engine, sessions, room: 'room', wants: WANTS_ALL, newSession: () => `sub_${(made += 1)}`,
  })
}

describe('WHIP', () => {
  it('answers an offer with 201, the answer, where the session is, and its entity tag', async () => {
    const response = await whip('POST', '', { 'content-type': 'application/sdp; charset=utf-8' }, await offer())
    expect(response).toMatchObject({
      status: 201,
      headers: { 'content-type': 'application/sdp', location: '/whip/ABC234/pub_1', etag: expect.stringMatching(/^"[^"]+"$/), 'accept-patch': FRAGMENT },
      body: expect.stringMatching(/^v=0\r\n/),
    })
    expect((await engine.stats()).publishers).toMatchObject([{ id: 'pub_1', room: 'room' }])
  })

  it('ends the session on DELETE, and does not know it afterwards', async () => {
    const closed: EngineEvent[] = []
    engine.onEvent((event) => closed.push(event))
    await whip('POST', '', SDP, await offer())
    expect(await whip('DELETE', 'pub_1', { 'if-match': '"anything"' })).toMatchObject({ status: 200 })
    expect(closed).toMatchObject([{ type: 'closed', id: 'pub_1', reason: 'asked' }])
    expect(await whip('DELETE', 'pub_1')).toMatchObject({ status: 404, refusal: 'NOT_FOUND' })
  })

  it('tells a browser of another origin what it may do', async () => {
    expect(await whip('OPTIONS')).toMatchObject({ status: 200, headers: { 'accept-post': 'application/sdp', 'access-control-allow-origin': '*' } })
    const { headers } = await whip('POST', '', SDP, await offer())
    expect(headers['access-control-expose-headers']).toContain('location')
  })

  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'])('knows no %s of the endpoint', async (method) => {
    expect(await whip(method)).toMatchObject({ status: 405, headers: { allow: 'OPTIONS, POST' }, refusal: 'METHOD_NOT_ALLOWED' })
  })

  it('knows no other method of a session', async () => {
    await whip('POST', '', SDP, await offer())
    expect(await whip('POST', 'pub_1', SDP)).toMatchObject({ status: 405, headers: { allow: 'OPTIONS, PATCH, DELETE' } })
  })

  it('turns down another content type, too large a body, no SDP, no text, and codecs it has not', async () => {
    const good = await offer()
    expect(await whip('POST', '', { 'content-type': 'text/plain' }, good)).toMatchObject({ status: 415, headers: { 'accept-post': 'application/sdp' } })
    expect(await whip('POST', '', {}, good)).toMatchObject({ status: 415 })
    expect(await whip('POST', '', SDP, good + 'x'.repeat(70_000))).toMatchObject({ status: 413, refusal: 'BODY_TOO_LARGE' })
    expect(await whip('POST', '', SDP, 'hello')).toMatchObject({ status: 400, refusal: 'MALFORMED_SDP' })
    expect(await whip('POST', '', SDP, Uint8Array.of(0xff, 0xfe))).toMatchObject({ status: 400 })
    const unusable = good.replaceAll('H264', 'H265').replaceAll('opus', 'speex')
    expect(await whip('POST', '', SDP, unusable)).toMatchObject({ status: 422, refusal: 'NO_USABLE_CODEC' })
    expect(sessions.size).toBe(0)
    expect((await engine.stats()).publishers).toEqual([])
  })

  it('does not let a session be reached through another endpoint', async () => {
    await whip('POST', '', SDP, await offer())
    const elsewhere = { ...request('DELETE', 'pub_1', {}, ''), endpoint: '/whip/XYZ789' }
    expect(await handleWhip(elsewhere, { engine, sessions, room: 'other', newSession: () => 'pub_9' })).toMatchObject({ status: 404 })
    expect((await engine.stats()).publishers).toHaveLength(1)
  })
})

describe('trickled candidates', () => {
  async function session(): Promise<{ etag: string; ufrag: string; password: string }> {
    const text = await offer()
    const { headers } = await whip('POST', '', SDP, text)
    const find = (name: string): string => new RegExp(`a=${name}:(\\S+)`).exec(text)?.[1] ?? ''
    return { etag: headers['etag'] ?? '', ufrag: find('ice-ufrag'), password: find('ice-pwd') }
  }
  const fragment = (ufrag: string, password: string): string =>
    `a=group:BUNDLE 0 1\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=ice-ufrag:${ufrag}\r\na=ice-pwd:${password}\r\na=candidate:1 1 udp 2122260223 192.0.2.1 61764 typ host\r\na=end-of-candidates\r\n`

  it('are taken with 204 and no new entity tag', async () => {
    const { etag, ufrag, password } = await session()
    const response = await whip('PATCH', 'pub_1', { 'content-type': FRAGMENT, 'if-match': etag }, fragment(ufrag, password))
    expect(response).toMatchObject({ status: 204, body: '' })
    expect(response.headers).not.toHaveProperty('etag')
  })

  it('need the entity tag of the session: 428 without one, 412 with another', async () => {
    const { ufrag, password } = await session()
    const body = fragment(ufrag, password)
    expect(await whip('PATCH', 'pub_1', { 'content-type': FRAGMENT }, body)).toMatchObject({ status: 428 })
    expect(await whip('PATCH', 'pub_1', { 'content-type': FRAGMENT, 'if-match': '"old"' }, body)).toMatchObject({ status: 412 })
  })

  it('with new credentials are an ICE restart, which is refused with 422 while the session goes on', async () => {
    await session()
    const response = await whip('PATCH', 'pub_1', { 'content-type': FRAGMENT, 'if-match': '*' }, fragment('other', 'x'.repeat(22)))
    expect(response).toMatchObject({ status: 422, refusal: 'ICE_RESTART_UNSUPPORTED' })
    expect((await engine.stats()).publishers).toHaveLength(1)
  })

  it('of another type or no shape are turned down', async () => {
    const { etag } = await session()
    expect(await whip('PATCH', 'pub_1', { ...SDP, 'if-match': etag }, 'v=0')).toMatchObject({ status: 415, headers: { 'accept-patch': FRAGMENT } })
    expect(await whip('PATCH', 'pub_1', { 'content-type': FRAGMENT, 'if-match': etag }, '\u0007')).toMatchObject({ status: 400 })
    expect(await whip('PATCH', 'pub_1', { 'content-type': FRAGMENT, 'if-match': etag }, 'a=mid:0')).toMatchObject({ status: 400 })
  })
})

describe('WHEP', () => {
  it('answers our page and other players alike', async () => {
    for (const sections of [pageSections(), playerSections()]) {
      const response = await whep('POST', '', SDP, await offer(sections))
      expect(response.status).toBe(201)
      expect(response.body).toContain('a=sendonly')
      expect(response.headers).not.toHaveProperty('lectern-notes')
    }
  })

  it('says in a header what it could not serve', async () => {
    const text = (await offer(playerSections())).replaceAll('H264', 'H265')
    expect((await whep('POST', '', SDP, text)).headers).toMatchObject({ 'lectern-notes': 'VIDEO_CODEC_NOT_OFFERED' })
  })

  it('does not answer one who wants to send', async () => {
    expect(await whep('POST', '', SDP, await offer())).toMatchObject({ status: 422 })
  })
})
