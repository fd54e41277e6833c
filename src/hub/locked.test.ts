import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod/mini'
import { DOORS, MEDIA } from '../../testkit/access-table.ts'
import { Device } from '../../testkit/device.ts'
import { TestHub } from '../../testkit/hub.ts'
import { utf8 } from '../kernel/bytes.ts'
import { nodeCrypto } from '../platform/crypto-node.ts'
import { dataFolder } from '../platform/data-folder.ts'
import { openKeys } from '../platform/keys/keys.ts'

/** log2 of scrypt's N, far below what a box uses: a guess shall not take a second here. */
const LIGHT = 10
/** A whole hub starts and opens in here, perhaps on a busy machine. */
const WITHIN_MS = 60_000
const PHRASE = 'four quiet unrelated words'
const Hello = z.object({ nonce: z.string(), locked: z.boolean(), hub: z.nullable(z.string()) })

describe('a box after a power cut', () => {
  let kit: TestHub
  const host = new Device()

  async function send(method: string, path: string, input?: unknown, by?: Device) {
    const { nonce } = Hello.parse(await (await fetch(`${kit.base}/api/1/hello`)).json())
    const body = input === undefined ? '' : JSON.stringify(input)
    const signed = by ? { authorization: by.authorize(nonce, method, path, utf8(body)) } : {}
    const answer = await fetch(kit.base + path, { method, headers: { 'content-type': 'application/json', ...signed }, ...(body === '' ? {} : { body }) })
    return { status: answer.status, json: await answer.json() }
  }

  beforeEach(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lectern-locked-'))
    const keys = openKeys(dataFolder(folder).keys, nodeCrypto(), LIGHT)
    await keys.choosePassphrase(keys.create(), PHRASE)
    kit = await TestHub.start({ folder, locked: true })
  }, WITHIN_MS)
  afterEach(() => kit.close())

  it('has only the doors that open it, opens with its passphrase alone, and then lets a host in', async () => {
    expect(Hello.parse((await send('GET', '/api/1/hello')).json)).toMatchObject({ locked: true, hub: null })
    for (const { method, path } of [...Object.values(DOORS).map(({ method, real }) => ({ method, path: real.path })), ...Object.values(MEDIA)]) {
      if (path === '/api/1/hello' || path === '/api/1/unlock') continue
      const answer = await send(method, path.replace(':code', 'ABC234'), undefined, host)
      expect([path, answer.status, answer.json.code]).toEqual([path, 503, 'HUB_LOCKED'])
    }
    expect(await send('POST', '/api/1/unlock', { passphrase: 'a wrong guess' })).toMatchObject({ status: 403, json: { code: 'PASSPHRASE_WRONG' } })
    expect(await send('POST', '/api/1/unlock', { passphrase: PHRASE })).toEqual({ status: 200, json: { unlocked: true } })
    expect(Hello.parse((await send('GET', '/api/1/hello')).json)).toMatchObject({ locked: false, hub: expect.stringMatching(/^hub_/) })
    expect(await send('POST', '/api/1/devices', { ticket: kit.hub.core()?.newTicket(), label: '' }, host)).toMatchObject({ status: 200 })
    expect(await send('GET', '/api/1/me', undefined, host)).toEqual({ status: 200, json: { device: host.id, roles: ['host'] } })
  }, WITHIN_MS)
})
