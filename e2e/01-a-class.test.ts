import { afterAll, beforeAll, describe, expect } from 'vitest'
import { m } from '../src/words/messages.js'
import { waitFor } from '../testkit/wait-for.ts'
import { Box } from './support/box.ts'
import { LearnerPage } from './support/learner-page.ts'
import { LAPTOP, NO_BROWSER, People, PHONE } from './support/people.ts'
import { tell } from './support/report.ts'
import { story } from './support/story.ts'
import { type CueRead, StudioPage } from './support/studio-page.ts'

/** Generous: the machine that tests is busy with five browsers. The figure itself is for the bench. */
const LATE_JOIN_WITHIN_MS = 5000
const CUES = 5
const PASSPHRASE = 'lantern river seven chairs'
/** A phone that draws no frame for 400 ms shows no light and says so; a busy machine may have some. */
const PRESSES_AT_MOST = 12

/** One class, told from its first link to its last page. */
describe.skipIf(NO_BROWSER)('story 1: a class', () => {
  let box: Box
  let people: People
  const chapter = story(1, () => people)
  let studio: StudioPage
  let ana: LearnerPage
  let ben: LearnerPage
  let cleo: LearnerPage
  let presses = 0

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start(), People.arrive()])
  })
  afterAll(async () => {
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
  })

  chapter('the one-time link opens the studio, on whose own screen the host chooses a passphrase', async () => {
    studio = new StudioPage(await people.open({ ...LAPTOP, permissions: ['camera', 'microphone'] }))
    await studio.open(box.studioLink)
    await studio.choosePassphrase(PASSPHRASE)
    expect(studio.page.url(), 'the link stays neither in the address nor in the history').toBe(`${box.own}/host`)
    await studio.sees(m.studio_lamp_theft_covered())
  })

  chapter('the same link opens nothing a second time', async () => {
    const thief = new StudioPage(await people.open(LAPTOP))
    await thief.open(box.studioLink)
    await thief.sees(m.people_door_ticket_used())
    expect(await thief.button(m.studio_devices()).count()).toBe(0)
    await thief.page.context().close()
  })

  chapter('the host names the class and opens the lobby, and learners come in by typed code and by link', async () => {
    await studio.openLobby('Shoulders that stop aching')
    ana = new LearnerPage(await people.open(PHONE))
    await ana.typeCode(box.own, box.code.toLowerCase())
    await ana.sit('elsewhere', 'Ana')
    ben = new LearnerPage(await people.open(PHONE))
    await ben.follow(box.learnerLink())
    await ben.sit('room', 'Ben')

    await Promise.all([ana.isReady(), ben.isReady()])
    await ana.sees('Shoulders that stop aching')
    await waitFor('two in the lobby', async () => await studio.here() === 2, { within: 10_000 })
    await Promise.all([studio.line('Ana').waitFor(), studio.line('Ben').waitFor()])
  })

  chapter('the host goes live from camera and microphone and begins; who is elsewhere sees and hears', async () => {
    await studio.choose('camera')
    await studio.isOnAir()
    await studio.begin()
    await Promise.all([ana.isInClass(), ben.isInClass()])
    await ana.pictureMoves()
    await ana.soundArrives()
    expect(await ana.isHeard()).toBe(true)
    await ana.saysPictureAndSound()
  })

  chapter('the phone in the room stays silent and without a picture', async () => {
    await ben.sees(/^Silent\. Light/)
    expect(await ben.isSeen()).toBe(false)
    expect(await ben.isHeard()).toBe(false)
    expect(await ben.page.locator('video').count()).toBe(0)
  })

  chapter('who comes late sees or hears the class within a moment of taking the seat', async () => {
    cleo = new LearnerPage(await people.open(PHONE))
    await cleo.follow(box.learnerLink())
    await cleo.sit('venue', 'Cleo')
    const seated = performance.now()
    await waitFor('a first frame or sound', async () => await cleo.framesShown() > 0 || (await cleo.received()).audioSamples > 0, { within: LATE_JOIN_WITHIN_MS })
    tell('late joiner', `first frame or sound after ${Math.round(performance.now() - seated)} ms`)
    await cleo.pictureMoves()
    await cleo.soundArrives()
    await waitFor('three in class', async () => await studio.here() === 3, { within: 10_000 })
  })

  chapter('every press of the Cue key lights all three phones, and the studio says how far apart', async () => {
    await studio.line('Cleo').getByText(m.studio_state_good()).waitFor()
    const reads: CueRead[] = []
    while (together(reads).length < CUES && reads.length < PRESSES_AT_MOST) {
      reads.push(await studio.cue())
      await Promise.all([ana, ben, cleo].map((learner) => learner.isDark()))
    }
    tell('cues', reads.map(({ played, of, apartMs, afterMs }) => `${played} of ${of}, ${apartMs} ms apart, ${afterMs} ms after`).join('; '))
    expect(together(reads)).toHaveLength(CUES)
    presses = reads.length
    for (const learner of [ana, ben, cleo]) expect(await learner.lights()).toBeGreaterThanOrEqual(CUES)
  })

  chapter('a hand and a rep reach the studio, and the host takes the hand down', async () => {
    await ana.raiseHand()
    const raised = performance.now()
    await studio.hand('Ana').waitFor({ timeout: 5000 })
    tell('hand', `on the host's screen within ${Math.round(performance.now() - raised)} ms of the press, the test's own ways included`)
    await ben.doneOne()
    await ben.doneOne()
    await studio.counts(studio.line('Ben'), 2)

    await studio.hand('Ana').getByRole('button', { name: m.studio_hand_lower() }).click()
    await studio.sees(m.studio_hands_none())
    await ana.page.getByRole('button', { name: m.learner_hand(), exact: true, pressed: false }).waitFor({ timeout: 5000 })
  })

  chapter('a learner changes the seat during the class, and the phone behaves as the new seat asks', async () => {
    await ben.changeSeat('elsewhere')
    await ben.pictureMoves()
    await waitFor('sound', () => ben.isHeard(), { within: 5000 })
    await cleo.changeSeat('room')
    await cleo.sees(/^Silent\. Light/)
    expect(await cleo.isHeard()).toBe(false)
    expect(await cleo.isSeen()).toBe(false)
  })

  chapter('the class ends with its figures by kind of seat, and every phone with its own', async () => {
    await studio.end()
    await studio.sees(m.report_lead({ succeeded: 3, tried: 3, stayed: 3 }))
    expect(await studio.figure(m.report_cues())).toBe(String(presses))
    // Three people are too few to be shown by seat.
    const [came, gotIn] = await studio.figures(m.report_by_seat(), `${m.report_seat_room()}, ${m.report_seat_elsewhere()}`)
    expect([came, gotIn]).toEqual(['3', '3'])
    tell('figures', await studio.chart(m.report_how_fast()))

    for (const learner of [ana, ben, cleo]) await learner.sees(m.learner_over_title())
    await ana.sees(/^\d+ cues/)
    await ben.sees(m.learner_over_reps({ count: 2 }))
  })

  chapter('the terminal has named nobody and told no secret', () => {
    for (const word of ['Ana', 'Ben', 'Cleo', PASSPHRASE]) expect(box.terminal).not.toContain(word)
  })

  chapter('all this time no page asked anything of anybody but the box, and none complained', () => {
    expect(people.strayRequests(`localhost:${box.port}`)).toEqual([])
    expect(box.defects()).toEqual([])
    // The second use of the link is refused, which browsers note as an error.
    expect(people.complaints(/403|409|410/)).toEqual([])
  })
})

const together = (reads: readonly CueRead[]): CueRead[] => reads.filter(({ played, of }) => played === 3 && of === 3)
