import { afterAll, beforeAll, describe, expect } from 'vitest'
import { m } from '../src/words/messages.js'
import { Box } from './support/box.ts'
import { LearnerPage } from './support/learner-page.ts'
import { LAPTOP, NO_BROWSER, People, PHONE, TABLET } from './support/people.ts'
import { story } from './support/story.ts'
import { StudioPage } from './support/studio-page.ts'

/** The name in the tests' certificate. */
const NAME = 'class.example.org'
const PASSPHRASE = 'lantern river seven chairs'

describe.skipIf(NO_BROWSER)('story 7: a certificate', () => {
  let box: Box
  let people: People
  let tablet: StudioPage
  let learner: LearnerPage
  const chapter = story(7, () => people)
  const trusted = (): string => `https://${NAME}:${box.tlsPort}`

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start({ hostName: NAME, https: true }), People.arrive([`--host-resolver-rules=MAP ${NAME} 127.0.0.1`])])
    const studio = new StudioPage(await people.open(LAPTOP))
    await studio.open(box.studioLink)
    await studio.choosePassphrase(PASSPHRASE)
    await studio.openLobby('A class with a certificate')
    await studio.page.context().close()
  })
  afterAll(async () => {
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
  })

  chapter('a strange device opens the studio at the trusted name by the passphrase', async () => {
    tablet = new StudioPage(await people.open({ ...TABLET, ignoreHTTPSErrors: true, permissions: ['camera', 'microphone'] }))
    await tablet.open(`${trusted()}/host`)
    await tablet.sees(m.people_door_way_passphrase_here())
    await tablet.signIn('a passphrase that is none')
    await tablet.sees(m.people_passphrase_wrong())
    await tablet.signIn(PASSPHRASE)
    await tablet.isOpen()
    await tablet.isLinked()
  })

  chapter('there the camera of the tablet is open', async () => {
    expect(await tablet.page.evaluate(() => isSecureContext)).toBe(true)
    expect(await tablet.page.getByText(m.studio_camera_closed()).count()).toBe(0)
    await tablet.choose('camera')
    await tablet.isOnAir()
    await tablet.begin()
  })

  chapter('a phone at the same name sees and hears the class, and may stay awake', async () => {
    learner = new LearnerPage(await people.open({ ...PHONE, ignoreHTTPSErrors: true }))
    await learner.follow(`${trusted()}/c/${box.code}`)
    await learner.sit('elsewhere', 'Ana')
    await learner.isInClass()
    await learner.pictureMoves()
    await learner.soundArrives()
    expect(await learner.page.evaluate(() => 'wakeLock' in navigator)).toBe(true)
  })

  chapter('at the plain address the studio names the trusted one', async () => {
    const link = await tablet.pairAnother()
    const plain = new StudioPage(await people.open(TABLET))
    const url = new URL(link)
    await plain.open(`http://${NAME}:${box.port}${url.pathname}${url.hash}`)
    await plain.isOpen()
    await plain.sees(m.studio_camera_trusted({ address: `${trusted()}/host` }))
    expect(await plain.page.getByRole('link', { name: m.studio_camera_open_trusted() }).getAttribute('href')).toBe(`${trusted()}/host`)
  })

  chapter('all this time no page asked anything of anybody but the box, and none complained', () => {
    expect(people.strayRequests(`localhost:${box.port}`, `${NAME}:${box.port}`, `${NAME}:${box.tlsPort}`)).toEqual([])
    expect(box.defects()).toEqual([])
    // The wrong passphrase.
    expect(people.complaints(/403 .*\/by-passphrase$/)).toEqual([])
  })
})
