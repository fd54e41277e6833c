import { afterAll, beforeAll, describe, expect } from 'vitest'
import { signIn, unlock } from '../src/features/people/wire/routes.ts'
import { m } from '../src/words/messages.js'
import { waitFor } from '../testkit/wait-for.ts'
import { Box } from './support/box.ts'
import { ForgedPage } from './support/forged-page.ts'
import { LearnerPage } from './support/learner-page.ts'
import { LAPTOP, NO_BROWSER, People, PHONE, TABLET } from './support/people.ts'
import { story } from './support/story.ts'
import { StudioPage } from './support/studio-page.ts'

/** A name that leads to loopback without being loopback's: browsers trust it as little as 192.168.x.x. */
const NAME = 'box.test'
const PASSPHRASE = 'lantern river seven chairs'

describe.skipIf(NO_BROWSER)('story 3: plain http', () => {
  let box: Box
  let people: People
  let studio: StudioPage
  let learner: LearnerPage
  let tablet: StudioPage
  const chapter = story(3, () => people)
  const plain = (): string => `http://${NAME}:${box.port}`

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start({ hostName: NAME }), People.arrive([`--host-resolver-rules=MAP ${NAME} 127.0.0.1`])])
    studio = new StudioPage(await people.open({ ...LAPTOP, permissions: ['camera', 'microphone'] }))
    await studio.open(box.studioLink)
    await studio.choosePassphrase(PASSPHRASE)
    await studio.openLobby('A class over plain http')
  })
  afterAll(async () => {
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
  })

  chapter('the links that the terminal and the studio show for learners lead to the plain address', async () => {
    expect(box.terminal).toContain(`${plain()}/c/${box.code}`)
    await studio.sees(`${NAME}:${box.port}`)
  })

  chapter('a phone joins where the browser trusts nothing', async () => {
    learner = new LearnerPage(await people.open(PHONE))
    await learner.follow(box.learnerLink(NAME))
    expect(await learner.page.evaluate(() => ({ isSecureContext, devices: 'mediaDevices' in navigator, subtle: 'subtle' in crypto, worker: 'serviceWorker' in navigator })))
      .toEqual({ isSecureContext: false, devices: false, subtle: false, worker: false })
    await learner.sit('elsewhere', 'Ana')
    await learner.isReady()
    await learner.sees(m.learner_awake())
  })

  chapter('it sees and hears the class', async () => {
    await studio.choose('camera')
    await studio.isOnAir()
    await studio.begin()
    await learner.isInClass()
    await learner.pictureMoves()
    await learner.soundArrives()
    expect(await learner.isHeard()).toBe(true)
  })

  chapter('a tablet is paired by the link of the studio, and nobody asks it for a passphrase', async () => {
    const link = await studio.pairAnother()
    expect(link.startsWith(`${plain()}/host#pair=`)).toBe(true)
    tablet = new StudioPage(await people.open(TABLET))
    await tablet.open(link)
    await tablet.isOpen()
    expect(await tablet.page.evaluate(() => isSecureContext)).toBe(false)
    await tablet.isLinked()
    expect(await tablet.page.locator('input[type=password]').count()).toBe(0)
  })

  chapter('the tablet steers: its Cue key lights the phone, and a hand comes to it', async () => {
    const before = await learner.lights()
    await waitFor('a cue that was played', async () => (await tablet.cue()).played === 1, { within: 20_000 })
    expect(await learner.lights()).toBeGreaterThan(before)
    await learner.raiseHand()
    await tablet.hand('Ana').waitFor({ timeout: 5000 })
    await tablet.hand('Ana').getByRole('button', { name: m.studio_hand_lower() }).click()
    await tablet.sees(m.studio_hands_none())
  })

  chapter('the tablet says why camera and microphone are closed, and which way applies', async () => {
    await tablet.sees(m.studio_camera_closed())
    await tablet.sees(m.studio_camera_own_screen({ address: `${box.own}/host` }))
    for (const source of [m.studio_source_camera(), m.studio_source_screen()]) expect(await tablet.button(source).isDisabled()).toBe(true)
    for (const source of [m.studio_source_file(), m.studio_source_obs()]) expect(await tablet.button(source).isEnabled()).toBe(true)
    expect(await studio.page.getByText(m.studio_camera_closed()).count()).toBe(0)
  })

  chapter('nowhere at that address is a passphrase asked for', async () => {
    const stranger = new StudioPage(await people.open(TABLET))
    await stranger.open(`${plain()}/host`)
    await stranger.sees(m.people_door_not_paired_title())
    await stranger.sees(m.people_door_way_passphrase_elsewhere())
    expect(await stranger.page.locator('input').count()).toBe(0)

    const forged = await ForgedPage.of(stranger.page, 'studio')
    await expect(forged.client.call(signIn, { input: { passphrase: PASSPHRASE, label: '' } })).rejects.toMatchObject({ code: 'PASSPHRASE_NEEDS_TRUST', sentence: m.people_refusal_PASSPHRASE_NEEDS_TRUST() })
    await expect(forged.client.call(unlock, { input: { passphrase: PASSPHRASE } })).rejects.toMatchObject({ code: 'PASSPHRASE_NEEDS_TRUST' })
    await stranger.page.reload()
    await stranger.sees(m.people_door_not_paired_title())
  })

  chapter('and what the tablet may do, it may do on: it ends the class', async () => {
    await tablet.end()
    await learner.sees(m.learner_over_title())
    await studio.sees(m.report_names())
    expect(await studio.page.evaluate(() => probe.captured.map(({ readyState }) => readyState)), 'the laptop lets go of its camera').toEqual(['ended', 'ended'])
  })

  chapter('all this time no page asked anything of anybody but the box, and none complained', () => {
    expect(people.strayRequests(`localhost:${box.port}`, `${NAME}:${box.port}`)).toEqual([])
    expect(box.defects()).toEqual([])
    // The two refusals that this story brings about.
    expect(people.complaints(/403 .*\/api\/1\/(?:unlock|devices\/by-passphrase)$/)).toEqual([])
  })
})
