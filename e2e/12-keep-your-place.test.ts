import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { m } from '../src/words/messages.js'
import { Box } from './support/box.ts'
import { LearnerPage } from './support/learner-page.ts'
import { LAPTOP, NO_BROWSER, People, PHONE } from './support/people.ts'
import { story } from './support/story.ts'
import { StudioPage } from './support/studio-page.ts'

/** A name that leads to loopback without being loopback's: browsers trust it as little as 192.168.x.x. */
const NAME = 'box.test'
const WITHIN_MS = 15_000

describe.skipIf(NO_BROWSER)('story 12: keep your place', () => {
  let box: Box
  let people: People
  const chapter = story(12, () => people)
  let studio: StudioPage
  let phone: LearnerPage
  let other: LearnerPage
  let link: string
  let file: string
  let seat: string

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start({ hostName: NAME }), People.arrive([`--host-resolver-rules=MAP ${NAME} 127.0.0.1`])])
    studio = new StudioPage(await people.open(LAPTOP))
    await studio.open(box.studioLink)
    await studio.chooseLater()
    await studio.openLobby('The same person')
  })
  afterAll(async () => {
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
  })

  chapter('in the class a phone saves its pass, as a file and as a link', async () => {
    phone = new LearnerPage(await people.open(PHONE))
    await phone.follow(box.learnerLink())
    await phone.sit('room', 'Ana')
    await phone.isReady()
    await studio.begin()
    await phone.isInClass()
    seat = await onlySeat(studio)
    await phone.button(m.learner_seat_change()).click()
    const dialog = phone.page.getByRole('dialog')
    const [download] = await Promise.all([phone.page.waitForEvent('download'), dialog.getByRole('button', { name: m.keep_save() }).click()])
    file = await readFile(await download.path(), 'utf8')
    await dialog.getByRole('button', { name: m.keep_show() }).click()
    await dialog.getByRole('img', { name: m.keep_qr() }).waitFor()
    link = await dialog.locator('.keep-link').innerText()
    expect(link).toBe(`${box.own}/keep#${file.trim()}`)
    expect(file).toMatch(/^lectern-place\/1:[\w-]{43}:[\w-]{6}\n$/)
    await dialog.getByRole('button', { name: m.learner_seat_stay() }).click()
  })

  chapter('the link makes another device the same person, after a press, and leaves no secret in the address', async () => {
    other = new LearnerPage(await people.open(PHONE))
    await other.follow(link)
    await other.sees(m.keep_ask())
    expect(new URL(other.page.url()).hash).toBe('')
    await other.button(m.keep_yes()).click()
    await other.sees(m.keep_done())
    await other.button(m.keep_to_code()).click()
    await other.page.getByLabel(m.learner_code_ask()).fill(box.code)
    await other.button(m.learner_code_find()).click()
    await other.sit('elsewhere')
    await other.isInClass()
    expect(await onlySeat(studio)).toBe(seat)
  })

  chapter('a pass with a letter missing, or of something else, is refused in words; the device stays who it is', async () => {
    await other.follow(`${box.own}/keep`)
    await other.page.getByLabel(m.keep_link()).fill(link.slice(0, -1))
    await other.button(m.keep_read()).click()
    await other.sees(m.keep_fault_wrong_length())
    await other.page.getByLabel(m.keep_file()).setInputFiles({ name: 'film.txt', mimeType: 'text/plain', buffer: Buffer.alloc(5_000_000, 'x') })
    await other.sees(m.keep_fault_too_long())
    await other.page.getByLabel(m.keep_link()).fill(link)
    await other.button(m.keep_read()).click()
    await other.sees(m.keep_ask())
    expect(await other.page.getByText(m.keep_replaces()).count(), 'the same person replaces nobody').toBe(0)
  })

  chapter('where browsers trust nothing the file does the same for one class, and warns who was somebody there', async () => {
    const plain = new LearnerPage(await people.open(PHONE))
    await plain.follow(box.learnerLink(NAME))
    await plain.sit('elsewhere', 'Somebody else')
    await plain.isInClass()
    expect(await plain.page.evaluate(() => isSecureContext)).toBe(false)
    await plain.follow(`http://${NAME}:${box.port}/`)
    await plain.button(m.learner_code_bring()).click()
    await plain.page.getByLabel(m.keep_file()).setInputFiles({ name: 'my-place.txt', mimeType: 'text/plain', buffer: Buffer.from(file) })
    await plain.sees(m.keep_replaces())
    await plain.button(m.keep_yes()).click()
    await plain.sees(m.keep_done())
    await plain.page.evaluate(() => sessionStorage.clear())
    await plain.follow(box.learnerLink(NAME))
    await plain.sit('elsewhere')
    await plain.isInClass()
    await studio.seat(seat).waitFor({ timeout: WITHIN_MS })
    expect(await plain.page.evaluate(() => Object.keys(localStorage).filter((name) => name.endsWith('brought')))).toEqual([])
    await studio.end()
    await plain.sees(m.keep_title())
    expect(await plain.page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('lectern.key')))).toEqual([])
  })

  chapter('all this time no page asked anything of anybody but the box, and the secret went nowhere', () => {
    expect(people.strayRequests(`localhost:${box.port}`, `${NAME}:${box.port}`)).toEqual([])
    const secret = file.split(':')[1] ?? ''
    expect(box.terminal).not.toContain(secret)
    expect(box.defects()).toEqual([])
    expect(people.complaints()).toEqual([])
  })
})

/** The one seat that is in the studio's roster. */
async function onlySeat(studio: StudioPage): Promise<string> {
  const line = studio.page.locator('[data-seat]')
  await line.first().waitFor({ timeout: WITHIN_MS })
  const seats = new Set(await line.evaluateAll((lines) => lines.map((one) => one.getAttribute('data-seat') ?? '')))
  expect(seats.size).toBe(1)
  return [...seats][0] ?? ''
}
