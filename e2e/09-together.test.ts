import { afterAll, beforeAll, describe, expect } from 'vitest'
import { m } from '../src/words/messages.js'
import { waitFor } from '../testkit/wait-for.ts'
import { Box } from './support/box.ts'
import { LearnerTogether } from './support/learner-together.ts'
import { LAPTOP, NO_BROWSER, People, PHONE } from './support/people.ts'
import { tell } from './support/report.ts'
import { story } from './support/story.ts'
import { StudioPage } from './support/studio-page.ts'
import { StudioPlan } from './support/studio-plan.ts'
import { StudioTogether } from './support/studio-together.ts'

/** A name that leads to loopback without being loopback's: browsers trust it as little as 192.168.x.x. */
const NAME = 'box.test'
const QUESTION = 'Where do you feel it most?'
const OPTIONS = ['Neck', 'Shoulders', 'Nowhere yet']
const MARKUP = 'Is <img src=x onerror="document.title=1"> & <b>this</b> right?'
const WITHIN_MS = 15_000

/** One learner on a trusted address, one on an address that browsers do not trust. */
describe.skipIf(NO_BROWSER)('story 9: together', () => {
  let box: Box
  let people: People
  const chapter = story(9, () => people)
  let studio: StudioPage
  let plan: StudioPlan
  let host: StudioTogether
  let ana: LearnerTogether
  let ben: LearnerTogether

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start({ hostName: NAME }), People.arrive([`--host-resolver-rules=MAP ${NAME} 127.0.0.1`])])
  })
  afterAll(async () => {
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
  })

  chapter('the class opens with a live check: both phones answer one cue, and the host sees who is ready', async () => {
    studio = new StudioPage(await people.open(LAPTOP))
    plan = new StudioPlan(studio)
    host = new StudioTogether(studio)
    await studio.open(box.studioLink)
    await studio.chooseLater()
    await plan.field(m.studio_name_label()).fill('Shoulders that stop aching')
    await plan.field(m.studio_objective_label()).fill('You can loosen a stiff shoulder.')
    await plan.begins(m.studio_template_micro_lecture())
    await plan.isKept()
    await studio.button(m.studio_open_lobby()).click()
    await studio.sees(m.studio_lobby_title())
    ana = new LearnerTogether(await people.open(PHONE))
    ben = new LearnerTogether(await people.open(PHONE))
    await Promise.all([ana.follow(box.learnerLink()), ben.follow(box.learnerLink(NAME))])
    await Promise.all([ana.sit('elsewhere', 'Ana'), ben.sit('elsewhere')])
    await Promise.all([ana.isReady(), ben.isReady()])
    await ana.sees('You can loosen a stiff shoulder.')
    expect(await ben.page.evaluate(() => isSecureContext)).toBe(false)

    await studio.begin()
    await Promise.all([ana, ben].map((learner) => learner.sees(m.studio_text_check())))
    await Promise.all([ana, ben].map((learner) => learner.felt()))
    await studio.sees(m.studio_check_ready({ ready: 2, of: 2 }))
  })

  chapter('a timer starts on both phones at one instant, and takes the place of the item', async () => {
    await host.startTimer('Plank')
    await Promise.all([ana, ben].map((learner) => learner.isOn('Plank')))
    tell('timer', `the studio: ${await host.startedBy(2)}`)
    await host.stopTimer()
    await Promise.all([ana, ben].map((learner) => learner.isOn(m.studio_text_check())))
  })

  chapter('music sounds on both phones at one instant', async () => {
    await host.playMusic(m.live_track_beat({ beats: 120 }))
    tell('music', `the studio: ${await host.startedBy(2)}`)
    await host.stopMusic()
  })

  chapter('a poll is answered, changed, closed and shown', async () => {
    await host.openPoll(QUESTION, OPTIONS)
    await ana.answers('Neck')
    await ana.answers('Shoulders')
    await ben.answers('Shoulders')
    await studio.sees(m.studio_poll_answered({ answered: 2, of: 2 }))
    await host.pollCounts([0, 2, 0])
    await host.closePoll()
    await Promise.all([ana, ben].map((learner) => learner.sees(m.learner_poll_closed_shown({ count: 2 }))))
    await host.clearPoll()
    await Promise.all([ana, ben].map((learner) => learner.isOn(m.studio_text_check())))
  })

  chapter('an answer that comes after the poll has closed changes nothing, and its phone says so', async () => {
    await host.openPoll(QUESTION, OPTIONS)
    await ana.answers('Neck')
    await ana.losesNetwork()
    await ana.picks('Nowhere yet')
    await host.closePoll()
    await host.pollCounts([1, 0, 0])
    await ana.findsNetwork()
    await ana.sees(m.learner_refused_poll())
    await host.pollCounts([1, 0, 0])
    await host.clearPoll()
  })

  chapter('questions come with a name or without one, and what looks like markup is text', async () => {
    await ana.asks(MARKUP, true)
    await ben.asks('How often a day?', false)
    const [marked, plain] = [host.question(MARKUP), host.question('How often a day?')]
    await marked.getByText('Ana').waitFor({ timeout: WITHIN_MS })
    await plain.getByText(m.studio_question_nobodys()).waitFor({ timeout: WITHIN_MS })
    expect(await studio.page.locator('.question img, .question b').count()).toBe(0)
    await plain.getByRole('button', { name: m.studio_question_answered() }).click()
    await ben.sees(m.learner_ask_answered())
    await ana.sees(m.learner_ask_waiting())
    await marked.getByRole('button', { name: m.studio_question_keep() }).click()
    await ana.sees(m.learner_ask_kept())
    await studio.page.getByText(m.studio_questions_kept({ questions: 1 })).click()
    await marked.getByRole('button', { name: m.studio_question_back() }).click()
    await ana.sees(m.learner_ask_waiting())
    await ben.backToClass()
    await ben.asks('Is this being filmed?', false)
    await host.question('Is this being filmed?').getByRole('button', { name: m.studio_question_hide() }).click()
    await ben.sees(m.learner_ask_hidden())
    await host.question('Is this being filmed?').waitFor({ state: 'detached', timeout: WITHIN_MS })
    await Promise.all([ana, ben].map((learner) => learner.backToClass()))
  })

  chapter('a phone that hears nothing says how old is what it knows, and the host sees that it needs somebody', async () => {
    const needs = studio.page.getByRole('region', { name: m.studio_needs() })
    await ben.losesNetwork()
    await ben.page.getByText(/^What is known is \d+ s old$/).waitFor({ timeout: WITHIN_MS })
    await needs.getByText(m.studio_need_gone()).waitFor({ timeout: WITHIN_MS })
    await ben.findsNetwork()
    await ben.page.getByText(/^What is known is/).waitFor({ state: 'detached', timeout: WITHIN_MS })
    await needs.getByText(m.studio_need_gone()).waitFor({ state: 'detached', timeout: WITHIN_MS })
  })

  chapter('the box crashes amid an item: both come back to the same item and second, and answers are kept', async () => {
    await studio.button(m.studio_run_next_item()).click()
    await Promise.all([ana, ben].map((learner) => learner.isOn(m.studio_text_why())))
    await host.openPoll(QUESTION, OPTIONS)
    await ana.answers('Shoulders')
    await host.pollCounts([0, 1, 0])
    await host.isOnRecord()
    tell('crash', `the box answered again after ${Math.round(await box.crash())} ms`)
    await studio.isLinked()
    await host.pollCounts([0, 1, 0])
    await host.question(MARKUP).waitFor({ timeout: WITHIN_MS })
    await host.clearPoll()
    await Promise.all([ana, ben].map((learner) => learner.isOn(m.studio_text_why())))
    await waitFor('both phones and the studio to show one second', async () => {
      const [left, other, gone] = await Promise.all([ana.secondsLeft(), ben.secondsLeft(), plan.elapsed()])
      return Math.abs(left - other) <= 1 && Math.abs(135 - gone - left) <= 1
    }, { within: WITHIN_MS })
  })

  chapter('all this time no page asked anything of anybody but the box, and none complained', () => {
    expect(people.strayRequests(`localhost:${box.port}`, `${NAME}:${box.port}`)).toEqual([])
    expect(box.defects()).toEqual([])
    expect(people.complaints(/ERR_CONNECTION_REFUSED|WebSocket|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_INTERNET_DISCONNECTED|\b409\b.*whep/)).toEqual([])
  })
})
