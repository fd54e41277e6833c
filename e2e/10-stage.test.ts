import { afterAll, beforeAll, describe, expect } from 'vitest'
import { m } from '../src/words/messages.js'
import { Box } from './support/box.ts'
import { LearnerPage } from './support/learner-page.ts'
import { LAPTOP, NO_BROWSER, People, PHONE } from './support/people.ts'
import { StagePages } from './support/stage-pages.ts'
import { story } from './support/story.ts'
import { StudioPage } from './support/studio-page.ts'

/** A name that leads to loopback without being loopback's: browsers trust it as little as 192.168.x.x. */
const NAME = 'box.test'

/** Learners on stage: asked first, heard and seen by the class or by the host alone, and off by one tap of either. */
describe.skipIf(NO_BROWSER)('story 10: the stage', () => {
  let box: Box
  let people: People
  let studio: StudioPage
  let ana: LearnerPage
  let ben: LearnerPage
  let cleo: LearnerPage
  let stage: StagePages
  const chapter = story(10, () => people)

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start({ hostName: NAME }), People.arrive([`--host-resolver-rules=MAP ${NAME} 127.0.0.1`])])
    const devices = { permissions: ['camera', 'microphone'] }
    const pages = await Promise.all([people.open({ ...LAPTOP, ...devices }), people.open({ ...PHONE, ...devices }), people.open(PHONE), people.open(PHONE)])
    studio = new StudioPage(pages[0])
    ;[ana, ben, cleo] = [new LearnerPage(pages[1]), new LearnerPage(pages[2]), new LearnerPage(pages[3])]
    stage = new StagePages(studio)
    await studio.open(box.studioLink)
    await studio.chooseLater()
    await studio.openLobby('A class with a stage')
    await studio.choose('camera')
    await studio.isOnAir()
  }, 60_000)
  afterAll(async () => {
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
  })

  chapter('a class begins, with two phones elsewhere and one in the room that came by a plain address', async () => {
    await Promise.all([ana.follow(box.learnerLink()), ben.follow(box.learnerLink()), cleo.follow(box.learnerLink(NAME))])
    await ana.sit('elsewhere', 'Ana')
    await ben.sit('elsewhere', 'Ben')
    await cleo.sit('room', 'Cleo')
    await studio.begin()
    await ben.soundArrives()
  })

  chapter('the host asks for a voice, and no microphone opens before the learner has said yes', async () => {
    await stage.ask('Ana', 'voice')
    // Who was never asked what may be kept of them is asked that first.
    await ana.page.getByRole('dialog', { name: m.privacy_consent_before_stage() }).getByRole('button', { name: m.privacy_consent_all_no() }).click()
    await ana.button(m.privacy_consent_say()).click()
    await ana.page.getByRole('dialog', { name: m.stage_ask_voice() }).getByText(m.stage_who_voice()).waitFor()
    await studio.sees(m.studio_stage_asked({ name: 'Ana' }))
    expect(await stage.captured(ana)).toBe(0)
    expect(await stage.packetsOn(ben, 'voice 0')).toBe(0)
    await ana.button(m.stage_yes_voice()).click()
    await ana.sees(m.stage_heard())
    await studio.sees(m.studio_stage_on_voice({ name: 'Ana' }))
  })

  chapter('the class hears it on a line of its own, the host hears it, and the learner not themselves', async () => {
    await stage.soundComesOn(ben, 'voice 0')
    await stage.soundComesOn(ben, 'programme')
    await stage.playsOnly(studio, 'voice 0')
    await stage.playsOnly(ana, 'programme', 'voice 1')
  })

  chapter('one tap of the learner ends it, and the microphone is let go', async () => {
    await ana.button(m.stage_leave()).click()
    await studio.sees(m.studio_stage_nobody())
    expect(await stage.captured(ana)).toBe(0)
    await stage.fallsSilent(ben, 'voice 0')
    await stage.playsOnly(ana, 'programme', 'voice 0', 'voice 1')
  })

  chapter('a picture takes the place of the teacher\'s, whose voice stays, until the host gives it back', async () => {
    await stage.ask('Ana', 'picture')
    await ana.button(m.stage_yes_picture()).click()
    await ana.sees(m.stage_seen())
    await studio.sees(m.studio_stage_on_picture({ name: 'Ana' }))
    await studio.page.getByText(m.studio_preview_mine(), { exact: true }).waitFor()
    await stage.pictureMoves(studio)
    await ben.pictureMoves()
    await stage.soundComesOn(ben, 'voice 0')
    await stage.end('Ana')
    await studio.isOnAir()
    await ben.pictureMoves()
    await ana.sees(m.stage_over_ended())
  })

  chapter('in private the two hear each other, and the class hears neither', async () => {
    await stage.ask('Ana', 'private')
    await ana.button(m.stage_yes_private()).click()
    await studio.sees(m.studio_stage_on_private({ name: 'Ana' }))
    await studio.sees(m.studio_stage_mic_out())
    await Promise.all([stage.soundComesOn(ana, 'private'), stage.soundComesOn(studio, 'private')])
    await ben.hearsSilence()
    await stage.playsOnly(ana, 'private')
  })

  chapter('when the host ends it, the class hears the host again', async () => {
    await stage.end('Ana')
    await ben.soundArrives()
    expect(await stage.captured(ana)).toBe(0)
  })

  chapter('a page that is loaded anew finds its place on stage, and comes back by one press', async () => {
    await stage.ask('Ana', 'voice')
    await ana.button(m.stage_yes_voice()).click()
    await ana.sees(m.stage_heard())
    await ana.page.reload()
    await ana.button(m.stage_come_back_yes()).click({ timeout: 9000 })
    await ana.sees(m.stage_heard())
    await stage.soundComesOn(ben, 'voice 0')
  })

  chapter('a guest whose link dies comes back by a new one, without a press', async () => {
    await stage.linkDies(ana)
    await studio.sees(m.studio_stage_lost({ name: 'Ana' }))
    await studio.sees(m.studio_stage_on_voice({ name: 'Ana' }))
    await stage.soundComesOn(ben, 'voice 0')
    await ana.sees(m.stage_heard())
  })

  chapter('a guest whose link does not come back is off the stage after ten seconds, and both sides say so', async () => {
    await ana.page.route('**/whip/**', (request) => request.abort())
    await stage.linkDies(ana)
    await studio.sees(m.studio_stage_lost({ name: 'Ana' }))
    await ana.sees(m.stage_lost())
    await studio.sees(m.studio_stage_gone({ name: 'Ana' }))
    await ana.sees(m.stage_over_gone())
    await stage.fallsSilent(ben, 'voice 0')
    await ana.page.unroute('**/whip/**')
  })

  chapter('where the address lends no microphone, the page says so and offers the host\'s or a question instead', async () => {
    await stage.ask('Cleo', 'voice')
    await cleo.sees(m.stage_cannot_not_trusted())
    await cleo.button(m.stage_to_microphone()).click()
    await studio.sees(m.studio_stage_to_microphone({ name: 'Cleo' }))
    await stage.ask('Cleo', 'voice')
    await cleo.button(m.stage_writes()).click()
    await studio.sees(m.studio_stage_writes({ name: 'Cleo' }))
  })

  chapter('no page asked anything of anybody but the box, and none complained', () => {
    expect(people.strayRequests(`localhost:${box.port}`, `${NAME}:${box.port}`)).toEqual([])
    expect(box.defects()).toEqual([])
    // What the test itself cut off.
    expect(people.complaints(/ERR_FAILED at .*\/whip\//)).toEqual([])
  })
})
