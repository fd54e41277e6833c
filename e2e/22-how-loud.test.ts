import { afterAll, beforeAll, describe, expect } from 'vitest'
import { m } from '../src/words/messages.js'
import { waitFor } from '../testkit/wait-for.ts'
import { Box } from './support/box.ts'
import { makeFilm } from './support/made-film.ts'
import { LAPTOP, NO_BROWSER, People } from './support/people.ts'
import { tell } from './support/report.ts'
import { story } from './support/story.ts'
import { StudioPage } from './support/studio-page.ts'
import { publishTone } from './support/tone.ts'

const WITHIN_MS = 20_000
const FILM_FRAMES = 300
/** What a codec and a browser's mixing may add or take, LU. */
const NEAR = 1.5

describe.skipIf(NO_BROWSER)('story 22: how loud', () => {
  let box: Box
  let people: People
  let studio: StudioPage
  const chapter = story(22, () => people)

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start(), People.arrive()])
    studio = new StudioPage(await people.open(LAPTOP))
    await studio.open(box.studioLink)
    await studio.chooseLater()
    await studio.openLobby('How loud')
  })
  afterAll(async () => {
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
  })

  const says = async (word: string): Promise<void> => {
    await studio.page.locator('.level-word').getByText(word, { exact: true }).waitFor({ timeout: WITHIN_MS })
  }
  /** Waits until a figure of the meter is as it must be, within what codecs and mixing may change. */
  const reads = async (what: string, part: string, wanted: number): Promise<void> => {
    let shown = ''
    const lufs = await waitFor(() => `${what} to measure ${wanted} LUFS; the studio says: ${shown}`, async () => {
      shown = await studio.page.locator(part).allInnerTexts().then((texts) => texts.join().replace('−', '-'))
      const figure = Number(/-?\d+/.exec(shown)?.[0] ?? NaN)
      return Math.abs(figure - wanted) <= NEAR ? figure : false
    }, { within: WITHIN_MS })
    tell(`${what}, LUFS`, `${lufs} of ${wanted}`)
  }

  chapter('a film at full scale is too loud, and the host is told so before the class begins', async () => {
    await studio.chooseFile(await makeFilm(studio.page, FILM_FRAMES))
    await studio.isOnAir()
    await says(m.studio_level_loud())
    await reads('a sine of 440 Hz at full scale', '.level-figure', -3.7)
  })

  chapter('the box adds up the class while it is live', async () => {
    await studio.begin()
    await reads('the class so far', '.level-whole', -3.7)
  })

  chapter('a sound that is switched off is none', async () => {
    await studio.hears(m.studio_sound_file(), false)
    await says(m.studio_level_none())
  })

  chapter('what another program sends is measured as the box sends it on', async () => {
    await studio.choose('obs')
    await studio.button(m.studio_obs_make()).click()
    const { address, key } = await studio.streamKey()
    const obs = await people.open(LAPTOP)
    await obs.goto(box.learnerLink())
    await publishTone(obs, { address: address.replace(/\/\/[^/:]+/, '//localhost'), key, decibels: -20 })
    await studio.putOnAir(m.live_publisher_whip())
    await says(m.studio_level_good())
    await reads('a sine of 997 Hz from elsewhere, 20 dB below full scale', '.level-figure', -23)
  })

  chapter('all this time no page complained', () => {
    expect(people.complaints()).toEqual([])
    expect(box.defects()).toEqual([])
  })
})
