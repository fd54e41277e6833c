import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { m } from '../src/words/messages.js'
import { Box } from './support/box.ts'
import { LearnerPage } from './support/learner-page.ts'
import { Looking } from './support/looking.ts'
import { LAPTOP, NO_BROWSER, People, PHONE } from './support/people.ts'
import { story } from './support/story.ts'
import { StudioPage } from './support/studio-page.ts'

const PASSPHRASE = 'lantern river seven chairs'
/** Whoever has to press Tab more often than this will not come again. */
const TABS_AT_MOST = 30

describe.skipIf(NO_BROWSER)('story 6: everyone', () => {
  let box: Box
  let people: People
  let studio: StudioPage
  let remote: LearnerPage
  let room: LearnerPage
  let keys: Page
  const chapter = story(6, () => people)
  const looking = new Looking('06-everyone', 'Story 6: a class from the first start to its end')

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start(), People.arrive()])
  })
  afterAll(async () => {
    looking.finish()
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
  })

  chapter('the door and the draft of a class', async () => {
    studio = new StudioPage(await people.open({ ...LAPTOP, permissions: ['camera', 'microphone'] }))
    await studio.open(`${box.own}/host`)
    await studio.sees(m.people_door_not_paired_title())
    await looking.at('01 door, not paired', studio.page)
    await studio.open(box.studioLink)
    await studio.page.reload()
    await studio.sees(m.people_choose_title())
    await looking.at('02 door, choose a passphrase', studio.page)
    await studio.choosePassphrase(PASSPHRASE)
    await studio.page.getByLabel(m.studio_name_label()).waitFor()
    await looking.at('03 studio, draft', studio.page)
  })

  chapter('a learner before the lobby: the code, a wrong one, and a class that is not open', async () => {
    remote = new LearnerPage(await people.open(PHONE))
    await remote.page.goto(`${box.own}/`)
    await remote.sees(m.learner_code_ask())
    await looking.at('04 learner, code', remote.page)
    await remote.typeCode(box.own, '777777')
    await remote.sees(/^No class here/)
    await looking.at('05 learner, unknown code', remote.page)
    await remote.follow(box.learnerLink())
    await remote.sees(m.learner_not_open_title())
    await looking.at('06 learner, not open yet', remote.page)
  })

  chapter('the lobby', async () => {
    await studio.openLobby('Shoulders that stop aching')
    await remote.page.getByRole('radio', { name: m.learner_seat_elsewhere() }).waitFor({ timeout: 10_000 })
    await looking.at('07 learner, seat', remote.page)
    await remote.sit('elsewhere', 'Ana')
    await remote.isReady()
    room = new LearnerPage(await people.open(PHONE))
    await room.follow(box.learnerLink())
    await room.sit('room', 'Ben')
    await room.isReady()
    await looking.at('08 learner, lobby elsewhere', remote.page)
    await looking.at('09 learner, lobby in the room', room.page)
    await studio.choose('camera')
    await studio.isOnAir()
    await looking.at('10 studio, lobby', studio.page)
  })

  chapter('by keyboard alone somebody joins and raises a hand', async () => {
    await studio.begin()
    keys = await people.open(LAPTOP)
    await keys.goto(`${box.own}/`)
    await keys.locator('input:focus').waitFor()
    await keys.keyboard.type(box.code.toLowerCase())
    await keys.keyboard.press('Enter')
    await keys.getByRole('radio').first().waitFor()
    await tabTo(keys, 'input[type=radio]')
    await keys.keyboard.press('ArrowDown')
    await keys.keyboard.press('ArrowDown')
    await keys.getByRole('radio', { name: m.learner_seat_elsewhere(), checked: true }).waitFor()
    await tabTo(keys, 'button[type=submit]')
    await keys.keyboard.press('Enter')
    await keys.getByRole('button', { name: m.learner_hand() }).waitFor({ timeout: 10_000 })
    await tabTo(keys, '.thumbs .btn')
    await keys.keyboard.press('Space')
    await studio.hand(m.studio_guest({ number: 1 })).waitFor()
  })

  chapter('by keyboard alone the host gives a cue', async () => {
    await tabTo(studio.page, '.btn-cue')
    await studio.page.keyboard.press('Enter')
    await studio.sees(/\d of 3 played/)
    await tabTo(studio.page, '.shade .btn')
    await studio.page.keyboard.press('Enter')
    await studio.page.getByRole('dialog').waitFor()
    await studio.page.keyboard.press('Escape')
    await studio.page.getByRole('dialog').waitFor({ state: 'detached' })
    await studio.sees(/\d of 3 played/)
  })

  chapter('the class', async () => {
    await remote.pictureMoves()
    await remote.isDark()
    await looking.at('11 learner, live elsewhere', remote.page)
    await remote.raiseHand()
    await looking.at('12 learner, hand up', remote.page)
    await room.isDark()
    await looking.at('13 learner, live in the room', room.page)
    await room.button(m.learner_seat_change()).click()
    await room.page.getByRole('dialog').waitFor()
    await looking.at('14 learner, another seat', room.page)
    await room.page.keyboard.press('Escape')
    await looking.at('15 studio, live', studio.page)
  })

  chapter('the studio\'s dialogs', async () => {
    const dialog = await studio.devices()
    await dialog.getByRole('button', { name: m.people_devices_pair_as_host() }).click()
    await dialog.getByRole('button', { name: m.ui_copy() }).waitFor()
    await looking.at('16 studio, devices', studio.page)
    await dialog.getByRole('button', { name: m.ui_close() }).click()
    await studio.choose('obs')
    await studio.button(m.studio_obs_make()).click()
    await studio.streamKey()
    await looking.at('17 studio, OBS', studio.page)
    await studio.button(m.studio_end()).click()
    await studio.page.getByRole('dialog').waitFor()
    await looking.at('18 studio, end the class', studio.page)
    await studio.page.keyboard.press('Escape')
  })

  chapter('the end', async () => {
    await studio.end()
    await remote.sees(m.learner_over_title())
    await looking.at('19 learner, over', remote.page)
    await looking.at('20 studio, figures', studio.page)
  })

  chapter('a locked box', async () => {
    await box.powerCycle(m.hub_locked({ address: `${box.own}/host` }))
    await studio.page.reload()
    await studio.sees(m.people_locked_title())
    await looking.at('21 door, locked', studio.page)
  })

  chapter('all this time no page asked anything of anybody but the box', () => {
    expect(people.strayRequests(`localhost:${box.port}`)).toEqual([])
    expect(box.defects()).toEqual([])
  })
})

/** Presses Tab until the focus is on what matches; the focus must be seen there. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let tabs = 0; tabs < TABS_AT_MOST; tabs++) {
    await page.keyboard.press('Tab')
    const [isThere, isSeen] = await page.evaluate((wanted) => {
      const focused = document.activeElement
      const outlined = [focused, focused?.closest('label')].some((element) => element !== null && element !== undefined && getComputedStyle(element).outlineStyle !== 'none')
      return [focused?.matches(wanted) === true, outlined] as const
    }, selector)
    if (!isThere) continue
    expect(isSeen, `the focus on ${selector} is seen`).toBe(true)
    return
  }
  throw new Error(`${selector} cannot be reached by Tab`)
}
