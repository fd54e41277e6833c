import { afterAll, beforeAll, expect, it } from 'vitest'
import { TestHub } from '../../testkit/hub.ts'
import { memoryStorage, Page } from '../../testkit/page.ts'
import { readPlace, writePlace } from '../features/live/rules/place.ts'
import { takeSeat } from '../features/live/wire/routes.ts'
import { hello } from '../features/people/wire/routes.ts'
import { nodeCrypto } from '../platform/crypto-node.ts'
import { Client } from '../ui/client.ts'
import { bringDeviceKey, openDeviceKey } from '../ui/device-key.ts'

/** Two whole hubs start in here, perhaps on a busy machine. */
const WITHIN_MS = 60_000
const crypto = nodeCrypto()
const input = { choice: { kind: 'elsewhere' as const, headphones: false } }
let here: TestHub
let there: TestHub

beforeAll(async () => {
  [here, there] = await Promise.all([TestHub.start({ media: false }), TestHub.start({ media: false })])
  for (const hub of [here, there]) await (await hub.host()).openLobby()
}, WITHIN_MS)
afterAll(() => Promise.all([here.close(), there.close()]))

/** A device of another box's network, to which a pass was brought; nothing of it goes over a network. */
function deviceWith(pass: string, trusted: boolean) {
  const place = { trusted, storage: memoryStorage(), now: Date.now }
  const reading = readPlace(pass, crypto.sha256)
  if (!reading.ok || !bringDeviceKey(place, reading.secretKey)) throw new Error('a pass that was not taken')
  const key = openDeviceKey({ ...place, use: { class: there.code }, crypto })
  return { key, client: new Client({ crypto, key, hello, base: there.base }) }
}

it('makes one the same person on a box that knows nothing of the first one, on a trusted address and on another', async () => {
  const phone = new Page(here.base)
  await phone.client.call(takeSeat, { params: { code: here.code }, input })
  const pass = writePlace(phone.key.secretKey, crypto.sha256)
  const params = { code: there.code }
  const seats = []
  for (const trusted of [true, false]) {
    const { key, client } = deviceWith(pass, trusted)
    expect(key.device).toBe(phone.key.device)
    seats.push((await client.call(takeSeat, { params, input })).seat)
  }
  expect(seats[1]).toBe(seats[0])
  expect((await new Page(there.base).client.call(takeSeat, { params, input })).seat).not.toBe(seats[0])
})
