import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { m } from '../src/words/messages.js'
import { waitFor } from '../testkit/wait-for.ts'
import { Box } from './support/box.ts'
import { ConsentForm } from './support/consent-pages.ts'
import { LearnerPage } from './support/learner-page.ts'
import { LAPTOP, NO_BROWSER, People, PHONE } from './support/people.ts'
import { StagePages } from './support/stage-pages.ts'
import { story } from './support/story.ts'
import { StudioPage } from './support/studio-page.ts'
import { StudioRecording } from './support/studio-recording.ts'

/** A name that leads to loopback without being loopback's: browsers trust it as little as 192.168.x.x. */
const NAME = 'box.test'

/** Asked before anything is kept, by a printed code and on the page; later one looks at where one appears, and asks for it to go. */
describe.skipIf(NO_BROWSER)('story 25: consent and moments', () => {
  let box: Box
  let people: People
  let studio: StudioPage
  let recording: StudioRecording
  let ben: LearnerPage
  let benSays: ConsentForm
  let ana: LearnerPage
  const chapter = story(25, () => people)
  const plain = (path: string): string => `http://${NAME}:${box.port}${path}`

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start({ hostName: NAME }), People.arrive([`--host-resolver-rules=MAP ${NAME} 127.0.0.1`])])
    const devices = { permissions: ['camera', 'microphone'] }
    const pages = await Promise.all([people.open({ ...LAPTOP, ...devices }), people.open(PHONE), people.open({ ...PHONE, ...devices })])
    studio = new StudioPage(pages[0])
    recording = new StudioRecording(studio.page)
    ;[ben, ana] = [new LearnerPage(pages[1]), new LearnerPage(pages[2])]
    benSays = new ConsentForm(ben.page)
    await studio.open(box.studioLink)
    await studio.chooseLater()
    await studio.openLobby('Knees')
    await studio.choose('camera')
    await studio.isOnAir()
  }, 60_000)
  afterAll(async () => {
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
  })

  chapter('a printed code asks before the class, on plain http: nothing is chosen beforehand, and nothing is sent before all is answered', async () => {
    await ben.follow(plain(`/consent/${box.code}`))
    await ben.sees(m.privacy_consent_before({ title: 'Knees' }))
    expect(await benSays.chosen()).toBe(0)
    await benSays.say()
    await ben.sees(m.privacy_consent_missing({ count: 5 }))
  })

  chapter('no to all takes two presses, is written down, and keeps nobody out', async () => {
    await benSays.all(false)
    await benSays.say()
    await ben.sees(m.privacy_consent_done())
    for (const purpose of ['heard', 'contact'] as const) await benSays.stands(purpose, false)
    await ben.page.getByRole('link', { name: m.privacy_consent_to_class() }).click()
    await ben.sit('elsewhere', 'Ben')
    await ben.sees(m.privacy_consent_card_said({ count: 0 }))
    await ana.follow(box.learnerLink())
    await ana.sit('elsewhere', 'Ana')
    await ana.sees(m.privacy_consent_card_open())
    await recording.confirm()
    await studio.begin()
    await ben.pictureMoves()
    await ben.soundArrives()
  })

  chapter('later a yes is said from within the class, without leaving it', async () => {
    await ben.button(m.learner_recorded()).click()
    await ben.button(m.privacy_consent_card_change()).click()
    await benSays.change()
    await benSays.choose('answers', true)
    await benSays.say()
    await benSays.stands('answers', true)
    await ben.button(m.privacy_consent_close()).click()
    await ben.sees(m.privacy_consent_card_said({ count: 1 }))
    await ben.button(m.learner_why_close()).click()
    await ben.raiseHand()
    await studio.hand('Ben').waitFor({ timeout: 5000 })
    await ben.pictureMoves()
  })

  chapter('whoever was never asked is asked before the stage, and a no leads there too', async () => {
    const stage = new StagePages(studio)
    await stage.ask('Ana', 'voice')
    const form = new ConsentForm(ana.page)
    await ana.page.getByRole('dialog', { name: m.privacy_consent_before_stage() }).waitFor()
    expect(await stage.captured(ana)).toBe(0)
    await form.all(false)
    await form.say()
    await ana.button(m.stage_yes_voice()).click()
    await ana.sees(m.stage_heard())
    await recording.keptTo(await recording.keptTo())
    await stage.end('Ana')
    await studio.end()
  })

  chapter('after the class the phone keeps a receipt, everything the box holds, and what was said', async () => {
    await ben.sees(m.learner_over_title())
    const saved = async (name: string): Promise<string> => {
      const [download] = await Promise.all([ben.page.waitForEvent('download'), ben.button(name).click()])
      return readFileSync(await download.path(), 'utf8')
    }
    expect(await saved(m.privacy_receipt_keep())).not.toBe('')
    expect(JSON.parse(await saved(m.privacy_mine_file()))).toMatchObject({ class: { code: box.code, title: 'Knees' }, place: { hands: 1 } })
    expect(JSON.parse(await saved(m.privacy_mine_records()))).toHaveLength(1)
  })

  chapter('my moments, still the same person on plain http, show the raised hand, which plays', async () => {
    await ben.page.getByRole('link', { name: m.privacy_consent_moments() }).click()
    await ben.sees(m.privacy_moments_count({ count: 1 }))
    await ben.sees(m.privacy_moments_why_hand())
    await ben.page.getByRole('button', { name: new RegExp(`^${m.privacy_moments_play_label({ time: String.raw`\d+:\d\d`, why: m.privacy_moments_why_hand() })}$`) }).click()
    await waitFor('the moment to play', () => ben.page.evaluate(() => (document.querySelector('video')?.currentTime ?? 0) > 0.3), { within: 20_000 })
  })

  chapter('they ask for its removal in their own words, and see that a person looks', async () => {
    await ben.button(m.privacy_moments_ask()).click()
    await ben.button(m.privacy_moments_send()).click()
    await ben.sees(m.privacy_moments_what_missing())
    await ben.page.getByRole('checkbox', { name: m.privacy_moments_all() }).check()
    await ben.page.getByLabel(m.privacy_moments_reason()).fill('I say where I work.')
    await ben.button(m.privacy_moments_send()).click()
    await ben.sees(m.privacy_moments_waiting())
    await ben.page.reload()
    await ben.sees(m.privacy_moments_waiting())
    await ben.button(m.privacy_moments_take_back()).click()
    await ben.sees(m.privacy_moments_taken_back())
  })

  chapter('another phone finds itself on stage, and nobody else\'s hand', async () => {
    await ana.follow(`${box.own}/moments/${box.code}`)
    await ana.sees(m.privacy_moments_why_stage())
    expect(await ana.page.getByText(m.privacy_moments_why_hand()).count()).toBe(0)
  })

  chapter('the printed code says kindly when a class is over, or none of this box', async () => {
    const stranger = new LearnerPage(await people.open(PHONE))
    await stranger.follow(plain(`/consent/${box.code}`))
    await stranger.sees(m.privacy_consent_over())
    await stranger.follow(plain('/consent/777777'))
    await stranger.sees(m.privacy_consent_unknown({ code: '777 777' }))
    await stranger.follow(plain(`/moments/${box.code}`))
    await stranger.sees(m.privacy_moments_none())
  })

  chapter('nothing left the box, and no page complained but of what was refused', () => {
    expect(people.strayRequests(`localhost:${box.port}`, `${NAME}:${box.port}`)).toEqual([])
    expect(people.complaints(/404 .*\/777777/)).toEqual([])
    expect(box.defects()).toEqual([])
  })
})
