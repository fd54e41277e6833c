import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { m } from '../src/words/messages.js'
import { FFPROBE, hasFfmpeg } from '../testkit/streams/film.ts'
import { waitFor } from '../testkit/wait-for.ts'
import { Box } from './support/box.ts'
import { LearnerPage } from './support/learner-page.ts'
import { LAPTOP, NO_BROWSER, People, PHONE } from './support/people.ts'
import { ReplayPage } from './support/replay-page.ts'
import { story } from './support/story.ts'
import { StudioPage } from './support/studio-page.ts'
import { StudioRecording } from './support/studio-recording.ts'

/** A class that is recorded, and watched again: while it runs by another program's player, afterwards by those who were there. */
describe.skipIf(NO_BROWSER)('story 17: recording and replay', () => {
  let box: Box
  let people: People
  let studio: StudioPage
  let recording: StudioRecording
  let ana: LearnerPage
  let again: ReplayPage
  const chapter = story(17, () => people)

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start(), People.arrive()])
    studio = new StudioPage(await people.open({ ...LAPTOP, permissions: ['camera', 'microphone'] }))
    recording = new StudioRecording(studio.page)
    await studio.open(box.studioLink)
    await studio.chooseLater()
    await studio.openLobby('Knees')
    ana = new LearnerPage(await people.open(PHONE))
    await ana.follow(box.learnerLink())
    await ana.sit('elsewhere', 'Ana')
    await studio.choose('camera')
    await studio.isOnAir()
  })
  afterAll(async () => {
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
  })

  const replayLink = () => `${box.own}/replay/${box.code}`

  chapter('the class runs, on the record', async () => {
    await recording.confirm()
    await studio.begin()
    await recording.keptTo()
  })

  chapter('another program reads the class over plain requests, by its code alone, without a word', async () => {
    if (!hasFfmpeg) return
    const opened = await fetch(`${box.own}/api/1/classes/${box.code}/stream`, { method: 'POST' })
    const { path } = await opened.json() as { path: string }
    const { stdout, stderr } = await promisify(execFile)(FFPROBE, ['-v', 'error', '-read_intervals', '%+3', '-show_entries', 'packet=codec_type', '-of', 'csv=p=0', box.own + path])
    expect(stderr).toBe('')
    for (const type of ['video', 'audio']) expect(stdout.split('\n').filter((line) => line.startsWith(type)).length).toBeGreaterThan(30)
  })

  chapter('off the record for a moment, and on again', async () => {
    await recording.switch(false)
    await recording.lampSays(m.recording_lamp_off())
    const began = Date.now()
    await waitFor('a moment that somebody would miss', () => Promise.resolve(Date.now() - began > 2500), { within: 10_000 })
    await recording.switch(true)
    await recording.keptTo(await recording.keptTo())
  })

  chapter('nobody may watch it again before the host says so', async () => {
    await studio.end()
    await ana.sees(m.learner_over_title())
    await ana.page.getByRole('link', { name: m.learner_over_watch() }).click()
    again = new ReplayPage(ana.page)
    await again.sees(m.replay_not_allowed())
  })

  chapter('the host lets in who was here, and watches it first', async () => {
    await recording.letIn(m.recording_replay_class())
    const [opened] = await Promise.all([studio.page.context().waitForEvent('page'), studio.page.getByRole('link', { name: m.recording_watch() }).click()])
    await new ReplayPage(opened).plays()
    await opened.close()
  })

  chapter('who was here watches the class again on the phone they were here with: picture, sound, and what is missing', async () => {
    await again.page.getByRole('button', { name: m.replay_try_again() }).click()
    await again.sees('Knees')
    await again.plays()
    await waitFor('frames', async () => await again.framesShown() > 5, { within: 10_000 })
    await again.sees(/^Not recorded: \d+ sec$/)
    await again.goToPart(2)
    expect(await again.plays()).toBeGreaterThan(2)
  })

  chapter('a stranger with the link is not let in, until the host lets in whoever has it', async () => {
    const stranger = new ReplayPage(await people.open(PHONE))
    await stranger.follow(replayLink())
    await stranger.sees(m.replay_not_allowed())
    await recording.letIn(m.recording_replay_code())
    await stranger.page.getByRole('button', { name: m.replay_try_again() }).click()
    await stranger.plays()
  })

  chapter('what the host deletes is gone for everybody, also in the middle of watching', async () => {
    await recording.deleteForGood()
    await again.follow(replayLink())
    await again.sees(m.replay_nothing())
  })

  chapter('nothing left the box, and no page complained but of what was refused', () => {
    expect(people.strayRequests(`localhost:${box.port}`)).toEqual([])
    expect(people.complaints(/40[34]|409|410/)).toEqual([])
    expect(box.defects()).toEqual([])
  })
})
