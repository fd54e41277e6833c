import { afterAll, beforeAll, describe, expect } from 'vitest'
import type { Route } from '../src/kernel/contract.ts'
import * as live from '../src/features/live/wire/routes.ts'
import * as doors from '../src/features/people/wire/routes.ts'
import { m } from '../src/words/messages.js'
import { Box } from './support/box.ts'
import { ForgedPage } from './support/forged-page.ts'
import { LearnerPage } from './support/learner-page.ts'
import { LAPTOP, NO_BROWSER, People, PHONE } from './support/people.ts'
import { story } from './support/story.ts'
import { StudioPage } from './support/studio-page.ts'

const TITLE = 'A class with a clever guest'

/** What a clever learner asks for; the table of all doors and all callers is the unit tests' affair. */
const HOSTS_DOORS: readonly { readonly route: Route; readonly input?: object }[] = [
  { route: live.studio },
  { route: live.makeClass, input: { title: 'Mine' } },
  { route: live.renameClass, input: { title: 'Mine' } },
  { route: live.openLobby }, { route: live.beginClass }, { route: live.endClass },
  { route: live.chooseProgramme, input: { publisher: null } },
  { route: live.makeStreamKey }, { route: live.classFigures },
  { route: doors.makeTicket, input: { roles: ['host'] } },
  { route: doors.listDevices },
  { route: doors.choosePassphrase, input: { passphrase: 'a passphrase of my own' } },
]

describe.skipIf(NO_BROWSER)('story 4: the doors', () => {
  let box: Box
  let people: People
  let studio: StudioPage
  let learner: LearnerPage
  let forged: ForgedPage
  let late: LearnerPage
  const chapter = story(4, () => people)

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start(), People.arrive()])
    studio = new StudioPage(await people.open({ ...LAPTOP, permissions: ['camera', 'microphone'] }))
    await studio.open(box.studioLink)
    await studio.choosePassphrase('lantern river seven chairs')
    await studio.openLobby(TITLE)
    learner = new LearnerPage(await people.open(PHONE))
    await learner.follow(box.learnerLink())
    await learner.sit('elsewhere', 'Mallory')
    await learner.isReady()
    await studio.begin()
    await learner.isInClass()
    forged = await ForgedPage.of(learner.page, { class: box.code })
  })
  afterAll(async () => {
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
  })

  /** The class as it was, on the page of whoever runs it and on the phone. */
  const nothingHasChanged = async (): Promise<void> => {
    await studio.page.reload()
    await studio.isLinked()
    await studio.sees(TITLE)
    await studio.button(m.studio_end()).waitFor()
    await studio.sees(m.studio_preview_none())
    expect(await studio.cueWords()).toBe(m.studio_cue_none())
    await studio.line('Mallory').waitFor()
    expect(await studio.page.locator('[data-seat]').count()).toBe(1)
    const dialog = await studio.devices()
    await dialog.getByText(m.people_devices_this(), { exact: true }).waitFor()
    expect(await dialog.getByRole('listitem').count()).toBe(1)
    await dialog.getByRole('button', { name: m.ui_close() }).click()
    expect(await learner.lights()).toBe(0)
  }

  chapter('a learner who signs the host\'s requests with a learner\'s key gets a sentence and nothing else', async () => {
    for (const { route, input } of HOSTS_DOORS) {
      const asked = forged.client.call(route, { params: { code: box.code }, ...(input === undefined ? {} : { input }) })
      await expect(asked, route.name).rejects.toMatchObject({ code: 'FORBIDDEN', sentence: m.platform_refusal_FORBIDDEN() })
    }
    await nothingHasChanged()
  })

  chapter('a learner publishes nothing, neither by signature nor by a guessed key', async () => {
    const offer = { method: 'POST', path: `/whip/${box.code}`, body: 'v=0\r\n', contentType: 'application/sdp' }
    await expect(forged.client.signed(offer)).rejects.toMatchObject({ status: 403 })
    const status = await learner.page.evaluate(async ({ path, body }) => (await fetch(path, {
      method: 'POST', body, headers: { 'content-type': 'application/sdp', 'authorization': 'Bearer guessed-guessed-guessed' },
    })).status, offer)
    expect(status).toBe(403)
    await nothingHasChanged()
  })

  chapter('over the live socket a learner neither enters as the studio nor presses its keys', async () => {
    const [asStudio] = await forged.say([{ type: 'enter', code: box.code, as: 'studio' }])
    expect(asStudio).toBe('FORBIDDEN')
    const seat = await studio.page.locator('[data-seat]').getAttribute('data-seat')
    const [entered, cue, hand] = await forged.say([
      { type: 'enter', code: box.code, as: 'seat' }, { type: 'press-cue', kind: 'now', pressedAt: 1 }, { type: 'lower-hand', seat },
    ])
    expect({ entered, cue, hand }).toEqual({ entered: 'done', cue: 'FORBIDDEN', hand: 'FORBIDDEN' })
    await nothingHasChanged()
  })

  chapter('what is a learner\'s own still works after all that', async () => {
    await learner.raiseHand()
    await studio.hand('Mallory').waitFor()
  })

  chapter('the studio\'s page is only a door to a learner\'s browser', async () => {
    const page = await learner.page.context().newPage()
    await page.goto(`${box.own}/host`)
    await page.getByText(m.people_door_not_paired_title()).waitFor()
    expect(await page.getByRole('button', { name: m.studio_devices() }).count()).toBe(0)
    await page.goto(`${box.own}/host#pair=guessed`)
    await page.reload()
    await page.getByText(m.people_door_ticket_unknown()).waitFor()
    await page.close()
  })

  chapter('wrong codes get a sentence that helps', async () => {
    late = new LearnerPage(await people.open(PHONE))
    await late.typeCode(box.own, 'K7')
    await late.sees(m.learner_code_short({ missing: 4 }))
    const unknown = box.code === '234567' ? '765432' : '234567'
    await late.typeCode(box.own, unknown)
    await late.sees(m.learner_code_unknown({ code: `${unknown.slice(0, 3)} ${unknown.slice(3)}` }))
    await late.typeCode(box.own, '1O0')
    await late.sees(/^No code contains/)
  })

  chapter('who comes after the end is told so, and the code leads nowhere else', async () => {
    await studio.end()
    await learner.sees(m.learner_over_title())
    await late.typeCode(box.own, box.code)
    await late.sees(m.learner_over_thanks())
    await late.sees(m.learner_over_missed())
    await expect(forged.client.call(live.takeSeat, { params: { code: box.code }, input: { choice: { kind: 'room', headphones: false } } })).rejects.toMatchObject({ code: 'CLASS_OVER' })
  })

  chapter('all this time no page asked anything of anybody but the box, and none complained', () => {
    expect(people.strayRequests(`localhost:${box.port}`)).toEqual([])
    expect(box.defects()).toEqual([])
    // Every refusal above, as a browser notes it.
    expect(people.complaints(/status of (?:403|404|410) /)).toEqual([])
  })
})
