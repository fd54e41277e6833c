import { createServer, type IncomingMessage, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod/mini'

import { route } from '../kernel/contract.ts'
import { Malformed, Refused } from '../kernel/failures.ts'
import { signRequest } from '../kernel/signed-request.ts'
import { nodeCrypto } from '../platform/crypto-node.ts'
import { Authenticator } from '../platform/http/authenticator.ts'
import { Client, ToldRefusal, Unreachable } from './client.ts'
import { nobleCrypto } from './crypto-noble.ts'
import { type DeviceKey, openDeviceKey } from './device-key.ts'

const limit = { burst: 1, seconds: 1 }
const hello = route({ name: 'hello', method: 'GET', path: '/api/1/hello', who: 'anyone', limit, input: z.object({}), output: z.object({ nonce: z.string() }), refusals: [] })
const rename = route({ name: 'rename', method: 'PUT', path: '/api/1/things/:code/title', who: 'device', limit, input: z.object({ title: z.string() }), output: z.object({ seen: z.string() }), refusals: ['THING_UNKNOWN'] })
const look = route({ name: 'look', method: 'GET', path: '/api/1/things/:code', who: 'device', limit, input: z.object({ at: z.string() }), output: z.object({ seen: z.string() }), refusals: [] })

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
})

type Box = { authenticator: Authenticator; readonly key: DeviceKey; readonly client: Client; readonly signed: string[] }
type Reply = { status: number; body: string }

/** A listener that authenticates as the box does, in front of one answer. */
async function box(answer: (seen: string) => Reply): Promise<Box> {
  const held: { authenticator: Authenticator; signed: string[] } = { authenticator: new Authenticator({ crypto: nodeCrypto() }), signed: [] }
  const reply = async (request: IncomingMessage): Promise<Reply> => {
    const body = Buffer.concat(await request.toArray() as Buffer[])
    if (request.url === '/api/1/hello') return { status: 200, body: JSON.stringify({ nonce: held.authenticator.nonce }) }
    try {
      held.authenticator.acceptHeader(request.headers.authorization ?? '', { method: request.method ?? '', path: request.url ?? '', body })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return { status: 401, body: JSON.stringify({ code: error.code, sentence: 'no', details: error.details }) }
    }
    held.signed.push(`${request.method ?? ''} ${request.url ?? ''}`)
    return answer(`${request.method ?? ''} ${request.url ?? ''} ${body.toString()}`)
  }
  const server = createServer((request, response) => {
    void reply(request).then(({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(body))
  }).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  const crypto = nobleCrypto()
  const map = new Map<string, string>()
  const storage = { length: 0, key: () => null, getItem: (name: string) => map.get(name) ?? null, setItem: (name: string, value: string) => void map.set(name, value), removeItem: (name: string) => void map.delete(name) }
  const key = openDeviceKey({ trusted: true, use: 'studio', storage, crypto, now: () => 1000 })
  const client = new Client({ crypto, key, hello, base: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` })
  return Object.assign(held, { key, client })
}

const echo = (seen: string): Reply => ({ status: 200, body: JSON.stringify({ seen }) })

describe('the client of a page', () => {
  it('signs what the contract says, with the path and the body as they are sent', async () => {
    const { client } = await box(echo)
    expect(await client.call(rename, { params: { code: 'A B' }, input: { title: 'Über' } })).toEqual({ seen: 'PUT /api/1/things/A%20B/title {"title":"Über"}' })
    expect(await client.call(look, { params: { code: 'X' }, input: { at: '5' } })).toEqual({ seen: 'GET /api/1/things/X?at=5 ' })
  })

  it('signs once more when the box has started anew', async () => {
    const held = await box(echo)
    await held.client.call(look, { params: { code: 'X' }, input: { at: '1' } })
    held.authenticator = new Authenticator({ crypto: nodeCrypto() })
    await held.client.call(look, { params: { code: 'X' }, input: { at: '2' } })
    expect(held.signed).toEqual(['GET /api/1/things/X?at=1', 'GET /api/1/things/X?at=2'])
  })

  it('goes on above the numbers that the box has seen', async () => {
    const { client, key, signed, authenticator } = await box(echo)
    await client.call(look, { params: { code: 'X' }, input: { at: '1' } })
    const parts = { method: 'GET', path: '/', body: new Uint8Array() }
    authenticator.accept(signRequest({ ...parts, nonce: authenticator.nonce, counter: 900_000 }, key.secretKey, nobleCrypto()), parts)
    await client.call(look, { params: { code: 'X' }, input: { at: '2' } })
    expect(signed).toHaveLength(2)
    expect(key.nextCounter()).toBeGreaterThan(900_000)
  })

  it('throws a refusal with its code, sentence and details, and does not try again', async () => {
    const { client, signed } = await box(() => ({ status: 404, body: JSON.stringify({ code: 'THING_UNKNOWN', sentence: 'There is no such thing.', details: { near: 'A' } }) }))
    const refusal = await client.call(rename, { params: { code: 'A' }, input: { title: 'x' } }).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(ToldRefusal)
    expect(refusal).toMatchObject({ name: 'Refused', code: 'THING_UNKNOWN', sentence: 'There is no such thing.', details: { near: 'A' }, status: 404 })
    expect(signed).toHaveLength(1)
  })

  it('gives up after two retries when a nonce stays stale', async () => {
    const { client, signed } = await box(() => ({ status: 401, body: JSON.stringify({ code: 'STALE_NONCE', details: {} }) }))
    await expect(client.call(look, { params: { code: 'A' }, input: { at: '1' } })).rejects.toMatchObject({ code: 'STALE_NONCE' })
    expect(signed).toHaveLength(3)
  })

  it.each([
    ['an answer of another shape', { status: 200, body: '{"other":1}' }],
    ['an answer that is no JSON', { status: 200, body: '<html>' }],
    ['a refusal that is no JSON', { status: 502, body: 'Bad Gateway' }],
  ])('calls %s malformed', async (_, reply) => {
    const { client } = await box(() => reply)
    await expect(client.call(look, { params: { code: 'A' }, input: { at: '1' } })).rejects.toBeInstanceOf(Malformed)
  })

  it('says unreachable when nobody answers, and asks for the nonce again the next time', async () => {
    const held = await box(echo)
    const { port } = servers[0]?.address() as AddressInfo
    for (const server of servers.splice(0)) { server.close(); server.closeAllConnections() }
    await expect(held.client.call(look, { params: { code: 'A' }, input: { at: '1' } })).rejects.toBeInstanceOf(Unreachable)
    const again = createServer((_, response) => response.end('{"nonce":"n","seen":"back"}')).listen(port, '127.0.0.1')
    servers.push(again)
    await once(again, 'listening')
    expect(await held.client.call(look, { params: { code: 'A' }, input: { at: '1' } })).toEqual({ seen: 'back' })
  })

  it('waits as long as a route says that an honest answer may take, and ten seconds otherwise', async () => {
    const { key } = await box(echo)
    const waits: number[] = []
    const timers = { after: (ms: number) => { waits.push(ms); return () => undefined } }
    const answered = async (): Promise<Response> => new Response('{"nonce":"n","seen":"it"}')
    const client = new Client({ crypto: nobleCrypto(), key, hello, timers, fetch: answered })
    await client.call(look, { params: { code: 'A' }, input: { at: '1' } })
    await client.call({ ...look, withinMs: 45_000 }, { params: { code: 'A' }, input: { at: '1' } })
    expect(waits).toEqual([10_000, 10_000, 45_000])
  })

  it('needs every parameter of the path', async () => {
    const { client } = await box(echo)
    await expect(client.call(look, { input: { at: '1' } })).rejects.toBeInstanceOf(RangeError)
  })
})
