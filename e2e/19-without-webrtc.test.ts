import { afterAll, beforeAll, describe, expect } from 'vitest'
import { m } from '../src/words/messages.js'
import { waitFor } from '../testkit/wait-for.ts'
import { Box } from './support/box.ts'
import { LearnerPage } from './support/learner-page.ts'
import { MediaLink } from './support/media-link.ts'
import { LAPTOP, NO_BROWSER, People, PHONE } from './support/people.ts'
import { tell } from './support/report.ts'
import { story } from './support/story.ts'
import { StudioPage } from './support/studio-page.ts'

/** A name that leads to loopback without being loopback's: browsers trust it as little as 192.168.x.x. */
const NAME = 'box.test'
/** What the page gives itself is one second, and four where WebRTC might still come; this machine runs four browsers. */
const WITHIN_MS = 15_000

describe.skipIf(NO_BROWSER)('story 19: where WebRTC does not come through', () => {
  let box: Box
  let people: People
  let studio: StudioPage
  /** Her browser has no WebRTC at all; his network lets no UDP through. */
  let ana: LearnerPage
  let ben: LearnerPage
  let link: MediaLink
  const chapter = story(19, () => people)

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start({ hostName: NAME }), People.arrive([`--host-resolver-rules=MAP ${NAME} 127.0.0.1`])])
    studio = new StudioPage(await people.open({ ...LAPTOP, permissions: ['camera', 'microphone'] }))
    await studio.open(box.studioLink)
    await studio.choosePassphrase('lantern river seven chairs')
    await studio.openLobby('A class on a strict network')
    ana = new LearnerPage(await people.open(PHONE))
    await ana.page.addInitScript(() => Reflect.deleteProperty(globalThis, 'RTCPeerConnection'))
    ben = new LearnerPage(await people.open(PHONE))
    link = await MediaLink.of(ben.page)
    link.block()
    for (const [learner, name] of [[ana, 'Ana'], [ben, 'Ben']] as const) {
      await learner.follow(box.learnerLink(NAME))
      await learner.sit('elsewhere', name)
      await learner.sees(m.learner_lobby_title())
    }
    await studio.choose('camera')
    await studio.isOnAir()
  })
  afterAll(async () => {
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
    await link[Symbol.asyncDispose]()
  })

  chapter('both see and hear the class by themselves, and their pages say that it comes a little late', async () => {
    await studio.begin()
    const from = performance.now()
    await Promise.all([ana, ben].map(async (learner) => {
      await learner.isInClass()
      await waitFor('the picture', async () => await learner.framesShown() > 0, { within: WITHIN_MS })
    }))
    tell('without WebRTC', `a picture of the class ${Math.round(performance.now() - from)} ms after its beginning`)
    await Promise.all([ana, ben].map(async (learner) => {
      await learner.pictureMoves()
      await learner.sees(m.learner_link_late())
      expect(await learner.page.evaluate(() => [...document.querySelectorAll('video')].map(({ muted, paused }) => ({ muted, paused })))).toEqual([{ muted: false, paused: false }])
    }))
  })

  chapter('a cue comes with the picture it belongs to: later than in the room, once, and not called late', async () => {
    const before = await ana.lights()
    const from = performance.now()
    await studio.cueKey.click()
    await waitFor('the light', async () => await ana.lights() > before && await ben.lights() > before, { within: WITHIN_MS })
    const behind = performance.now() - from
    tell('a cue over the stream', `its light ${Math.round(behind)} ms after the press`)
    expect(behind).toBeGreaterThan(1000)
    await ana.isDark()
    expect(await ana.lights()).toBe(before + 1)
  })

  chapter('what they press is not late: a hand is up in the studio at once', async () => {
    await ana.raiseHand()
    await studio.hand('Ana').waitFor()
    await ben.doneOne()
    await studio.counts(studio.line('Ben'), 1)
  })

  chapter('why it is so is said when the line is pressed', async () => {
    await ben.page.getByRole('button', { name: m.learner_link_late() }).click()
    await ben.sees(m.learner_why_blocked())
    await ben.page.getByRole('button', { name: m.learner_why_close() }).click()
  })

  chapter('on another network, which lets WebRTC through, the page takes it back by itself, and sounds from one place', async () => {
    link.open()
    await ben.page.evaluate(() => dispatchEvent(new Event('online')))
    await ben.saysPictureAndSound()
    await ben.soundArrives()
    const heard = await ben.page.evaluate(() => [...probe.players].filter((player) => !player.paused && !player.muted && (player.srcObject !== null || player.src !== '')).map(({ tagName }) => tagName))
    expect(new Set(heard)).toEqual(new Set(['AUDIO']))
  })

  chapter('all this time no page asked anything of anybody but the box', () => {
    expect(people.strayRequests(`localhost:${box.port}`, `${NAME}:${box.port}`)).toEqual([])
    expect(box.defects()).toEqual([])
    expect(people.complaints()).toEqual([])
  })
})
