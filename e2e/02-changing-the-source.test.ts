import { afterAll, beforeAll, describe, expect } from 'vitest'
import { m } from '../src/words/messages.js'
import { End } from '../testkit/media/ends.ts'
import { waitFor } from '../testkit/wait-for.ts'
import { Box } from './support/box.ts'
import { LearnerPage } from './support/learner-page.ts'
import { makeFilm } from './support/made-film.ts'
import { LAPTOP, NO_BROWSER, People, PHONE } from './support/people.ts'
import { tell } from './support/report.ts'
import { story } from './support/story.ts'
import { StudioPage } from './support/studio-page.ts'

/** A picture that stands for longer is a stall on any machine; ours is busy, so the figure is told rather than judged closely. */
const STALL_MS = 3000
const FILM_FRAMES = 240

describe.skipIf(NO_BROWSER)('story 2: changing the source', () => {
  let box: Box
  let people: People
  let studio: StudioPage
  let learner: LearnerPage
  const chapter = story(2, () => people)

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start(), People.arrive()])
    studio = new StudioPage(await people.open({ ...LAPTOP, permissions: ['camera', 'microphone'] }))
    await studio.open(box.studioLink)
    await studio.chooseLater()
    await studio.openLobby('Changing the source')
    learner = new LearnerPage(await people.open(PHONE))
    await learner.follow(box.learnerLink())
    await learner.sit('elsewhere', 'Ana')
    await learner.isReady()
  })
  afterAll(async () => {
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
  })

  /** The connection of the first moment is the only one there ever was, and nobody negotiated over it again. */
  const sameConnection = async (): Promise<void> => {
    expect(await learner.page.evaluate(() => ({ connections: probe.connections.length, answers: probe.answers, state: probe.connections[0]?.connectionState })))
      .toEqual({ connections: 1, answers: 1, state: 'connected' })
  }

  /** Changes something; then the picture has moved on over the same connection, without a stall. */
  const without = async (what: string, change: () => Promise<void>): Promise<void> => {
    await learner.page.evaluate(() => probe.frames.splice(0))
    await change()
    await learner.pictureMoves()
    await learner.soundArrives()
    const gap = await learner.page.evaluate(() => Math.max(...probe.frames.map((at, index) => at - (probe.frames[index - 1] ?? at))))
    tell(what, `longest gap between two frames ${Math.round(gap)} ms`)
    expect(gap).toBeLessThan(STALL_MS)
    await sameConnection()
  }

  chapter('begins with the camera', async () => {
    await studio.choose('camera')
    await studio.isOnAir()
    await studio.begin()
    await learner.pictureMoves()
    await learner.page.evaluate(() => probe.watchFrames())
    await sameConnection()
  })

  chapter('a media file takes the place of the camera, and its sound can be heard beside the voice', async () => {
    const film = await makeFilm(studio.page, FILM_FRAMES)
    await without('camera to file', async () => {
      await studio.chooseFile(film)
      await studio.button(m.studio_sound_file()).waitFor()
    })
    await studio.hears(m.studio_sound_mic(), false)
    await learner.soundArrives()
    await studio.hears(m.studio_sound_mic(), true)
  })

  chapter('the studio says when the file has ended', async () => {
    await studio.sees(m.studio_source_lost_file())
  })

  chapter('the screen takes the place of the file', async () => {
    await without('file to screen', () => studio.choose('screen'))
  })

  chapter('the microphone is taken out and put in again, and the class hears it', async () => {
    await studio.choose('camera')
    const moves = await learner.framesShown()
    await studio.hears(m.studio_sound_screen(), false)
    await studio.hears(m.studio_sound_mic(), false)
    await learner.hearsSilence()
    await studio.hears(m.studio_sound_mic(), true)
    await learner.soundArrives()
    expect(await learner.framesShown(), 'the picture went on').toBeGreaterThan(moves)
    await sameConnection()
  })

  chapter('OBS publishes with the key of the studio and is put on the air', async () => {
    await studio.choose('obs')
    await studio.button(m.studio_obs_make()).click()
    const { address, key } = await studio.streamKey()
    await using obs = new End()
    // The address as the studio says it is the machine's in its network; this test stays on the machine.
    await obs.tell({ do: 'publish-whip', url: address.replace(/\/\/[^/:]+/, '//localhost'), offer: 'obs', token: key }, 'published')
    await studio.putOnAir(m.live_publisher_whip())
    const before = await learner.received()
    await waitFor('packets of OBS at the learner', async () => {
      const now = await learner.received()
      return now.videoPackets > before.videoPackets + 100 && now.audioPackets > before.audioPackets + 50
    }, { within: 20_000 })
    await sameConnection()

    await studio.choose('camera')
    await studio.isOnAir()
    await learner.pictureMoves()
    await learner.soundArrives()
    await sameConnection()
  })

  chapter('the camera is unplugged: the studio says so, and the sound goes on', async () => {
    await studio.page.evaluate(() => {
      for (const track of probe.captured.filter(({ kind }) => kind === 'video')) {
        track.stop()
        track.dispatchEvent(new Event('ended')) // What a browser does when the device goes, and not when a page stops it.
      }
    })
    await studio.sees(m.studio_source_lost_camera())
    await learner.soundArrives()
    await learner.sees(m.learner_link_stalled())
    await sameConnection()

    await studio.choose('camera')
    await learner.pictureMoves()
    await sameConnection()
  })

  chapter('all this time no page asked anything of anybody but the box, and none complained', () => {
    expect(people.strayRequests(`localhost:${box.port}`)).toEqual([])
    expect(box.defects()).toEqual([])
    expect(people.complaints()).toEqual([])
  })
})
