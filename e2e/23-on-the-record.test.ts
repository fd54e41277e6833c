import { afterAll, beforeAll, describe, expect } from 'vitest'
import { m } from '../src/words/messages.js'
import { waitFor } from '../testkit/wait-for.ts'
import { Box } from './support/box.ts'
import { LearnerPage } from './support/learner-page.ts'
import { LAPTOP, NO_BROWSER, People, PHONE } from './support/people.ts'
import { story } from './support/story.ts'
import { StudioPage } from './support/studio-page.ts'
import { StudioRecording } from './support/studio-recording.ts'

const GAPS = /^\d+ stretch(?:es are| is) not in it$/

describe.skipIf(NO_BROWSER)('story 23: on the record, and off it', () => {
  let box: Box
  let people: People
  let studio: StudioPage
  let recording: StudioRecording
  const chapter = story(23, () => people)

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start(), People.arrive()])
    studio = new StudioPage(await people.open({ ...LAPTOP, permissions: ['camera', 'microphone'] }))
    recording = new StudioRecording(studio.page)
    await studio.open(box.studioLink)
    await studio.chooseLater()
    await studio.openLobby('On the record')
    const learner = new LearnerPage(await people.open(PHONE))
    await learner.follow(box.learnerLink())
    await learner.sit('elsewhere', 'Ana')
    await studio.choose('camera')
    await studio.isOnAir()
  })
  afterAll(async () => {
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
  })

  /** Seconds of the class, as the page tells them. */
  const elapsed = async (): Promise<number> => {
    const [minutes = 0, seconds = 0] = (await studio.page.locator('.shade h1 .num').innerText()).match(/\d+/g)?.map(Number) ?? []
    return minutes * 60 + seconds
  }

  chapter('nothing is recorded until the host says so, and then once the class begins', async () => {
    await recording.lampSays(m.recording_lamp_never())
    await recording.confirm()
    await recording.lampSays(m.recording_lamp_waits())
    await studio.begin()
  })

  chapter('the lamp tells up to when everything is kept, and what a power cut now would cost', async () => {
    await recording.keptTo(await recording.keptTo())
    await studio.page.getByText(/^A power cut now would cost the last \d seconds?\.$/).waitFor()
  })

  chapter('one tap takes the class off the record, another puts it back', async () => {
    await recording.switch(false)
    await recording.lampSays(m.recording_lamp_off())
    // Long enough for somebody to miss it.
    const began = await elapsed()
    await waitFor('two seconds of the class', async () => await elapsed() >= began + 2, { within: 20_000 })
    await recording.switch(true)
    await recording.keptTo()
  })

  chapter('the page that sends is gone for a moment: the host reads what to do, and recording goes on by itself', async () => {
    await studio.page.reload()
    await studio.chooseLater()
    await studio.sees(m.recording_trouble_no_media())
    await studio.choose('camera')
    await recording.keptTo()
    await studio.page.getByText(m.recording_trouble_no_media()).waitFor({ state: 'detached' })
  })

  chapter('the host lets those watch it who were here, and gives them the link', async () => {
    expect(await recording.letIn(m.recording_replay_class())).toMatch(new RegExp(`/replay/${box.code}$`))
  })

  chapter('afterwards it stands under the report, with its gaps, and can be deleted for good', async () => {
    await studio.end()
    await studio.page.getByText(GAPS).click()
    await studio.sees(m.recording_gap_off())
    await studio.sees(m.recording_gap_no_media())
    await studio.page.goto(`${new URL(studio.page.url()).origin}/host/report/${box.code}`)
    await studio.sees(GAPS)
    await recording.deleteForGood()
  })

  chapter('no page complained', () => {
    // A class may end while a phone asks for its picture again.
    expect(people.complaints(/410 .*\/whep\//)).toEqual([])
    expect(box.defects()).toEqual([])
  })
})
