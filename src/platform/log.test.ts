import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { base64url, hex } from '../kernel/bytes.ts'
import { newClassCode, newId } from '../kernel/ids.ts'
import { formatAuthorization, signRequest } from '../kernel/signed-request.ts'
import type { WallTime } from '../kernel/time.ts'
import { nodeCrypto } from './crypto-node.ts'
import { createLog, LOG_LEVELS, redact } from './log.ts'
import type { LogLevel, LogOptions } from './log.ts'

const crypto = nodeCrypto()

function logTo(lines: string[], level: LogLevel = 'debug', format: LogOptions['format'] = 'json') {
  return createLog({ level, format, write: (line) => lines.push(line), wall: () => 0 as WallTime })
}

describe('the log', () => {
  it('writes one JSON object a line with time, level, event and fields', () => {
    const lines: string[] = []
    logTo(lines).info('class.began', { class: 'cls_aaaaaaaaaaaaaaaa', here: 3 })
    expect(lines).toEqual([JSON.stringify({ time: '1970-01-01T00:00:00.000Z', level: 'info', event: 'class.began', class: 'cls_aaaaaaaaaaaaaaaa', here: 3 })])
  })

  it('writes nothing less urgent than its level', () => {
    for (const level of LOG_LEVELS) {
      const lines: string[] = []
      const log = logTo(lines, level)
      for (const each of LOG_LEVELS) log[each]('x.y')
      expect(lines).toHaveLength(LOG_LEVELS.indexOf(level) + 1)
    }
  })

  it('is not filled by one event that comes without end, says what it left out, and has room for all others', () => {
    const lines: string[] = []
    let now = 0
    const log = createLog({ level: 'info', format: 'json', write: (line) => lines.push(line), wall: () => now as WallTime })
    for (let times = 0; times < 1000; times += 1) log.warn('request.malformed')
    expect(lines).toHaveLength(50)
    log.error('journal.failing')
    expect(lines).toHaveLength(51)
    now = -3_600_000
    log.warn('request.malformed')
    expect(lines).toHaveLength(51)
    now += 1000
    log.warn('request.malformed')
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ event: 'request.malformed', skipped: 951 })
    log.warn('request.malformed')
    expect(lines).toHaveLength(52)
  })

  it('shows the stack and its causes of a defect, even when a cause is its own', () => {
    const lines: string[] = []
    const error: Error & { cause?: unknown } = new Error('outer', { cause: new Error('inner') })
    logTo(lines).error('request.defect', {}, error)
    expect(lines[0]).toContain('outer')
    expect(lines[0]).toContain('inner')
    error.cause = error
    logTo(lines).error('request.defect', {}, error)
    expect(lines).toHaveLength(2)
  })

  it('keeps a hostile value on its own line in a terminal', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (value) => {
      const lines: string[] = []
      logTo(lines, 'debug', 'human').warn('request.malformed', { why: `a\n\u001b[2J${value}` })
      expect(/[\n\r\u001b]/.test(lines[0] ?? '\n')).toBe(false)
    }))
  })
})

describe('nothing secret reaches the log', () => {
  const code = newClassCode(crypto)
  const secretKey = crypto.ed25519.newSecretKey()
  const header = formatAuthorization(signRequest({ nonce: 'n', method: 'GET', path: '/', body: new Uint8Array(), counter: 1 }, secretKey, crypto))
  const ticket = base64url(crypto.randomBytes(24))
  const secrets = [
    ['a signed header', header, `refused ${header}`],
    ['a stream key', ticket, `Authorization: Bearer ${ticket}`],
    ['a class code in a page path', code, `GET /c/${code} HTTP/1.1`],
    ['a class code in a request path', code, `/api/1/classes/${code}/seats`],
    ['a class code in a media path', code, `/whep/${code}/seat_x`],
    ['a ticket in a link', ticket, `http://192.168.4.1/host#pair=${ticket}`],
    ['a short value in a query', 'hush', '/api/1/devices?ticket=hush'],
    ['a hub key in hex', hex(secretKey), `key ${hex(secretKey)}!`],
    ['a private key in PEM', 'MC4CAQ', '-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----'],
    ['an age identity', 'QQQQQQ', 'AGE-SECRET-KEY-1QQQQQQ'],
  ] as const

  it.each(secrets)('not %s', (_, secret, text) => {
    for (const format of ['json', 'human'] as const) {
      const lines: string[] = []
      const log = logTo(lines, 'debug', format)
      log.warn('x.y', { why: text })
      log.error('x.y', {}, new Error(text, { cause: new Error(text) }))
      log.error('x.y', {}, text)
      expect(lines).toHaveLength(3)
      expect(lines.join('')).not.toContain(secret)
    }
  })

  it.each(['name', 'label', 'passphrase', 'streamKey', 'classCode', 'ticket', 'authorization', 'nonce', 'sdp', 'title'])('not a field called %s', (field) => {
    const lines: string[] = []
    logTo(lines).info('x.y', { [field]: 'Mira' })
    expect(lines[0]).not.toContain('Mira')
  })

  it('while ids of classes, seats and devices stay readable', () => {
    const ids = [newId('cls', crypto), newId('seat', crypto), newId('pub', crypto)].join(' ')
    expect(redact(ids)).toBe(ids)
  })
})
