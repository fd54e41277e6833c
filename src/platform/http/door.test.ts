import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod/mini'
import { utf8 } from '../../kernel/bytes.ts'
import { route } from '../../kernel/contract.ts'
import type { Who } from '../../kernel/contract.ts'
import { Malformed, Refused } from '../../kernel/failures.ts'
import { deviceIdOf } from '../../kernel/ids.ts'
import type { DeviceId } from '../../kernel/ids.ts'
import type { Role } from '../../kernel/roles.ts'
import { formatAuthorization, signRequest } from '../../kernel/signed-request.ts'
import { hubTime } from '../../kernel/time.ts'
import type { WallTime } from '../../kernel/time.ts'
import { nodeCrypto } from '../crypto-node.ts'
import { createLog } from '../log.ts'
import { DatabaseFailure } from '../sqlite/failures.ts'
import { Authenticator } from './authenticator.ts'
import { createDoor, MOST_BODY_BYTES } from './door.ts'
import type { Door } from './door.ts'
import { mount, mountRaw } from './mounted.ts'
import type { Caller } from './mounted.ts'
import { otherSentence, platformSentences } from './platform-sentences.ts'
import { sentenceBook } from './sentences.ts'
import type { WireRequest } from './wire-request.ts'

const crypto = nodeCrypto()
const hostKey = crypto.ed25519.newSecretKey()
const learnerKey = crypto.ed25519.newSecretKey()
const idOf = (key: Uint8Array): DeviceId => deviceIdOf(crypto.ed25519.publicKey(key), crypto)

const limit = { burst: 1000, seconds: 1 }
const echo = <const P extends `/api/1/${string}`>(path: P, who: Who) => route({
  name: path.slice(7), method: 'POST', path, who, limit, refusals: ['CUE_UNKNOWN'],
  input: z.strictObject({ say: z.optional(z.string().check(z.maxLength(10))), deep: z.optional(z.unknown()) }),
  output: z.object({ said: z.nullable(z.string()) }),
})
const open = echo('/api/1/open', 'anyone')
const signed = echo('/api/1/signed', 'device')
const hosts = echo('/api/1/classes/:code/hosts', ['host', 'co-host'])
const rare = { ...echo('/api/1/rare', 'anyone'), limit: { burst: 2, seconds: 10 } }
const rareSigned = { ...echo('/api/1/rare-signed', 'device'), limit: { burst: 2, seconds: 10 } }
const failing = echo('/api/1/failing', 'anyone')

let now = 0
let locked = false
let callers: Caller[]
let lines: string[]
let authenticator: Authenticator
let failure: () => unknown
let door: Door

beforeEach(() => {
  now = 0
  locked = false
  callers = []
  lines = []
  failure = () => undefined
  authenticator = new Authenticator({ crypto, devices: 4 })
  const handle = ({ input, caller }: { input: { say?: string | undefined }; caller: Caller }) => {
    callers.push(caller)
    return { said: input.say ?? null, secret: 'not in the contract' }
  }
  door = createDoor({
    crypto, authenticator,
    rolesOf: (device, code): Role[] => (device === idOf(hostKey) ? ['host'] : code === 'ABC234' ? ['learner'] : []),
    isLocked: () => locked,
    now: () => hubTime(now),
    sentence: sentenceBook(otherSentence, platformSentences),
    log: createLog({ level: 'debug', format: 'json', write: (line) => lines.push(line), wall: () => 0 as WallTime }),
  }, [
    mount(open, handle, { whileLocked: true }), mount(signed, handle), mount(hosts, handle), mount(rare, handle), mount(rareSigned, handle),
    mount(failing, () => { throw failure() }),
    mountRaw({ name: 'raw', method: 'POST', path: '/whip/:code', who: 'anyone', limit, refusals: [] }, ({ body, caller }) => {
      callers.push(caller)
      return new Response(new TextDecoder().decode(body), { status: 201, headers: { location: '/whip/x/1' } })
    }),
  ])
})

type Sent = Partial<WireRequest> & { readonly json?: unknown; readonly by?: Uint8Array; readonly counter?: number; readonly nonce?: string }

let counter = 0
async function send(path: string, sent: Sent = {}) {
  const body = sent.body ?? (sent.json === undefined ? utf8('') : utf8(JSON.stringify(sent.json)))
  const method = sent.method ?? 'POST'
  const headers: Array<readonly [string, string]> = [['content-type', 'application/json'], ...(sent.headers ?? [])]
  if (sent.by) {
    const parts = { nonce: sent.nonce ?? authenticator.nonce, method, path, body, counter: sent.counter ?? (counter += 1) }
    headers.push(['authorization', formatAuthorization(signRequest(parts, sent.by, crypto))])
  }
  const answer = await door.answer({ method, path, headers, body, address: sent.address ?? '192.168.4.7', trust: 'plain' })
  const text = new TextDecoder().decode(answer.body)
  const isJson = answer.headers.some(([name, value]) => name === 'content-type' && value === 'application/json')
  const json: { code?: string; sentence?: string; details?: Record<string, unknown>; said?: string | null } = isJson ? JSON.parse(text) : {}
  return { status: answer.status, headers: new Headers(answer.headers.map(([name, value]): [string, string] => [name, value])), json, text }
}

describe('who may call', () => {
  it('lets anyone through an open door and says nobody called', async () => {
    expect(await send('/api/1/open', { json: { say: 'hi' } })).toMatchObject({ status: 200, json: { said: 'hi' } })
    expect(callers).toEqual([{ device: null, roles: [], address: '192.168.4.7', trust: 'plain', bearer: null }])
  })

  it('knows who signed, even at an open door', async () => {
    await send('/api/1/open', { by: hostKey })
    expect(callers[0]).toMatchObject({ device: idOf(hostKey), roles: ['host'] })
  })

  it('asks for a signature, and takes any device\'s where a device is enough', async () => {
    expect(await send('/api/1/signed')).toMatchObject({ status: 401, json: { code: 'SIGNATURE_NEEDED' } })
    expect(await send('/api/1/signed', { by: learnerKey })).toMatchObject({ status: 200 })
  })

  it('lets only the named roles through, in the class of the path', async () => {
    expect(await send('/api/1/classes/ABC234/hosts', { by: learnerKey })).toMatchObject({ status: 403, json: { code: 'FORBIDDEN' } })
    expect(await send('/api/1/classes/ABC234/hosts', { by: hostKey })).toMatchObject({ status: 200 })
    expect(callers).toHaveLength(1)
  })

  it('serves nothing but what works locked while the box is locked, and asks nobody\'s roles', async () => {
    locked = true
    expect(await send('/api/1/open', { by: hostKey })).toMatchObject({ status: 200 })
    expect(callers[0]).toMatchObject({ roles: [] })
    for (const path of ['/api/1/signed', '/api/1/classes/ABC234/hosts', '/api/1/nowhere', '/whip/ABC234']) {
      expect(await send(path, { by: hostKey })).toMatchObject({ status: 503, json: { code: 'HUB_LOCKED' } })
    }
  })
})

describe('signatures', () => {
  it('work once', async () => {
    const sent = { by: learnerKey, counter: 1_000_000, json: { say: 'hi' } }
    expect(await send('/api/1/signed', sent)).toMatchObject({ status: 200 })
    expect(await send('/api/1/signed', sent)).toMatchObject({ status: 401, json: { code: 'REPLAYED', details: { highest: 1_000_000 } } })
    expect(callers).toHaveLength(1)
  })

  it('are used up even when the request is then refused', async () => {
    const sent = { by: learnerKey, counter: 2_000_000, json: { say: 'much too long for it' } }
    expect(await send('/api/1/signed', sent)).toMatchObject({ json: { code: 'BAD_INPUT' } })
    expect(await send('/api/1/signed', { ...sent, json: { say: 'ok' } })).toMatchObject({ json: { code: 'REPLAYED' } })
  })

  it('made with another nonce are told the one that counts', async () => {
    const answer = await send('/api/1/signed', { by: learnerKey, nonce: 'of-yesterday' })
    expect(answer).toMatchObject({ status: 401, json: { code: 'STALE_NONCE', details: { nonce: authenticator.nonce } } })
    expect(callers).toEqual([])
  })

  it('do not fit another path, query, method or body', async () => {
    const parts = { nonce: authenticator.nonce, method: 'POST', path: '/api/1/signed', body: utf8('{}'), counter: 3_000_000 }
    const headers = [['authorization', formatAuthorization(signRequest(parts, hostKey, crypto))]] as const
    for (const [path, body] of [['/api/1/classes/ABC234/hosts', '{}'], ['/api/1/signed?x=1', '{}'], ['/api/1/signed', '{ }']] as const) {
      expect(await send(path, { headers, body: utf8(body) })).toMatchObject({ json: { code: 'STALE_NONCE' } })
    }
    expect(await send('/api/1/signed', { headers, body: utf8('{}') })).toMatchObject({ status: 200 })
  })

  it('that cannot be read are refused, at an open door too', async () => {
    for (const path of ['/api/1/open', '/api/1/signed']) {
      expect(await send(path, { headers: [['authorization', 'Lectern nonsense']] })).toMatchObject({ status: 401, json: { code: 'SIGNATURE_BAD' } })
    }
  })

  it('of more devices than fit make a new nonce, under which nothing old works', async () => {
    const keys = Array.from({ length: 5 }, () => crypto.ed25519.newSecretKey())
    const before = authenticator.nonce
    const answers = []
    for (const by of keys) answers.push((await send('/api/1/signed', { by, nonce: before, counter: 1 })).json.code)
    expect(answers).toEqual([undefined, undefined, undefined, undefined, 'STALE_NONCE'])
    expect(authenticator.nonce).not.toBe(before)
    expect((await send('/api/1/signed', { by: keys[0] ?? hostKey, nonce: before, counter: 1 })).json.code).toBe('STALE_NONCE')
  })
})

describe('limits', () => {
  it('hold per address at an open door, and fill up again', async () => {
    const codes = async (address: string) => (await send('/api/1/rare', { address })).status
    expect([await codes('10.0.0.1'), await codes('10.0.0.1'), await codes('10.0.0.1'), await codes('10.0.0.2')]).toEqual([200, 200, 429, 200])
    const refused = await send('/api/1/rare', { address: '10.0.0.1' })
    expect(refused).toMatchObject({ json: { code: 'TOO_MANY', details: { seconds: 5 }, sentence: 'That was too often. Try again in 5 s.' } })
    expect(refused.headers.get('retry-after')).toBe('5')
    now += 5_000_000
    expect(await codes('10.0.0.1')).toBe(200)
  })

  it('hold per device behind a signature, so that a venue may share an address', async () => {
    const statuses = []
    for (const by of [hostKey, hostKey, hostKey, learnerKey]) statuses.push((await send('/api/1/rare-signed', { by })).status)
    expect(statuses).toEqual([200, 200, 429, 200])
  })

  it('hold per address for ever new devices too', async () => {
    let refused = 0
    for (let call = 0; call < 60; call += 1) {
      const answer = await send('/api/1/rare-signed', { headers: [['authorization', 'Lectern nonsense']] })
      if (answer.status === 429) refused += 1
    }
    expect(refused).toBe(10)
  })
})

describe('input', () => {
  it.each([
    ['text that is no JSON', '{"say":'],
    ['no UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
    ['a list', '[]'],
    ['a number', '1'],
    ['an unknown field', '{"say":"a","admin":true}'],
    ['a wrong type', '{"say":1}'],
    ['a prototype key', '{"__proto__":{"say":"a"}}'],
    ['a deep prototype key', '{"deep":{"x":[{"constructor":{}}]}}'],
    ['brackets a hundred deep', `{"deep":${'['.repeat(100)}${']'.repeat(100)}}`],
    ['brackets thirty thousand deep', `{"deep":${'['.repeat(30_000)}${']'.repeat(30_000)}}`],
  ])('of %s is refused as bad', async (_, body) => {
    expect(await send('/api/1/open', { body: typeof body === 'string' ? utf8(body) : body })).toMatchObject({ status: 400, json: { code: 'BAD_INPUT' } })
    expect(callers).toEqual([])
  })

  it('names the field that does not fit', async () => {
    expect((await send('/api/1/open', { json: { say: 'much too long for it' } })).json.details).toEqual({ field: 'say' })
  })

  it('of another content type is refused, since a form of another site could send it', async () => {
    const answer = await door.answer({ method: 'POST', path: '/api/1/open', headers: [['content-type', 'text/plain']], body: utf8('{}'), address: '10.0.0.9', trust: 'plain' })
    expect(answer.status).toBe(400)
  })

  it('over 64 KiB is refused before it is looked at', async () => {
    const answer = await send('/api/1/signed', { body: new Uint8Array(MOST_BODY_BYTES + 1) })
    expect(answer).toMatchObject({ status: 413, json: { code: 'TOO_LARGE' } })
  })

  it('with odd path parameters finds nothing', async () => {
    for (const code of ['%00', 'a%2Fb', '%E2%80%AE', 'x'.repeat(65), '%zz']) {
      expect(await send(`/api/1/classes/${code}/hosts`, { by: hostKey })).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } })
    }
  })
})

describe('answers', () => {
  it('carry only what the contract names', async () => {
    expect((await send('/api/1/open', { json: { say: 'x' } })).json).toEqual({ said: 'x' })
  })

  it('of other doors carry bytes and headers as they are', async () => {
    const answer = await send('/whip/ABC234', { body: utf8('v=0'), headers: [['authorization', 'Bearer hush']] })
    expect(answer).toMatchObject({ status: 201, text: 'v=0' })
    expect(answer.headers.get('location')).toBe('/whip/x/1')
    expect(callers[0]).toMatchObject({ device: null, bearer: 'hush' })
  })

  it('say which methods an address knows', async () => {
    const answer = await send('/api/1/open', { method: 'DELETE' })
    expect(answer).toMatchObject({ status: 405, json: { code: 'METHOD_NOT_ALLOWED' } })
    expect(answer.headers.get('allow')).toBe('POST')
    expect(await send('/api/1/nowhere')).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } })
    expect(await send('/api/1/open', { method: 'TRACE' })).toMatchObject({ status: 400 })
  })

  it('to a refusal are its status, code, details and a sentence', async () => {
    failure = () => new Refused('CUE_UNKNOWN', { cue: 'x' })
    expect(await send('/api/1/failing')).toMatchObject({ status: 404, json: { code: 'CUE_UNKNOWN', sentence: 'The box said no.', details: { cue: 'x' } } })
    expect(lines.join('')).not.toContain('undeclared')
  })

  it('to a refusal the contract does not name are given, and logged as our mistake', async () => {
    failure = () => new Refused('NO_SUCH_CODE')
    expect(await send('/api/1/failing')).toMatchObject({ json: { code: 'NO_SUCH_CODE' } })
    expect(lines.join('')).toContain('request.undeclared-refusal')
  })

  it('to malformed bytes met deeper inside are 400, with a warning in the log', async () => {
    failure = () => new Malformed('SDP')
    expect(await send('/api/1/failing')).toMatchObject({ status: 400, json: { code: 'BAD_INPUT' } })
    expect(lines.join('')).toContain('request.malformed')
  })

  it('to a defect are an opaque number, with the stack in the log and nowhere else', async () => {
    for (const thrown of [new TypeError('undefined is not inside'), 'text', undefined, { code: 'X' }]) {
      lines = []
      failure = () => thrown
      const answer = await send('/api/1/failing')
      expect(answer).toMatchObject({ status: 500, json: { code: 'INTERNAL' } })
      expect(answer.text).not.toContain('inside')
      expect(lines.join('')).toContain(String(answer.json.details?.['number']))
    }
  })

  it('of a disk that is full tell a person what to do, and are logged with their cause', async () => {
    failure = () => new DatabaseFailure('DB_FULL', 'writing')
    const answer = await send('/api/1/failing')
    expect(answer).toMatchObject({ status: 507, json: { code: 'RECORD_FAILING' } })
    expect(lines.join('')).toContain('DB_FULL')
  })

  it('to an answer that breaks its own contract are a defect', async () => {
    const broken = createDoor({
      crypto, authenticator, rolesOf: () => [], isLocked: () => false, now: () => hubTime(0),
      sentence: sentenceBook(otherSentence, platformSentences), log: createLog({ level: 'error', format: 'json', write: () => undefined, wall: () => 0 as WallTime }),
    }, [mount({ ...open, output: z.object({ said: z.nullable(z.string().check(z.maxLength(1))) }) }, () => ({ said: 'too long' }))])
    expect((await broken.answer({ method: 'POST', path: '/api/1/open', headers: [], body: utf8(''), address: '::1', trust: 'plain' })).status).toBe(500)
  })
})
