import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { wifiText } from '../src/features/live/screens/sheet/wifi.ts'
import { setPlan, setStart } from '../src/features/live/wire/routes.ts'
import type { Plan } from '../src/features/live/wire/run.ts'
import { makeTicket } from '../src/features/people/wire/routes.ts'
import { ItemId } from '../src/kernel/ids.ts'
import { m } from '../src/words/messages.js'
import { Host } from '../testkit/host.ts'
import { Learner } from '../testkit/learner.ts'
import { waitFor } from '../testkit/wait-for.ts'
import { Box } from './support/box.ts'
import { LAPTOP, NO_BROWSER, People } from './support/people.ts'
import { squaresFor, squaresOf } from './support/qr.ts'
import { story } from './support/story.ts'
import { StudioPage } from './support/studio-page.ts'

/** A name that leads to loopback without being loopback's: browsers trust it as little as 192.168.x.x. */
const NAME = 'box.test'
const OBJECTIVE = 'Leave with three moves you can do at your desk.'
const item = (letter: string, title: string, seconds: number, overrun: 'cut' | 'push'): Plan['items'][number] => ({
  id: ItemId.parse(`item_${letter.repeat(16)}`), title, kind: 'talk', seconds, overrun, cues: [], poll: null, music: null,
})
const POLL = { question: 'Where do you feel it most?', options: ['Neck', 'Between the shoulders'] }

describe.skipIf(NO_BROWSER)('story 11: the room screen and the door sheet', () => {
  let box: Box
  let people: People
  let host: Host
  let learner: Learner
  let wall: Page
  let plain: Page
  const chapter = story(11, () => people)
  const sees = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor({ timeout: 10_000 })

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start({ hostName: NAME }), People.arrive([`--host-resolver-rules=MAP ${NAME} 127.0.0.1`])])
    host = await Host.pair(box.studioLink, box.code)
    const plan: Plan = { objective: OBJECTIVE, items: [item('a', 'Why shoulders ache', 8, 'cut'), item('b', 'Arms overhead', 300, 'push'), item('c', 'Seated twist', 60, 'push')] }
    await host.page.client.call(setPlan, { params: { code: box.code }, input: { plan } })
    wall = await people.open(LAPTOP)
    plain = await people.open(LAPTOP)
  })
  afterAll(async () => {
    learner?.close()
    host?.close()
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
  })

  chapter('a code that no class has is said so', async () => {
    await wall.goto(`${box.own}/room/777777`)
    await sees(wall, m.room_unknown({ code: '777 777' }))
  })

  chapter('before the lobby the wall says what opens here', async () => {
    await wall.goto(`${box.own}/room/${box.code}`)
    await sees(wall, OBJECTIVE)
    await sees(wall, m.room_soon())
    expect(await wall.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark')
  })

  chapter('in the lobby it shows how to come in, for phones and not for itself, and counts down', async () => {
    await host.openLobby()
    await sees(wall, m.room_begins_when_ready())
    await plain.goto(`http://${NAME}:${box.port}/room/${box.code.toLowerCase()}`)
    for (const page of [wall, plain]) {
      await sees(page, `${box.code.slice(0, 3)} ${box.code.slice(3)}`)
      await sees(page, `${NAME}:${box.port}`)
      expect(await squaresOf(page.locator('.qr'))).toEqual(squaresFor(`http://${NAME}:${box.port}/c/${box.code}#room`))
    }
    expect(await plain.evaluate(() => isSecureContext)).toBe(false)
    learner = await Learner.join(box.own.replace('localhost', '127.0.0.1'), box.code, { kind: 'room', headphones: false })
    await sees(wall, m.room_here({ count: 1 }))
    await host.page.client.call(setStart, { params: { code: box.code }, input: { inSeconds: 600 } })
    await sees(wall, /Begins in 9:5\d/)
  })

  chapter('in the class it shows what is on, what is left, and what comes', async () => {
    await host.enter()
    await host.begin()
    for (const page of [wall, plain]) {
      await sees(page, 'Why shoulders ache')
      await sees(page, m.room_next({ title: 'Arms overhead' }))
      await page.getByRole('timer', { name: /left$/ }).waitFor()
    }
  })

  chapter('when the link is lost it goes on by the clock, to the next item, and says how old it is', async () => {
    await plain.context().setOffline(true)
    await plain.evaluate(() => { for (const socket of probe.sockets) socket.close() })
    await plain.getByText(/^As of [2-9] s ago$/).waitFor({ timeout: 6000 })
    await sees(plain, 'Arms overhead')
    await sees(plain, m.room_next({ title: 'Seated twist' }))
    await plain.context().setOffline(false)
    await plain.getByText(/^As of/).waitFor({ state: 'detached', timeout: 15_000 })
    await sees(wall, 'Arms overhead')
  })

  chapter('a cue is light on the wall too', async () => {
    const before = await wall.evaluate(() => probe.lights)
    await host.press().done
    await waitFor('the light on the wall', () => wall.evaluate((lights) => probe.lights > lights, before), { within: 5000 })
  })

  chapter('a poll is asked there, and counted there once the host shows it', async () => {
    await host.page.link?.send({ type: 'poll', act: { do: 'open', poll: POLL } }).done
    await sees(wall, POLL.question)
    const poll = await learner.page.until('the poll', () => learner.page.last('poll')?.poll ?? undefined)
    await learner.link.send({ type: 'answer-poll', poll: poll.id, option: 1, at: host.now() }).done
    await sees(wall, m.room_poll_answered({ answered: 1, of: 1 }))
    expect(await wall.getByRole('meter').count()).toBe(0)
    await host.page.link?.send({ type: 'poll', act: { do: 'show', poll: poll.id, shown: true } }).done
    await wall.getByRole('meter', { name: 'Between the shoulders' }).and(wall.locator('[aria-valuenow="100"]')).waitFor()
    await host.page.link?.send({ type: 'poll', act: { do: 'clear', poll: poll.id } }).done
    await wall.getByText(POLL.question).waitFor({ state: 'detached' })
  })

  chapter('a timer takes the ring', async () => {
    await host.page.link?.send({ type: 'timer', start: { seconds: 90, label: 'In pairs' } }).done
    await sees(wall, 'In pairs')
    await sees(wall, /^1:2\d$/)
  })

  chapter('the door sheet is one page of paper, with a Wi-Fi and a class to scan', async () => {
    const studio = new StudioPage(await people.open(LAPTOP))
    const { ticket } = await host.page.client.call(makeTicket, { input: { roles: ['host'] } })
    await studio.open(`${box.own}/host#pair=${ticket}`)
    await studio.chooseLater()
    const { page } = studio
    await page.goto(`${box.own}/host/sheet/${box.code}`)
    await sees(page, OBJECTIVE)
    await page.getByLabel(m.sheet_wifi_name()).fill('Corner;Hall')
    await page.getByLabel(m.sheet_wifi_password()).fill('short')
    await sees(page, m.sheet_fault_password_short())
    await page.getByLabel(m.sheet_wifi_password()).fill('sit:down now')
    expect(await squaresOf(page.getByRole('img', { name: m.sheet_wifi_qr({ name: 'Corner;Hall' }) }))).toEqual(squaresFor(wifiText({ name: 'Corner;Hall', password: 'sit:down now', hidden: false })))
    expect(await squaresOf(page.getByRole('img', { name: new RegExp(`/c/${box.code}$`) }))).toEqual(squaresFor(`http://${NAME}:${box.port}/c/${box.code}#room`))
    expect(await squaresOf(page.getByRole('img', { name: new RegExp(`/consent/${box.code}$`) }))).toEqual(squaresFor(`http://${NAME}:${box.port}/consent/${box.code}`))
    expect(pagesOf(await page.pdf({ preferCSSPageSize: true }))).toBe(1)
    await page.reload()
    await page.getByLabel(m.sheet_wifi_password()).and(page.locator('[value="sit:down now"]')).or(page.getByText('sit:down now')).first().waitFor()
  })

  chapter('it speaks the language that was picked on it, and keeps it', async () => {
    const page = await people.open(LAPTOP)
    await page.goto(`${box.own}/room/777777`)
    await page.getByRole('link', { name: 'Deutsch' }).click()
    await page.getByRole('link', { name: 'English' }).waitFor()
    expect(await page.evaluate(() => [document.documentElement.lang, location.search])).toEqual(['de', ''])
    await sees(page, m.room_unknown({ code: '777 777' }, { locale: 'de' }))
    await page.goto(`${box.own}/`)
    await sees(page, m.learner_code_ask({}, { locale: 'de' }))
  })

  chapter('the end', async () => {
    await host.end()
    for (const page of [wall, plain]) await sees(page, m.room_over())
    expect(people.strayRequests(`localhost:${box.port}`, `${NAME}:${box.port}`)).toEqual([])
    expect(people.complaints(/404|410|403|ERR_INTERNET_DISCONNECTED|WebSocket/)).toEqual([])
    expect(box.defects()).toEqual([])
  })
})

/** Sheets of paper in a PDF, as Chromium writes one: its page objects stand in plain text. */
function pagesOf(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0
}
