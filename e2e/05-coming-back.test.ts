import { afterAll, beforeAll, describe, expect } from 'vitest'
import { m } from '../src/words/messages.js'
import { waitFor } from '../testkit/wait-for.ts'
import { Box } from './support/box.ts'
import { LearnerPage } from './support/learner-page.ts'
import { LAPTOP, NO_BROWSER, People, PHONE } from './support/people.ts'
import { tell } from './support/report.ts'
import { story } from './support/story.ts'
import { StudioPage } from './support/studio-page.ts'

const PASSPHRASE = 'lantern river seven chairs'
/** The promise is five seconds on a box that does nothing else; this machine runs the browsers too. */
const BACK_WITHIN_MS = 15_000

describe.skipIf(NO_BROWSER)('story 5: coming back', () => {
  let box: Box
  let people: People
  let studio: StudioPage
  let ana: LearnerPage
  let ben: LearnerPage
  const chapter = story(5, () => people)

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start(), People.arrive()])
    studio = new StudioPage(await people.open({ ...LAPTOP, permissions: ['camera', 'microphone'] }))
    await studio.open(box.studioLink)
    await studio.choosePassphrase(PASSPHRASE)
    await studio.openLobby('A class on a shaky box')
    ana = new LearnerPage(await people.open(PHONE))
    ben = new LearnerPage(await people.open(PHONE))
    for (const [learner, name] of [[ana, 'Ana'], [ben, 'Ben']] as const) {
      await learner.follow(box.learnerLink())
      await learner.sit('elsewhere', name)
      await learner.isReady()
    }
    await studio.choose('camera')
    await studio.isOnAir()
    await studio.begin()
    await ana.pictureMoves()
  })
  afterAll(async () => {
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
  })

  /** A name is held in memory alone, so after a crash the host knows seats without names. */
  const seats = { ana: '', ben: '' }

  const everybodyIsBack = async (): Promise<void> => {
    await Promise.all([
      studio.isLinked(), studio.button(m.studio_end()).waitFor(),
      studio.seat(seats.ana).getByText(m.studio_state_hand()).waitFor({ timeout: BACK_WITHIN_MS }),
      studio.seat(seats.ben).getByText(m.studio_state_good()).waitFor({ timeout: BACK_WITHIN_MS }),
      ana.saysPictureAndSound(), ben.saysPictureAndSound(),
    ])
  }

  chapter('the process is killed in mid class: everybody is back in it by themselves, and the picture too', async () => {
    await ana.raiseHand()
    await studio.hand('Ana').waitFor()
    await ben.doneOne()
    await studio.counts(studio.line('Ben'), 1)
    await Promise.all([ana.isOnRecord(), ben.isOnRecord()])

    for (const [who, name] of [['ana', 'Ana'], ['ben', 'Ben']] as const) seats[who] = await studio.line(name).getAttribute('data-seat') ?? ''

    const answersAfter = await box.crash()
    expect(box.terminal).toContain(m.hub_supervisor_restarting())
    const from = performance.now()
    await everybodyIsBack()
    await Promise.all([ana.pictureMoves(), ben.pictureMoves(), ana.soundArrives()])
    tell('after the kill', `box answers after ${Math.round(answersAfter)} ms, picture and sound move ${Math.round(performance.now() - from)} ms later`)
  })

  chapter('what was on record is there as it was: the hand is up, and the count stands', async () => {
    await studio.hand('').waitFor()
    await ana.button(m.learner_hand_up()).waitFor()
    await ben.page.getByText(m.learner_rep_count({ count: 1 })).waitFor()
    await studio.counts(studio.seat(seats.ben), 1)
    await waitFor('a cue that both played', async () => (await studio.cue()).played === 2, { within: 20_000 })
  })

  chapter('a phone without network says what still works, keeps what is pressed, and comes back', async () => {
    await ben.losesNetwork()
    await ben.sees(m.learner_link_lost())
    await ben.doneOne()
    await ben.sees(m.learner_kept())
    await studio.sees(m.studio_need_gone())
    await ben.findsNetwork()
    await studio.seat(seats.ben).getByRole('cell').last().filter({ hasText: /^2$/ }).waitFor({ timeout: BACK_WITHIN_MS })
    await ben.pictureMoves()
    await ben.soundArrives()
  })

  chapter('a phone that slept wakes into the class', async () => {
    const wake = await ben.sleeps()
    await studio.seat(seats.ben).getByText(m.studio_state_gone()).waitFor({ timeout: BACK_WITHIN_MS })
    await wake()
    await ben.pictureMoves()
    await studio.seat(seats.ben).getByText(m.studio_state_good()).waitFor({ timeout: BACK_WITHIN_MS })
    await waitFor('a cue that both played', async () => (await studio.cue()).played === 2, { within: 20_000 })
  })

  chapter('a page that is loaded anew sits where it sat, and waits for one press to sound', async () => {
    await ben.page.reload()
    await ben.isInClass()
    await ben.page.getByText(m.learner_rep_count({ count: 2 })).waitFor()
    await ben.pictureMoves()
    await ben.button(m.learner_sound_on()).click()
    await waitFor('sound', () => ben.isHeard(), { within: 5000 })
    expect(await studio.here(), 'nobody sits there twice').toBe(2)
  })

  chapter('after the power was off the box is locked; learners and host wait, and nothing is readable', async () => {
    const link = box.learnerLink()
    await box.powerCycle(m.hub_locked({ address: `${box.own}/host` }))
    await studio.page.reload()
    await studio.sees(m.people_locked_title())
    const late = new LearnerPage(await people.open(PHONE))
    await late.follow(link)
    await late.sees(m.learner_locked_title())
    await late.page.context().close()
  })

  chapter('a wrong passphrase opens nothing, the right one on its own screen opens the class where it was', async () => {
    await studio.unlock('lantern river eight chairs')
    await studio.sees(m.people_passphrase_wrong())
    await studio.unlock(PASSPHRASE)
    await studio.isOpen()
    await studio.sees('A class on a shaky box')
    await studio.button(m.studio_end()).waitFor()
    await Promise.all([ana.isInClass(), ben.isInClass()])
    await studio.choose('camera')
    await studio.isOnAir()
    await Promise.all([ana.pictureMoves(), ben.pictureMoves()])
    await studio.hand('').waitFor()
  })

  chapter('the class ends as if nothing had happened', async () => {
    await studio.end()
    // Who got in is counted from the last start on; who came is on record, and who stayed is here.
    await studio.sees(m.report_lead({ succeeded: '', tried: 2, stayed: 2 }).trim())
    await Promise.all([ana.sees(m.learner_over_title()), ben.sees(m.learner_over_title())])
  })

  chapter('all this time no page asked anything of anybody but the box', () => {
    expect(people.strayRequests(`localhost:${box.port}`)).toEqual([])
    expect(box.defects()).toEqual([])
    // A box that is away, locked, or new to a page's signature is what this story is about.
    expect(people.complaints(/ERR_CONNECTION|ERR_INTERNET|ERR_EMPTY|ERR_NETWORK|WebSocket|status of (?:401|403|404|409|503) /)).toEqual([])
  })
})
