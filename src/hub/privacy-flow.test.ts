import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../testkit/host.ts'
import { TestHub } from '../../testkit/hub.ts'
import { Page } from '../../testkit/page.ts'
import { ALL_REFUSED } from '../features/privacy/wire/words.ts'
import type { Choices } from '../features/privacy/wire/words.ts'
import { listConsents, showConsent, showConsentRecords, showMine, showMoments, stateConsent, stateConsentFor } from '../features/privacy/wire/routes.ts'
import { PRIVACY_REFUSALS } from '../features/privacy/wire/refusals.ts'
import { privacySentences } from '../features/privacy/hub/refusal-sentences.ts'
import { ClassId } from '../kernel/ids.ts'
import { classKey, signStatement } from '../kernel/statement.ts'
import type { WallTime } from '../kernel/time.ts'
import { ToldRefusal } from '../ui/client.ts'

/** A whole hub starts in here, perhaps on a busy machine. */
const WITHIN_MS = 60_000
const notice = { sha256: 'A'.repeat(43), language: 'de' }
let hub: TestHub
let host: Host

beforeAll(async () => {
  hub = await TestHub.start({ media: false })
  host = await hub.host()
}, WITHIN_MS)
afterAll(() => hub.close())

const show = (page: Page) => page.client.call(showConsent, { params: { code: host.code } })
async function say(page: Page, yes: Partial<Choices>, later = 0): Promise<void> {
  const id = ClassId.parse((await show(page)).class.id)
  const said = { choices: { ...ALL_REFUSED, ...yes }, notice }
  const statement = signStatement({ kind: 'consent', class: id, at: Date.now() + later as WallTime, said }, classKey(page.key.secretKey, id, page.crypto), page.crypto)
  await page.client.call(stateConsent, { params: { code: host.code }, input: { ...said, statement, name: null, contact: null } })
}

describe('privacy on a whole box', () => {
  it('asks by the code of a class before it runs, keeps the answer over a restart, and hands it out as a record', async () => {
    const ana = new Page(hub.base)
    expect(await show(ana)).toMatchObject({ afterlife: 'running', window: { state: 'not-yet' }, recorded: false, mine: null })
    await say(ana, { heard: true })
    hub = await hub.restart()
    host = await hub.host()
    const again = new Page(hub.base)
    expect((await show(again)).mine).toBeNull()
    expect((await host.page.client.call(listConsents, { params: { code: host.code } })).consents).toMatchObject([{ by: 'self', choices: { heard: true }, name: null }])
    await say(again, { answers: true })
    await say(again, {}, 5)
    const { records } = await again.client.call(showConsentRecords, { params: { code: host.code } })
    expect(records).toMatchObject([{ '@type': ['dpv:ConsentRecord'], 'dct:language': 'de' }])
    expect(JSON.stringify(records)).toMatch(/ConsentWithdrawn.*Auf Ihrem eigenen Gerät/)
    expect((await new Page(hub.base).client.call(showConsentRecords, { params: { code: host.code } })).records).toEqual([])
    expect(await again.client.call(showMine, { params: { code: host.code } })).toMatchObject({ data: expect.anything() })
    expect(await again.client.call(showMoments, { params: { code: host.code } })).toMatchObject({ moments: [], claims: [], mayWatchAll: false, classSpan: null })
  }, WITHIN_MS)

  it('tells what it refuses in words', async () => {
    const refused = await host.page.client.call(stateConsentFor, {
      params: { code: host.code }, input: { person: 'prs_aaaaaaaaaaaaaaaa' as never, name: 'Ben', guardian: null, choices: ALL_REFUSED, notice, contact: null },
    }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(ToldRefusal)
    expect(refused).toMatchObject({ code: 'PERSON_UNKNOWN', sentence: privacySentences.PERSON_UNKNOWN({}, { locale: 'en' }) })
    for (const code of PRIVACY_REFUSALS) {
      const [en, de] = [privacySentences[code]({}, { locale: 'en' }), privacySentences[code]({}, { locale: 'de' })]
      expect([code, en.length > 10, en === de]).toEqual([code, true, false])
    }
  })
})
