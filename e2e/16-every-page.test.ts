import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { renameClass, setPlan } from '../src/features/live/wire/routes.ts'
import type { Plan } from '../src/features/live/wire/run.ts'
import { makeTicket } from '../src/features/people/wire/routes.ts'
import { ItemId } from '../src/kernel/ids.ts'
import { m } from '../src/words/messages.js'
import { Host } from '../testkit/host.ts'
import { Learner } from '../testkit/learner.ts'
import { Box } from './support/box.ts'
import { wordsOf } from './support/languages.ts'
import { Looking } from './support/looking.ts'
import { LAPTOP, NO_BROWSER, People, PHONE } from './support/people.ts'
import { story } from './support/story.ts'

const TITLE = 'Schultern ohne Schmerz'
const item = (letter: string, title: string, seconds: number): Plan['items'][number] => ({
  id: ItemId.parse(`item_${letter.repeat(16)}`), title, kind: 'talk', seconds, overrun: 'push', cues: [], poll: null, music: null,
})
const PLAN: Plan = { objective: 'Drei Bewegungen für den Schreibtisch.', items: [item('a', 'Warum Schultern schmerzen', 300), item('b', 'Arme hoch', 300)] }
const POLL = { question: 'Wo spüren Sie es?', options: ['Nacken', 'Zwischen den Schultern'] }
const GERMAN = { locale: 'de' } as const

/** A class as somebody meets it whose browser speaks German, on every page of it. */
describe.skipIf(NO_BROWSER)('story 16: every page, in a second language', () => {
  let box: Box
  let people: People
  let host: Host
  let guest: Learner
  let studio: Page
  let phone: Page
  const looking = new Looking('16-every-page', 'Story 16: every page of a class, in German')
  const chapter = story(16, () => people)
  const sees = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor({ timeout: 15_000 })
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click()

  /** In German, without an English sentence, and fit for everybody. */
  async function look(name: string, page: Page): Promise<void> {
    expect.soft(await page.evaluate(() => document.documentElement.lang), name).toBe('de')
    expect.soft(await wordsOf('en', page, 'de'), `English on: ${name}`).toEqual([])
    await looking.glance(name, page)
  }

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start(), People.arrive()])
    host = await Host.pair(box.studioLink, box.code)
    const params = { code: box.code }
    await host.page.client.call(renameClass, { params, input: { title: TITLE } })
    await host.page.client.call(setPlan, { params, input: { plan: PLAN } })
    studio = await people.open({ ...LAPTOP, locale: 'de-DE', permissions: ['camera', 'microphone'] })
    phone = await people.open({ ...PHONE, locale: 'de-AT' })
  })
  afterAll(async () => {
    looking.finish()
    guest?.close()
    host?.close()
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
  })

  chapter('the studio before the class, and its devices', async () => {
    const { ticket } = await host.page.client.call(makeTicket, { input: { roles: ['host'] } })
    await studio.goto(`${box.own}/host#pair=${ticket}`)
    await sees(studio, m.people_choose_title({}, GERMAN))
    await look('studio, choosing a passphrase', studio)
    await press(studio, m.people_choose_later({}, GERMAN))
    await sees(studio, m.studio_run({}, GERMAN))
    await look('studio, draft', studio)
    await press(studio, m.studio_devices({}, GERMAN))
    await studio.getByRole('dialog').waitFor()
    await look('studio, devices', studio)
    await studio.keyboard.press('Escape')
  })

  chapter('the lobby, on both sides of it', async () => {
    await host.openLobby()
    await sees(studio, m.studio_lobby_title({}, GERMAN))
    await look('studio, lobby', studio)
    await phone.goto(`${box.own}/c/${box.code}`)
    await phone.getByRole('radio', { name: m.learner_seat_elsewhere({}, GERMAN) }).check()
    await look('learner, seat', phone)
    await press(phone, m.learner_seat_take({}, GERMAN))
    await sees(phone, m.learner_lobby_title({}, GERMAN))
    await look('learner, lobby', phone)
  })

  chapter('the class, with a poll and a question', async () => {
    guest = await Learner.join(box.own.replace('localhost', '127.0.0.1'), box.code, { kind: 'room', headphones: false }, 'Ben')
    await host.enter()
    await host.begin()
    await sees(phone, PLAN.items[0]?.title ?? '')
    await look('learner, live', phone)
    await host.page.link?.send({ type: 'poll', act: { do: 'open', poll: POLL } }).done
    await sees(phone, POLL.question)
    await look('learner, poll', phone)
    await guest.raiseHand().done
    await sees(studio, m.studio_run_next_item({}, GERMAN))
    await look('studio, live', studio)
  })

  chapter('what hangs on wall and door', async () => {
    const wall = await people.open({ ...LAPTOP, locale: 'de-DE' })
    await wall.goto(`${box.own}/room/${box.code}`)
    await sees(wall, POLL.question)
    await look('room screen', wall)
    await wall.close()
    const sheet = await studio.context().newPage()
    await sheet.goto(`${box.own}/host/sheet/${box.code}`)
    await sees(sheet, m.sheet_step_seat({}, GERMAN))
    await look('door sheet', sheet)
    await sheet.close()
  })

  chapter('the end: the report, and a place to keep', async () => {
    await host.end()
    await sees(studio, m.report_by_seat({}, GERMAN))
    await look('studio, report', studio)
    await sees(phone, m.learner_over_title({}, GERMAN))
    await look('learner, over', phone)
    await phone.goto(`${box.own}/keep`)
    await sees(phone, m.keep_give({}, GERMAN))
    await look('learner, a place from elsewhere', phone)
  })

  chapter('what the crew sees of consent and removal', async () => {
    for (const [name, path, words] of [
      ['desk', `/desk/${box.code}`, m.privacy_desk_scan({}, GERMAN)], ['review', `/review/${box.code}`, m.privacy_review_none({}, GERMAN)], ['what the box holds', '/box', m.privacy_holdings_classes({}, GERMAN)],
    ] as const) {
      await studio.goto(`${box.own}${path}`)
      await sees(studio, words)
      await look(name, studio)
    }
  })

  chapter('nobody complained', () => {
    expect(people.strayRequests(`localhost:${box.port}`)).toEqual([])
    expect(box.defects()).toEqual([])
  })
})
