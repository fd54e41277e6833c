import { afterAll, beforeAll, describe, expect } from 'vitest'
import { m } from '../src/words/messages.js'
import { waitFor } from '../testkit/wait-for.ts'
import { Box } from './support/box.ts'
import { LearnerPage } from './support/learner-page.ts'
import { LAPTOP, NO_BROWSER, People, PHONE } from './support/people.ts'
import { tell } from './support/report.ts'
import { story } from './support/story.ts'
import { StudioPage } from './support/studio-page.ts'
import { StudioPlan } from './support/studio-plan.ts'

const TITLE = 'Shoulders that stop aching'
const OBJECTIVE = 'You can loosen a stiff shoulder in two minutes.'
const INSERTED = 'A word about chairs'
const check = m.studio_text_check()
const ideas = [check, m.studio_text_core_idea(), m.studio_text_why(), m.studio_text_example(), m.studio_text_try_once(), m.studio_text_poll_clear(), m.studio_text_questions(), m.studio_text_close()]

/** A class that follows a plan, from its template to the next class that follows the same. */
describe.skipIf(NO_BROWSER)('story 8: a run of show', () => {
  let box: Box
  let people: People
  const chapter = story(8, () => people)
  let studio: StudioPage
  let plan: StudioPlan
  let ana: LearnerPage

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start(), People.arrive()])
  })
  afterAll(async () => {
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
  })

  chapter('a template fills the run of show, and the keyboard orders it', async () => {
    studio = new StudioPage(await people.open(LAPTOP))
    plan = new StudioPlan(studio)
    await studio.open(box.studioLink)
    await studio.chooseLater()
    await plan.field(m.studio_name_label()).fill(TITLE)
    await plan.field(m.studio_objective_label()).fill(OBJECTIVE)
    await plan.begins(m.studio_template_micro_lecture())
    await studio.sees(m.studio_plan_total({ items: 8, time: '20:00' }))
    await plan.key(m.studio_item_down({ title: m.studio_text_why() })).focus()
    await studio.page.keyboard.press('Enter')
    await plan.isWritten(...ideas)
    expect(await plan.key(m.studio_item_down({ title: m.studio_text_why() })).evaluate((key) => key === document.activeElement), 'the focus goes with the item').toBe(true)
  })

  chapter('an item is changed and removed, and what was removed comes back', async () => {
    await plan.key(m.studio_item_edit({ title: check })).click()
    await plan.field(m.studio_item_cues()).fill('0:02 Lift; nonsense')
    await studio.sees(m.studio_cues_unread({ part: 'nonsense' }))
    await plan.field(m.studio_item_cues()).fill('0:02 Lift; 0:40')
    await plan.field(m.studio_item_length()).fill('1:00')
    await studio.button(m.studio_item_done()).click()
    await studio.sees(m.studio_plan_total({ items: 8, time: '20:15' }))

    await plan.key(m.studio_item_edit({ title: m.studio_text_example() })).click()
    await studio.button(m.studio_item_remove()).click()
    await plan.isWritten(...ideas.filter((title) => title !== m.studio_text_example()))
    await studio.button(m.studio_undo()).click()
    await plan.isWritten(...ideas)
  })

  chapter('a reload loses nothing, not even what the box was not told yet', async () => {
    await plan.isKept()
    await plan.field(m.studio_objective_label()).fill(`${OBJECTIVE} Promised.`)
    await studio.page.reload()
    await studio.chooseLater()
    await plan.isWritten(...ideas)
    expect(await plan.field(m.studio_name_label()).inputValue()).toBe(TITLE)
    expect(await plan.field(m.studio_objective_label()).inputValue()).toBe(`${OBJECTIVE} Promised.`)
    await plan.isKept()
  })

  chapter('the plan goes out as JSON and as CSV and comes in again; a file that lies is refused with its place', async () => {
    const [json, csv] = [await plan.save(m.studio_export_json()), await plan.save(m.studio_export_csv())]
    expect(JSON.parse(json)).toMatchObject({ title: TITLE })
    expect(await plan.bring('{"plan": ')).toBe(m.studio_fault_not_json())
    expect(await plan.bring(json.replace(/"seconds": ?60\b/, '"seconds": 65'))).toMatch(/^(The file says|Item|Line)/)
    expect(await plan.bring('a;b;c\n1;2;3')).toMatch(/column/)
    await plan.isWritten(...ideas)
    expect(await plan.bring(csv)).toBeNull()
    await plan.isWritten(...ideas)
    await plan.isKept()
  })

  chapter('the class begins with its first item, whose cue comes by itself', async () => {
    await studio.button(m.studio_open_lobby()).click()
    await studio.sees(m.studio_lobby_title())
    ana = new LearnerPage(await people.open(PHONE))
    await ana.follow(box.learnerLink())
    await ana.sit('elsewhere', 'Ana')
    await ana.isReady()
    await studio.begin()
    await plan.isNow(check)
    await ana.isInClass()
    await waitFor('the planned cue to light the phone', async () => await ana.lights() >= 1, { within: 10_000 })
    await studio.sees(m.studio_check_missing({ names: 'Ana' }))
  })

  chapter('the host adds a minute, inserts, skips, holds, goes on and goes back', async () => {
    await studio.button(m.studio_run_minute()).click()
    await waitFor('two minutes', async () => await plan.length() === 120, { within: 5000 })

    await studio.button(m.studio_run_insert()).click()
    const dialog = studio.page.getByRole('dialog', { name: m.studio_run_insert_title() })
    await dialog.getByLabel(m.studio_item_title()).fill(INSERTED)
    await dialog.getByRole('button', { name: m.studio_run_insert_do() }).click()
    await studio.sees(m.studio_run_next({ title: INSERTED }))
    const inserted = await plan.open(INSERTED)
    await inserted.getByRole('button', { name: m.studio_run_skip_label({ title: INSERTED }) }).click()
    await studio.sees(m.studio_run_next({ title: m.studio_text_core_idea() }))

    await studio.button(m.studio_run_next_item()).click()
    await plan.isNow(m.studio_text_core_idea())
    await studio.button(m.studio_run_hold()).click()
    await studio.sees(m.studio_run_held())
    const held = await plan.elapsed()
    await studio.button(m.studio_run_go_on()).click()
    await waitFor('the item to go on', async () => await plan.elapsed() > held, { within: 5000 })

    const before = await plan.open(check)
    await before.getByRole('button', { name: m.studio_key_of({ key: m.studio_run_back_to(), name: check }) }).click()
    await plan.isNow(check)
  })

  chapter('a file of music is added to the box, plays for everybody, and is stopped and removed again', async () => {
    await studio.button(m.studio_music()).click()
    await studio.page.getByLabel(m.studio_music_file()).setInputFiles({ name: 'Evening walk.wav', mimeType: 'audio/wav', buffer: silence(2) })
    await studio.button(m.studio_music_play_label({ title: 'Evening walk' })).click()
    await studio.sees(m.studio_music_plays({ title: 'Evening walk' }))
    await studio.button(m.studio_music_stop()).click()
    await studio.page.getByText(m.studio_music_plays({ title: 'Evening walk' })).waitFor({ state: 'detached' })
    await studio.page.getByLabel(m.studio_music_file()).setInputFiles({ name: 'A poem.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('no sound at all') })
    await studio.sees(m.live_refusal_TRACK_UNREADABLE())
    await studio.button(m.studio_dismiss()).first().click()
    await studio.button(m.studio_file_remove_label({ title: 'Evening walk' })).click()
    await studio.button(m.studio_file_remove_label({ title: 'Evening walk' })).waitFor({ state: 'detached' })
    await studio.button(m.studio_music()).click()
  })

  // Who goes back finds ahead again what was passed over: the inserted item is next.
  chapter('two hosts who press at once move the class once; the second reads where it is', async () => {
    const second = new StudioPage(await people.open(LAPTOP))
    await second.open(`${box.own}/host${new URL(await studio.pairAnother()).hash}`)
    await second.chooseLater()
    await second.isLinked()
    await new StudioPlan(second).isNow(check)
    await holdNews(second, true)
    await studio.button(m.studio_run_next_item()).click()
    await plan.isNow(INSERTED)
    await second.button(m.studio_run_next_item()).click()
    await holdNews(second, false)
    await second.sees(m.studio_moved_on_to({ title: INSERTED }))
    await new StudioPlan(second).isNow(INSERTED)
    await plan.isNow(INSERTED)
    await second.page.context().close()
  })

  chapter('a page that hears nothing goes on by the clock and says how old it is what it knows', async () => {
    const elapsed = await plan.elapsed()
    await holdNews(studio, true)
    await studio.sees(/^Known \d+ s ago/)
    await waitFor('the clock to go on', async () => await plan.elapsed() >= elapsed + 2, { within: 5000 })
    await holdNews(studio, false)
    await waitFor('the page to be fresh', async () => await studio.page.getByText(/^Known/).count() === 0, { within: 5000 })
  })

  chapter('a box that crashes in the middle of an item comes back to the same item and second', async () => {
    const [before, at] = [await plan.elapsed(), performance.now()]
    tell('crash', `the box answered again after ${Math.round(await box.crash())} ms`)
    await studio.isLinked()
    await plan.isNow(INSERTED)
    await waitFor('the clock', async () => await plan.elapsed() >= before + 1, { within: 10_000 })
    const expected = before + (performance.now() - at) / 1000
    expect(Math.abs(await plan.elapsed() - expected)).toBeLessThan(2.5)
  })

  chapter('a class that was is run again, with its name and its plan', async () => {
    await studio.end()
    await studio.button(m.studio_figures_new()).click()
    await plan.begins(m.studio_key_of({ key: m.studio_again(), name: TITLE }))
    await plan.isWritten(...ideas)
    expect(await plan.field(m.studio_name_label()).inputValue()).toBe(TITLE)
    await plan.isKept()
  })

  chapter('all this time no page asked anything of anybody but the box, and none complained', () => {
    expect(people.strayRequests(`localhost:${box.port}`)).toEqual([])
    expect(box.defects()).toEqual([])
    expect(people.complaints(/ERR_CONNECTION_REFUSED|WebSocket connection|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|\b4(09|10|15|22)\b/)).toEqual([])
  })
})

/** So many seconds of nothing, as a WAV file: 8 kHz, one channel, 16 bits. */
function silence(seconds: number): Buffer {
  const bytes = seconds * 16_000
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + bytes, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  for (const [place, value] of [[20, 1], [22, 1], [32, 2], [34, 16]] as const) head.writeUInt16LE(value, place)
  head.writeUInt32LE(8000, 24)
  head.writeUInt32LE(16_000, 28)
  head.write('data', 36)
  head.writeUInt32LE(bytes, 40)
  return Buffer.concat([head, Buffer.alloc(bytes)])
}

/** The network between box and page swallows nothing and delivers nothing, until it is let go. */
async function holdNews(studio: StudioPage, held: boolean): Promise<void> {
  await studio.page.evaluate((hold) => {
    type Held = WebSocket & { kept?: MessageEvent[]; hears?: WebSocket['onmessage'] }
    const socket = probe.sockets.at(-1) as Held | undefined
    if (socket === undefined) throw new Error('no socket')
    if (hold) {
      const kept: MessageEvent[] = []
      socket.kept = kept
      socket.hears = socket.onmessage
      socket.onmessage = (event) => kept.push(event)
      return
    }
    const { kept = [], hears = null } = socket
    socket.onmessage = hears
    for (const event of kept) hears?.call(socket, event)
  }, held)
}
