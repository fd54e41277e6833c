import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../testkit/host.ts'
import { TestHub } from '../../testkit/hub.ts'
import { Page } from '../../testkit/page.ts'
import { lookUpClass, takeSeat } from '../features/live/wire/routes.ts'
import { ToldRefusal } from '../ui/client.ts'
import { m } from '../words/messages.js'

/** A whole hub starts in here, perhaps on a busy machine. */
const WITHIN_MS = 60_000
let hub: TestHub
let host: Host

beforeAll(async () => {
  hub = await TestHub.start({ media: false })
  host = await hub.host()
  await host.openLobby()
}, WITHIN_MS)
afterAll(() => hub.close())

const told = async (answer: Promise<unknown>): Promise<ToldRefusal> => {
  const refusal = await answer.then(() => 'nothing was refused', (error: unknown) => error)
  if (!(refusal instanceof ToldRefusal)) throw new Error(String(refusal))
  return refusal
}

describe('a refusal', () => {
  it.each(['en', 'de'] as const)('is told in the language the page asks for: %s', async (locale) => {
    const answer = await fetch(`${hub.base}${lookUpClass.path.replace(':code', '777777')}`, { headers: { 'accept-language': locale } })
    expect(await answer.json()).toMatchObject({ code: 'CLASS_UNKNOWN', sentence: m.live_refusal_CLASS_UNKNOWN({}, { locale }) })
    expect(m.live_refusal_CLASS_UNKNOWN({}, { locale: 'de' })).not.toBe(m.live_refusal_CLASS_UNKNOWN({}, { locale: 'en' }))
  })

  it('of a name of ten thousand characters names the field, and the same device can still take its seat', async () => {
    const page = new Page(hub.base)
    const sit = (name: string) => page.client.call(takeSeat, { params: { code: host.code }, input: { choice: { kind: 'elsewhere', headphones: false }, name } })
    const refusal = await told(sit('A'.repeat(10_000)))
    expect([refusal.code, refusal.details['field']]).toEqual(['BAD_INPUT', 'name'])
    expect(refusal.sentence).not.toBe('')
    expect((await sit('Ada')).class.code).toBe(host.code)
  })
})
