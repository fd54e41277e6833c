import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { OTHER_KEY, writeTestCertificate } from '../../../testkit/certificate.ts'
import { silentLog } from '../log.ts'
import { readCertificate } from './certificate.ts'
import { listen } from './listener.ts'
import type { Listener, ListenerOptions } from './listener.ts'
import { loadPages } from './pages.ts'
import { otherSentence, platformSentences } from './platform-sentences.ts'
import { sentenceBook } from './sentences.ts'
import type { WireRequest } from './wire-request.ts'

let folder: string
let listener: Listener
let options: ListenerOptions
const asked: WireRequest[] = []
const sockets = new WebSocketServer({ noServer: true })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-listener-'))
  const web = join(folder, 'web')
  for (const [language, learner] of [['de', 'Lernende'], ['en', 'Learner']] as const) {
    for (const page of ['learner', 'host', 'room', 'assets']) mkdirSync(join(web, language, page), { recursive: true })
    writeFileSync(join(web, language, 'learner/index.html'), `<title>${learner}</title>`)
    writeFileSync(join(web, language, 'host/index.html'), '<title>Studio</title>')
    writeFileSync(join(web, language, 'room/index.html'), '<title>Room</title>')
    writeFileSync(join(web, language, 'assets/learner-AbCd_123.js'), 'export const x = 1\n'.repeat(100))
    writeFileSync(join(web, language, 'weights.json'), '{}')
  }
  writeFileSync(join(folder, 'secret.js'), 'outside')
  const { cert, key } = writeTestCertificate(folder)
  options = {
    port: 0, tls: { port: 0, certificate: readCertificate(cert, key) }, hostNames: ['box.lan'], pages: loadPages(web),
    ask: async (request) => {
      asked.push(request)
      return { status: 201, headers: [['content-type', 'application/json'], ['location', '/x']], body: new TextEncoder().encode('{"ok":true}') }
    },
    socket: {
      path: '/api/1/live',
      accept: (request, socket, head, from) => sockets.handleUpgrade(request, socket, head, (opened) => opened.send(JSON.stringify(from))),
    },
    sentence: sentenceBook(otherSentence, platformSentences), log: silentLog(),
  }
  listener = await listen(options)
})

afterAll(async () => {
  await listener.close()
  rmSync(folder, { recursive: true, force: true })
})

beforeEach(() => {
  asked.length = 0
})

type Sent = { readonly method?: string; readonly headers?: Record<string, string | string[]>; readonly body?: string | Uint8Array; readonly secure?: boolean }
type Got = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer; readonly json: { code?: string; sentence?: string } }

function send(path: string, sent: Sent = {}): Promise<Got> {
  const request = sent.secure ? httpsRequest : httpRequest
  const port = sent.secure ? listener.tlsPort : listener.port
  return new Promise((resolve, reject) => {
    const message = request({ host: '127.0.0.1', port, path, method: sent.method ?? 'GET', headers: { host: `127.0.0.1:${port}`, ...sent.headers }, agent: false, rejectUnauthorized: false }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const body = Buffer.concat(chunks)
        const isJson = answer.headers['content-type'] === 'application/json' && body.length > 0
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body, json: isJson ? JSON.parse(body.toString()) : {} })
      })
    })
    message.on('error', reject)
    message.end(sent.body)
  })
}

describe('pages', () => {
  it.each([['/', 'Learner'], ['/c/ABC234', 'Learner'], ['/c/abc-234', 'Learner'], ['/c/ABC234/', 'Learner'], ['/host', 'Studio'], ['/host?x=1', 'Studio'], ['/host/sheet/ABC234', 'Studio'], ['/room/ABC234', 'Room']])('%s is the page %s', async (path, title) => {
    const got = await send(path)
    expect(got).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' } })
    expect(got.body.toString()).toContain(title)
  })

  it('keep hashed parts for ever and send them small', async () => {
    const got = await send('/en/assets/learner-AbCd_123.js', { headers: { 'accept-encoding': 'gzip' } })
    expect(got.headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable', 'content-encoding': 'gzip', vary: 'accept-encoding' })
    expect(gunzipSync(got.body).toString()).toContain('export const x')
    expect((await send('/en/assets/learner-AbCd_123.js', { headers: { 'accept-encoding': 'br;q=0, gzip;q=0' } })).headers['content-encoding']).toBeUndefined()
    expect((await send('/en/assets/learner-AbCd_123.js', { headers: { 'accept-encoding': 'gzip, br' } })).headers['content-encoding']).toBe('br')
  })

  it('are not sent again when the browser has them', async () => {
    const first = await send('/')
    expect(await send('/', { headers: { 'if-none-match': String(first.headers.etag) } })).toMatchObject({ status: 304, body: Buffer.alloc(0) })
    expect(await send('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: Buffer.alloc(0) })
  })

  it.each(['/../secret.js', '/assets/../../secret.js', '/assets/%2e%2e/%2e%2e/secret.js', '/assets/..%2f..%2fsecret.js', '//secret.js', '/\\..\\secret.js', '/learner/index.html', '/en/learner/index.html', '/en/assets', '/xx/assets/learner-AbCd_123.js', '/host/sheet/', '/host/sheet/ABC234/x', '/room', '/c/', '/c/ABC/234', '/nothing', `/${'x'.repeat(3000)}`])('%s finds nothing', async (path) => {
    expect(await send(path)).toMatchObject({ status: 404, json: { code: 'NOT_FOUND', sentence: 'There is nothing at this address.' } })
  })

  it('come in the language the browser likes, which caches are told', async () => {
    const german = await send('/', { headers: { 'accept-language': 'de-CH, en;q=0.5' } })
    expect(german.body.toString()).toContain('Lernende')
    expect(german.headers).toMatchObject({ 'content-language': 'de', vary: 'accept-encoding, accept-language, cookie' })
    expect(german.headers).not.toHaveProperty('set-cookie')
    const english = await send('/', { headers: { 'accept-language': 'fr', 'if-none-match': String(german.headers.etag) } })
    expect(english).toMatchObject({ status: 200, headers: { 'content-language': 'en' } })
  })

  it('come in the language that was asked for once, on this browser alone', async () => {
    const asked = await send('/c/ABC234?lang=de')
    expect(asked.headers['content-language']).toBe('de')
    const cookie = String(asked.headers['set-cookie']).split(';')[0] ?? ''
    expect((await send('/host', { headers: { cookie, 'accept-language': 'en' } })).headers['content-language']).toBe('de')
    expect((await send('/c/ABC234?lang=xx')).headers).not.toHaveProperty('set-cookie')
    expect((await send('/en/assets/learner-AbCd_123.js?lang=de')).headers).not.toHaveProperty('set-cookie')
  })

  it('cannot be written to', async () => {
    expect(await send('/host', { method: 'POST' })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } })
  })
})

describe('security headers', () => {
  const answers = [['/', 200], ['/host', 200], ['/en/assets/learner-AbCd_123.js', 200], ['/nothing', 404], ['/api/1/hello', 201], ['/whip/ABC234', 201]] as const
  it.each(answers)('stand on %s, and never HSTS', async (path, status) => {
    for (const secure of [false, true]) {
      const { headers, status: got } = await send(path, { secure })
      expect(got).toBe(status)
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'x-frame-options': 'DENY', 'cross-origin-resource-policy': 'same-origin' })
      expect(headers['permissions-policy']).toContain('geolocation=()')
      expect(headers['content-security-policy']).toMatch(/^default-src '(?:self|none)'; /)
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
      expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|data:/)
      expect(headers).not.toHaveProperty('strict-transport-security')
      expect(headers).not.toHaveProperty('x-powered-by')
    }
  })

  it('let a page talk to this host alone, its socket named for browsers that need that', async () => {
    const plain = (await send('/')).headers
    expect(plain['content-security-policy']).toContain(`connect-src 'self' ws://127.0.0.1:${listener.port};`)
    expect((await send('/', { secure: true })).headers['content-security-policy']).toContain(`connect-src 'self' wss://127.0.0.1:${listener.tlsPort};`)
    expect(plain['cross-origin-opener-policy']).toBe('same-origin')
    expect((await send('/', { headers: { host: '192.168.4.1' } })).headers).not.toHaveProperty('cross-origin-opener-policy')
  })

  it('forbid keeping an answer about people', async () => {
    expect((await send('/api/1/me')).headers['cache-control']).toBe('no-store')
  })
})

describe('what is forwarded', () => {
  it('keeps method, path, headers and body, and says where it came from', async () => {
    const got = await send('/api/1/x?y=%20z', { method: 'PUT', body: '{"a":1}', headers: { 'content-type': 'application/json', 'accept-language': 'de' } })
    expect(got).toMatchObject({ status: 201, json: { ok: true }, headers: { location: '/x' } })
    expect(asked[0]).toMatchObject({ method: 'PUT', path: '/api/1/x?y=%20z', trust: 'own-screen' })
    expect(new TextDecoder().decode(asked[0]?.body)).toBe('{"a":1}')
    expect(asked[0]?.headers).toContainEqual(['accept-language', 'de'])
  })

  it.each([
    [false, 'localhost:1', {}, 'own-screen'], [false, '[::1]', {}, 'own-screen'], [true, '127.0.0.1', {}, 'own-screen'],
    [false, '192.168.4.1', {}, 'plain'], [false, 'box.lan', {}, 'plain'], [true, 'class.example.org', {}, 'trusted'], [true, '192.168.4.1', {}, 'trusted'],
    [false, 'localhost', { 'x-forwarded-for': '192.168.4.9' }, 'plain'], [false, 'localhost', { forwarded: 'for=x' }, 'plain'],
  ] as const)('over https %s to %s with %j counts as %s', async (secure, host, headers, trust) => {
    await send('/api/1/hello', { secure, headers: { host, ...headers } })
    expect(asked[0]?.trust).toBe(trust)
  })
})

describe('pages of others', () => {
  it.each(['evil.example', 'evil.example:8080', 'localhost.evil.example', '127.0.0.1.evil.example', 'box.lan.evil', 'a b', 'x'.repeat(300)])('whose name points here reach nothing: %s', async (host) => {
    for (const path of ['/', '/api/1/hello', '/whep/ABC234']) {
      expect(await send(path, { headers: { host } })).toMatchObject({ status: 421, json: { code: 'WRONG_HOST' } })
    }
    expect(asked).toEqual([])
  })

  it.each([{ origin: 'http://evil.example' }, { origin: 'null' }, { origin: 'https://127.0.0.1' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }])('may not use the doors: %j', async (headers) => {
    for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS']) {
      expect(await send('/api/1/hello', { method, headers })).toMatchObject({ status: 403, json: { code: 'CROSS_SITE' } })
    }
    expect(asked).toEqual([])
  })

  it('while our own may', async () => {
    const origin = `http://127.0.0.1:${listener.port}`
    expect(await send('/api/1/hello', { method: 'POST', headers: { origin, 'sec-fetch-site': 'same-origin' } })).toMatchObject({ status: 201 })
  })

  it('may watch and publish where they hold the right for it', async () => {
    const origin = 'https://player.example'
    const preflight = await send('/whep/ABC234', { method: 'OPTIONS', headers: { origin } })
    expect(preflight).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': '*', 'accept-post': 'application/sdp' } })
    expect(preflight.headers).not.toHaveProperty('access-control-allow-credentials')
    expect(await send('/whep/ABC234', { method: 'POST', headers: { origin } })).toMatchObject({ status: 201, headers: { 'access-control-expose-headers': expect.stringContaining('location') } })
  })
})

describe('sockets', () => {
  function dial(path: string, headers: Record<string, string> = {}): Promise<string> {
    return new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${listener.port}${path}`, { headers })
      socket.on('message', (data: Buffer) => {
        resolve(data.toString())
        socket.close()
      })
      socket.on('unexpected-response', (_, answer) => resolve(String(answer.statusCode)))
      socket.on('error', () => undefined) // The answer above tells more.
    })
  }

  it('open at their one path, for pages of ours and for programs', async () => {
    expect(JSON.parse(await dial('/api/1/live'))).toEqual({ address: expect.stringContaining('127.0.0.1'), trust: 'own-screen' })
    expect(await dial('/api/1/live', { origin: `http://127.0.0.1:${listener.port}` })).toContain('own-screen')
  })

  it('stay shut for pages of others, other names and other paths', async () => {
    expect(await dial('/api/1/live', { origin: 'http://evil.example' })).toBe('403')
    expect(await dial('/api/1/live', { host: 'evil.example' })).toBe('421')
    expect(await dial('/api/1/hello')).toBe('404')
  })
})

describe('hostile clients', () => {
  it('with a body over 64 KiB are refused, announced or not', async () => {
    const body = Buffer.alloc(65_537)
    expect(await send('/api/1/x', { method: 'POST', body, headers: { 'content-length': '65537' } })).toMatchObject({ status: 413, json: { code: 'TOO_LARGE' } })
    expect(await send('/api/1/x', { method: 'POST', body, headers: { 'transfer-encoding': 'chunked' } })).toMatchObject({ status: 413 })
    expect(asked).toEqual([])
    expect(await send('/api/1/x', { method: 'POST', body: body.subarray(1) })).toMatchObject({ status: 201 })
  })

  it.each([
    ['headers over 16 KiB', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['no HTTP', '\u0016\u0003\u0001\r\n\r\n'],
    ['two lengths', 'POST /api/1/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    ['a length and chunks', 'POST /api/1/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a negative length', 'POST /api/1/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n'],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
  ])('that send %s are refused and cut off', async (_, text) => {
    expect(await rawAnswer(listener.port, text)).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(asked).toEqual([])
  })

  it('that send an absolute address are refused', async () => {
    expect(await rawAnswer(listener.port, 'GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 404 /)
  })

  it('that never finish their headers, or their body, are cut off', async () => {
    const hasty = await listen({ ...options, tls: null, patience: { headersMs: 60, requestMs: 60, silenceMs: 60_000 } })
    expect(await rawAnswer(hasty.port, 'GET / HTTP/1.1\r\nHost: localhost\r\nX-')).toMatch(/^(?:HTTP\/1\.1 408 |$)/)
    expect(await rawAnswer(hasty.port, 'POST /api/1/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nab')).toMatch(/^(?:HTTP\/1\.1 4\d\d |$)/)
    await hasty.close()
    expect(asked).toEqual([])
  })
})

describe('starting', () => {
  it('on a port that is taken is refused by name, and holds nothing', async () => {
    await expect(listen({ ...options, port: listener.port })).rejects.toMatchObject({ name: 'Refused', code: 'PORT_TAKEN', details: { port: listener.port } })
    await expect(listen({ ...options, tls: { port: listener.port, certificate: options.tls?.certificate ?? { cert: '', key: '', names: [] } } })).rejects.toMatchObject({ code: 'PORT_TAKEN' })
  })

  it('with a certificate that cannot be read, or another\'s key, is refused', () => {
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
    expect(readCertificate(cert, key).names).toEqual(['class.example.org', 'localhost'])
    for (const [c, k] of [[join(folder, 'none.pem'), key], [key, key], [cert, cert]] as const) {
      expect(() => readCertificate(c, k)).toThrow(expect.objectContaining({ code: 'CERTIFICATE_UNREADABLE' }))
    }
    const other = join(folder, 'other.pem')
    writeFileSync(other, OTHER_KEY)
    expect(() => readCertificate(cert, other)).toThrow(expect.objectContaining({ code: 'CERTIFICATE_KEY_OTHER' }))
  })

  it('without built pages has none, and still answers', async () => {
    const bare = await listen({ ...options, tls: null, pages: loadPages(join(folder, 'never-built')) })
    const answer = await rawAnswer(bare.port, 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
    await bare.close()
    expect(answer).toMatch(/^HTTP\/1\.1 404 /)
  })
})

/** Everything the other side sends until it hangs up. */
function rawAnswer(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text, 'latin1'))
    let got = ''
    socket.on('data', (chunk: Buffer) => { got += chunk.toString('latin1') })
    socket.on('error', () => undefined) // A reset also ends in `close`.
    socket.on('close', () => resolve(got))
  })
}
