import { afterAll, beforeAll, describe, expect } from 'vitest'
import { m } from '../src/words/messages.js'
import { waitFor } from '../testkit/wait-for.ts'
import { Box } from './support/box.ts'
import { crewLink } from './support/crew-link.ts'
import { LearnerPage } from './support/learner-page.ts'
import { LAPTOP, NO_BROWSER, People, PHONE, TABLET } from './support/people.ts'
import { tell } from './support/report.ts'
import { story } from './support/story.ts'
import { StudioPage } from './support/studio-page.ts'

/** A name that browsers do not trust, as the address of a box in its network: a tablet has no other. */
const NAME = 'box.lectern.test'

/** A class that passes from one device to another, and what a host and a co-host may do about people. */
describe.skipIf(NO_BROWSER)('story 13: handing over', () => {
  let box: Box
  let people: People
  const chapter = story(13, () => people)
  let laptop: StudioPage
  let tablet: StudioPage
  let helper: StudioPage
  let ana: LearnerPage
  let ben: LearnerPage
  const at = (link: string) => `http://${NAME}:${box.port}/host${new URL(link).hash}`

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start({ hostName: NAME }), People.arrive([`--host-resolver-rules=MAP ${NAME} 127.0.0.1`])])
  })
  afterAll(async () => {
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
  })

  chapter('a class runs from the laptop, and a phone sees its picture', async () => {
    laptop = new StudioPage(await people.open({ ...LAPTOP, permissions: ['camera', 'microphone'] }))
    await laptop.open(box.studioLink)
    await laptop.chooseLater()
    await laptop.openLobby('A class that travels')
    ana = new LearnerPage(await people.open(PHONE))
    await ana.follow(box.learnerLink())
    await ana.sit('elsewhere', 'Ana')
    await ana.isReady()
    await laptop.choose('camera')
    await laptop.isOnAir()
    await laptop.begin()
    await ana.pictureMoves()
  })

  chapter('the tablet scans the code and runs the class; the laptop goes on sending, and no phone negotiates anything', async () => {
    await ana.page.evaluate(() => probe.watchFrames())
    const answers = await ana.page.evaluate(() => probe.answers)
    const link = await crewLink(laptop, m.studio_ticket_host())
    expect(link).toContain('&take')
    tablet = new StudioPage(await people.open(TABLET))
    const pressed = performance.now()
    await tablet.open(at(link))
    await tablet.button(m.studio_end()).waitFor({ timeout: 15_000 })
    tell('handing over', `${Math.round(performance.now() - pressed)} ms from opening the link to the tablet's full view`)
    await laptop.sees(m.studio_slim_sends())
    expect(await laptop.button(m.studio_end()).count(), 'the laptop has let go of the class').toBe(0)
    await laptop.isOnAir()
    await ana.pictureMoves()
    const gaps = await ana.page.evaluate(() => probe.frames.slice(1).map((frame, number) => frame - (probe.frames[number] ?? frame)))
    tell('frames', `${gaps.length} shown meanwhile, the longest gap ${Math.round(Math.max(...gaps))} ms`)
    expect(gaps.length).toBeGreaterThan(0)
    expect(await ana.page.evaluate(() => probe.answers), 'nobody renegotiates').toBe(answers)
  })

  chapter('a cue from the tablet lights the phone', async () => {
    const before = await ana.lights()
    await tablet.cueKey.click()
    await waitFor('the light', async () => await ana.lights() > before, { within: 10_000 })
  })

  chapter('the laptop takes the class back with one press, and the tablet says who runs it', async () => {
    await laptop.button(m.studio_slim_take_back()).click()
    await laptop.cueKey.waitFor()
    await tablet.sees(m.studio_slim_idle())
  })

  chapter('a co-host helps in the room, makes no links and removes no device', async () => {
    helper = new StudioPage(await people.open(LAPTOP))
    await helper.open(at(await crewLink(laptop, m.studio_ticket_co_host())))
    await helper.isLinked()
    await helper.line('Ana').waitFor()
    for (const hosts of [m.studio_devices(), m.studio_hand_over()]) expect(await helper.button(hosts).count()).toBe(0)
    expect(await laptop.cueKey.isVisible(), 'the laptop runs the class all the same').toBe(true)
  })

  chapter('the co-host mutes a learner and takes it back', async () => {
    await act(helper, 'Ana', m.studio_mute())
    await helper.line('Ana').getByText(m.studio_state_muted()).waitFor()
    await laptop.line('Ana').getByText(m.studio_state_muted()).waitFor()
    await helper.button(m.studio_undo()).click()
    await laptop.line('Ana').getByText(m.studio_state_muted()).waitFor({ state: 'detached' })
  })

  chapter('who is sent out may come again; who is blocked may not, until the host lets them', async () => {
    ben = new LearnerPage(await people.open(PHONE))
    await ben.follow(box.learnerLink())
    await ben.sit('elsewhere', 'Ben')
    await laptop.line('Ben').waitFor()
    await act(laptop, 'Ben', m.studio_remove_seat())
    await ben.sees(m.learner_removed_title())
    await ben.button(m.learner_removed_again()).click()
    await ben.sit('elsewhere', 'Ben')
    await laptop.line('Ben').waitFor()

    await act(laptop, 'Ben', m.studio_block())
    await laptop.button(m.studio_block_yes({ name: 'Ben' })).click()
    await ben.sees(m.learner_removed_blocked())
    await laptop.page.getByText(m.studio_blocked_count({ count: 1 })).click()
    await laptop.button(m.studio_unblock()).click()
    await laptop.page.getByText(m.studio_blocked_count({ count: 1 })).waitFor({ state: 'detached' })
  })

  chapter('a locked door keeps strangers out, and lets whoever has a seat come back', async () => {
    await laptop.button(m.studio_door_lock()).click()
    await laptop.button(m.studio_door_locked()).waitFor()
    const cleo = new LearnerPage(await people.open(PHONE))
    await cleo.follow(box.learnerLink())
    await cleo.sit('elsewhere', 'Cleo')
    await cleo.sees(m.live_refusal_DOOR_LOCKED())
    await ana.page.reload()
    await ana.isInClass()
    await laptop.button(m.studio_door_locked()).click()
    await laptop.button(m.studio_door_lock()).waitFor()
  })

  chapter('a co-host who lost the right is told, and what is pressed there moves nothing', async () => {
    const dialog = await laptop.devices()
    await dialog.getByRole('listitem').filter({ hasText: m.people_role_co_host() }).getByRole('button').click()
    await helper.sees(m.studio_right_gone())
    expect(await helper.cueKey.count()).toBe(0)
  })

  chapter('all this time no page asked anything of anybody but the box, and none complained', () => {
    expect(people.strayRequests(`localhost:${box.port}`, `${NAME}:${box.port}`)).toEqual([])
    expect(box.defects()).toEqual([])
    expect(people.complaints(/\b40[39]\b/)).toEqual([])
  })
})

/** Opens a learner's dialog from the roster and presses a key in it. */
async function act(studio: StudioPage, name: string, words: string): Promise<void> {
  await studio.line(name).getByRole('button', { name }).click()
  await studio.page.getByRole('dialog', { name }).getByRole('button', { name: words, exact: true }).click()
}
