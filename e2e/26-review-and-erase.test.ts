import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { m } from '../src/words/messages.js'
import { waitFor } from '../testkit/wait-for.ts'
import { Box } from './support/box.ts'
import { crewLink } from './support/crew-link.ts'
import { brightnessAt, DeskFormPage, HoldingsView, isDark, ReviewersPage, saved } from './support/crew-pages.ts'
import { LearnerPage } from './support/learner-page.ts'
import { LAPTOP, NO_BROWSER, People, PHONE, TABLET } from './support/people.ts'
import { ReplayPage } from './support/replay-page.ts'
import { story } from './support/story.ts'
import { StudioPage } from './support/studio-page.ts'
import { StudioRecording } from './support/studio-recording.ts'

const REASON = 'I say where I work.'
const NOTE = 'Gone, as you asked.'
const THREE_DAYS = 72
const COMMAND = fileURLToPath(new URL('../bin/lectern.js', import.meta.url))
const ONLY_SELF_CONSISTENT = 3

/** A moment that somebody wants gone, from their phone to a reviewer's device and back; and what a host hands out and erases. */
describe.skipIf(NO_BROWSER)('story 26: review and erase', () => {
  let box: Box
  let people: People
  let studio: StudioPage
  let recording: StudioRecording
  let ana: LearnerPage
  let reviewer: ReviewersPage
  const chapter = story(26, () => people)
  /** A link as it is given to another device, at this machine's own address. */
  const here = (link: string): string => `${box.own}${new URL(link).pathname}${new URL(link).hash}`

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start(), People.arrive()])
    studio = new StudioPage(await people.open({ ...LAPTOP, permissions: ['camera', 'microphone'], acceptDownloads: true }))
    recording = new StudioRecording(studio.page)
    await studio.open(box.studioLink)
    await studio.chooseLater()
  })
  afterAll(async () => {
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
  })

  chapter('before the class the host says how long people may ask, and gives the desk its form and a reviewer a link', async () => {
    const { page } = studio
    await page.getByLabel(m.privacy_settings_own()).fill(String(THREE_DAYS))
    await page.getByLabel(m.privacy_settings_own()).blur()
    await studio.sees('People can ask until 3 days after the end.')
    await studio.openLobby('Knees')
    reviewer = new ReviewersPage(await people.open(TABLET))
    await reviewer.open(here(await crewLink(studio, m.studio_ticket_reviewer())))
    await reviewer.sees(m.privacy_review_none())
  })

  chapter('at the desk a mother answers for her child', async () => {
    const desk = new DeskFormPage(await people.open(TABLET))
    await desk.open(here(await crewLink(studio, m.studio_ticket_desk())))
    await desk.writesDown('Noor', 'Imani', ['answers'])
    await desk.sees('Yes to: answers and questions. Said by Imani')
    // A desk's device has no studio: it is led to its own page.
    await desk.open(`${box.own}/host`)
    await desk.sees(m.privacy_desk_which())
    await desk.page.close()
  })

  chapter('a class is recorded, and who was there may watch it again', async () => {
    ana = new LearnerPage(await people.open(PHONE))
    await ana.follow(box.learnerLink())
    await ana.sit('elsewhere', 'Ana')
    await studio.choose('camera')
    await studio.isOnAir()
    await recording.confirm()
    await studio.begin()
    const began = Date.now()
    await recording.keptTo()
    await waitFor('ten seconds of class', () => Promise.resolve(Date.now() - began > 10_000), { within: 15_000 })
    await studio.end()
    await recording.letIn(m.recording_replay_class())
  })

  chapter('Ana asks on her phone to have three seconds of it removed', async () => {
    const { page } = ana
    await page.goto(`${box.own}/moments/${box.code}`)
    await page.getByLabel(m.privacy_moments_from(), { exact: true }).fill('0:03')
    await page.getByLabel(m.privacy_moments_to(), { exact: true }).fill('0:06')
    await page.getByRole('button', { name: m.privacy_moments_ask(), exact: true }).last().click()
    await page.getByRole('checkbox', { name: m.privacy_moments_all() }).check()
    await page.getByLabel(m.privacy_moments_reason(), { exact: true }).fill(REASON)
    await ana.button(m.privacy_moments_send()).click()
    await ana.sees(m.privacy_moments_waiting())
  })

  chapter('a reviewer’s own device shows it by itself, plays it, and destroys it by a second step', async () => {
    await reviewer.sees(REASON)
    await reviewer.plays()
    expect(isDark(await brightnessAt(reviewer.page, 3)), 'before').toBe(false)
    await reviewer.removesAll(NOTE)
    await reviewer.sees(m.privacy_review_gone_play())
    await reviewer.plays()
    expect(isDark(await brightnessAt(reviewer.page, 3)), 'after').toBe(true)
  })

  chapter('the replay shows what stands there now, and the rest as it was', async () => {
    const replay = new ReplayPage(await people.open(PHONE))
    await recording.letIn(m.recording_replay_code())
    await replay.follow(`${box.own}/replay/${box.code}`)
    await replay.plays()
    expect(isDark(await brightnessAt(replay.page, 4.5)), 'the span').toBe(true)
    expect(isDark(await brightnessAt(replay.page, 9)), 'what comes after').toBe(false)
    await replay.page.close()
  })

  chapter('Ana reads what became of it', async () => {
    await ana.page.reload()
    await ana.sees(m.privacy_moments_removed())
    await ana.sees(m.privacy_moments_note({ note: NOTE }))
  })

  chapter('the host takes the evidence of it all out of the box, and a terminal finds it whole', async () => {
    await studio.page.getByRole('checkbox', { name: m.privacy_settings_evidence_media() }).check()
    const archive = await saved(studio.page, studio.button(m.privacy_settings_evidence_save()))
    const path = join(mkdtempSync(join(tmpdir(), 'lectern-evidence-')), 'class.tar')
    writeFileSync(path, archive)
    const { status, stdout } = spawnSync(process.execPath, [COMMAND, 'verify', path], { encoding: 'utf8' })
    rmSync(dirname(path), { recursive: true })
    // Whole by itself; nobody said whose key to trust.
    expect(status, stdout).toBe(ONLY_SELF_CONSISTENT)
  })

  chapter('the host sees what the box holds, hands out what it has of the child, and erases it', async () => {
    const holdings = new HoldingsView(studio.page)
    await holdings.open(`${box.own}/box`)
    const list = await holdings.people()
    expect(await list.getByRole('listitem').filter({ hasText: 'Noor' }).innerText()).toContain('Said yes to: answers and questions.')
    const { shown, file } = await holdings.handsOut('Noor')
    expect(shown).toContain('Imani')
    expect(JSON.parse(file)).toMatchObject({ format: 'lectern-person/1', name: 'Noor', consents: [{ guardian: 'Imani' }] })
    await holdings.erases('Noor')
    await waitFor('the name to be gone', async () => !(await studio.page.locator('main').innerText()).includes('Noor'), { within: 10_000 })
  })

  chapter('nothing left the box, and no page complained', () => {
    expect(people.strayRequests(`localhost:${box.port}`)).toEqual([])
    expect(people.complaints()).toEqual([])
    expect(box.defects()).toEqual([])
  })
})
