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

/** Enough for sound, and for nothing beside it. */
const THIN_BITS = 90_000
/** Promised are seconds on a machine that does nothing else; this one runs three browsers and a box. */
const WITHIN_MS = 30_000

describe.skipIf(NO_BROWSER)('story 18: a failing link', () => {
  let box: Box
  let people: People
  let studio: StudioPage
  let ana: LearnerPage
  let link: MediaLink
  const chapter = story(18, () => people)

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start(), People.arrive()])
    studio = new StudioPage(await people.open({ ...LAPTOP, permissions: ['camera', 'microphone'] }))
    await studio.open(box.studioLink)
    await studio.choosePassphrase('lantern river seven chairs')
    await studio.openLobby('A class at the end of the line')
    ana = new LearnerPage(await people.open(PHONE))
    link = await MediaLink.of(ana.page)
    await ana.follow(box.learnerLink())
    await ana.sit('elsewhere', 'Ana')
    await ana.isReady()
    await studio.choose('camera')
    await studio.isOnAir()
    await studio.begin()
    await ana.pictureMoves()
    await ana.saysPictureAndSound()
  })
  afterAll(async () => {
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
    await link[Symbol.asyncDispose]()
  })

  chapter('the link gets thin: the picture steps aside, and the page says so in few words', async () => {
    link.down({ rate: THIN_BITS, queueBytes: 16_000 })
    const from = performance.now()
    await ana.page.getByRole('status').getByText(m.learner_link_paused()).waitFor({ timeout: WITHIN_MS })
    tell('a link of 90 kbit/s', `picture paused ${Math.round(performance.now() - from)} ms later`)
  })

  chapter('the host sees on which rung she is', async () => {
    await studio.line('Ana').getByText(m.studio_rung_audio()).waitFor({ timeout: WITHIN_MS })
  })

  chapter('sound and cues go on', async () => {
    await ana.soundArrives()
    expect(await ana.isHeard()).toBe(true)
    const { played, of, afterMs } = await studio.cue()
    tell('a cue on the thin link', `${afterMs} ms after the press`)
    expect([played, of]).toEqual([1, 1])
  })

  chapter('pressed, the line says why and since when, and that it comes back by itself', async () => {
    await ana.page.getByRole('button', { name: m.learner_link_paused() }).click()
    await ana.sees(new RegExp(`${m.learner_why_link()}|${m.learner_why_loss()}`))
    await ana.sees(new RegExp(m.learner_why_since({ time: '\\d:\\d\\d' })))
    await ana.sees(m.learner_why_itself())
    await ana.page.getByRole('button', { name: m.learner_why_close() }).click()
  })

  chapter('the link is good again: so is the picture, by itself', async () => {
    link.down({ rate: undefined })
    const from = performance.now()
    await ana.pictureMoves()
    await ana.saysPictureAndSound()
    tell('the link is good again', `the page says so ${Math.round(performance.now() - from)} ms later`)
    await waitFor('the host to see it', async () => await studio.line('Ana').getByText(m.studio_rung_audio()).count() === 0, { within: WITHIN_MS })
    expect(await ana.page.evaluate(() => probe.connections.length), 'all of it in one session').toBe(1)
  })

  chapter('all this time no page asked anything of anybody but the box', () => {
    expect(people.strayRequests(`localhost:${box.port}`)).toEqual([])
    expect(box.defects()).toEqual([])
    expect(people.complaints()).toEqual([])
  })
})
