import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { m } from '../src/words/messages.js'
import { Box } from './support/box.ts'
import { crewLink } from './support/crew-link.ts'
import { LearnerPage } from './support/learner-page.ts'
import { LAPTOP, NO_BROWSER, People, PHONE } from './support/people.ts'
import { story } from './support/story.ts'
import { StudioPage } from './support/studio-page.ts'

/** Over plain http a browser trusts this name with nothing. */
const NAME = 'box.lectern.test'
const TITLE = '=Shoulders, "loose"'
const QUESTION = 'Where does it pull?'
const ANSWERS = ['In the neck', 'Between the blades'] as const

/** What a class leaves behind: one sentence, charts, a table, a file, a sheet of paper. */
describe.skipIf(NO_BROWSER)('story 14: the report', () => {
  let box: Box
  let people: People
  const chapter = story(14, () => people)
  let studio: StudioPage
  let technician: StudioPage
  let ana: LearnerPage
  let ben: LearnerPage
  let code: string
  let presses = 0

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start({ hostName: NAME }), People.arrive([`--host-resolver-rules=MAP ${NAME} 127.0.0.1`])])
  })
  afterAll(async () => {
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
  })

  chapter('a class happens, with two learners, cues, a hand and a poll', async () => {
    studio = new StudioPage(await people.open(LAPTOP))
    await studio.open(box.studioLink)
    await studio.chooseLater()
    code = box.code
    await studio.button(m.studio_templates_none()).click()
    await studio.openLobby(TITLE)
    ana = new LearnerPage(await people.open(PHONE))
    ben = new LearnerPage(await people.open(PHONE))
    await Promise.all([[ana, 'elsewhere', 'Ana', box.learnerLink()] as const, [ben, 'room', 'Ben', box.learnerLink(NAME)] as const].map(async ([learner, seat, name, link]) => {
      await learner.follow(link)
      await learner.sit(seat, name)
      await learner.isReady()
    }))
    await studio.begin()
    await Promise.all([ana, ben].map((learner) => learner.isInClass()))
    for (; presses < 2; presses++) {
      await studio.cue()
      await Promise.all([ana, ben].map((learner) => learner.isDark()))
    }
    await ana.raiseHand()
    await studio.hand('Ana').waitFor()
    await askPoll()
  })

  async function askPoll(): Promise<void> {
    await studio.page.getByRole('region', { name: m.studio_together() }).getByRole('button', { name: m.studio_poll(), exact: true }).click()
    await studio.page.getByRole('textbox', { name: m.studio_poll_question() }).fill(QUESTION)
    for (const [at, answer] of ANSWERS.entries()) await studio.page.getByRole('textbox', { name: m.studio_poll_option({ number: at + 1 }) }).fill(answer)
    await studio.button(m.studio_poll_open()).click()
    for (const learner of [ana, ben]) await learner.page.getByRole('button', { name: ANSWERS[1] }).or(learner.page.getByRole('radio', { name: ANSWERS[1] })).first().click()
    await studio.page.getByText(m.studio_poll_answered({ answered: 2, of: 2 })).waitFor()
    await studio.button(m.studio_poll_close()).click()
  }

  chapter('a technician sees every link and nobody’s name, and has no key to press', async () => {
    technician = new StudioPage(await people.open(LAPTOP))
    const link = await crewLink(studio, m.studio_ticket_technician())
    await technician.open(`http://${NAME}:${box.port}/host${new URL(link).hash}`)
    await technician.isLinked()
    await technician.sees(m.studio_kind_elsewhere())
    const words = await technician.page.locator('main').innerText()
    for (const word of ['Ana', 'Ben', QUESTION]) expect(words).not.toContain(word)
    expect(await technician.cueKey.count()).toBe(0)
    expect(await technician.button(m.studio_end()).count()).toBe(0)
  })

  chapter('its end is the report: one sentence, then counts, and charts that say in words what they show', async () => {
    await studio.end()
    await studio.sees(m.report_lead({ succeeded: 2, tried: 2, stayed: 2 }))
    expect(await studio.figure(m.report_cues())).toBe(String(presses))
    expect(await studio.chart(m.report_who_got_in())).toBe(m.report_in_label({ got: 2, tried: 2 }))
    expect(await studio.chart(m.report_run())).toContain(m.studio_text_check())
    expect(await studio.chart(m.report_poll({ number: 1 }))).toContain(m.report_poll_row({ words: ANSWERS[1], count: 2 }))
    expect(await studio.chart(m.report_stayed())).toBe(m.report_stayed_label({ rows: [1, 3, 7].map((minute) => m.report_row({ words: m.report_stayed_minute({ minute }), value: m.report_stayed_not() })).join(' ') }))
    await studio.sees(m.report_not_recorded())
    await studio.sees(QUESTION)
    await technician.sees(m.report_lead({ succeeded: 2, tried: 2, stayed: 2 }))
    expect(await technician.page.locator('main').innerText()).not.toContain(QUESTION)
  })

  chapter('two people are too few to be told apart by their seats, and nobody is named', async () => {
    const [came, after7, hands, reps, answers] = await studio.figures(m.report_did(), `${m.report_seat_room()}, ${m.report_seat_elsewhere()}`)
    expect([came, after7, hands, reps, answers]).toEqual(['2', '–', '1', '0', '2'])
    const words = await studio.page.locator('main').innerText()
    for (const name of ['Ana', 'Ben']) expect(words).not.toContain(name)
  })

  chapter('saved as a table it says the same, and a spreadsheet would run nothing of it', async () => {
    const saving = studio.page.waitForEvent('download')
    await studio.button(m.report_save()).first().click()
    const saved = await saving
    expect(saved.suggestedFilename()).toMatch(new RegExp(`^lectern-${code}-\\d{4}-\\d\\d-\\d\\d\\.csv$`))
    const text = readFileSync(await saved.path(), 'utf8')
    expect(text.startsWith('\uFEFFpart,name,figure,value,unit\r\n')).toBe(true)
    const lines = text.split('\r\n')
    for (const line of [
      `class,,code,${code},`, `class,,title,"'=Shoulders, ""loose""",`, 'class,,came,2,count', 'class,,join_succeeded,2,count', 'class,,stayed,2,count',
      `class,,cues,${presses},count`, 'class,,hands,1,count', 'class,,answers,2,count', 'class,,fallbacks,0,count', 'stay,,first_minute,2,count',
      'seat,room+elsewhere,came,2,count', 'seat,room+elsewhere,hands,1,count', 'seat,room+elsewhere,answers,2,count', 'seat,room+elsewhere,first_minute,2,count', `poll,1,question,${QUESTION},`, 'poll,1.2,answers,2,count',
    ]) expect(lines).toContain(line)
    expect(lines.some((line) => line.startsWith('time,cue_after_press,p95,'))).toBe(true)
    for (const part of ['stay,,minute_', 'class,,loudness', 'class,,recorded']) expect(lines.some((line) => line.startsWith(part)), `${part} was not measured, and is no nought`).toBe(false)
  })

  chapter('printed it has neither buttons nor lamps, and its charts stay', async () => {
    await studio.page.emulateMedia({ media: 'print' })
    expect(await studio.button(m.report_print()).first().isVisible()).toBe(false)
    expect(await studio.page.getByRole('region', { name: m.report_who_got_in() }).getByRole('img').isVisible()).toBe(true)
    await studio.page.emulateMedia({ media: 'screen' })
  })

  chapter('when the next class is at hand, the report is still at its address, and on a phone', async () => {
    await studio.button(m.studio_figures_new()).click()
    await studio.page.getByRole('link', { name: m.studio_past_report_label({ title: TITLE }) }).click()
    await studio.sees(m.report_lead({ succeeded: 2, tried: 2, stayed: 2 }))
    expect(studio.page.url()).toBe(`${box.own}/host/report/${code}`)
    await studio.page.setViewportSize({ width: 320, height: 700 })
    expect(await studio.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is cut off at the side').toBe(true)
    await studio.page.goto(`${box.own}/host/report/ZZZZZZ`)
    await studio.sees(m.live_refusal_CLASS_UNKNOWN())
  })

  chapter('all this time no page asked anything of anybody but the box, and none complained', () => {
    expect(people.strayRequests(`localhost:${box.port}`, `${NAME}:${box.port}`)).toEqual([])
    expect(box.defects()).toEqual([])
    expect(people.complaints(/404 .*\/api\/1\/classes\/ZZZZZZ\/figures$/)).toEqual([])
  })
})
