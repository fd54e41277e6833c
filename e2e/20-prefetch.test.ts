import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { writePlanJson } from '../src/features/live/rules/run/plan-json.ts'
import { beatSound } from '../src/features/live/rules/together/beat-sound.ts'
import { listPictures, PICTURE_DOORS } from '../src/features/live/wire/pictures.ts'
import { listTracks, TRACK_DOORS } from '../src/features/live/wire/routes.ts'
import type { Plan, PlanItem } from '../src/features/live/wire/run.ts'
import { makeTicket } from '../src/features/people/wire/routes.ts'
import { ItemId, PictureId } from '../src/kernel/ids.ts'
import { m } from '../src/words/messages.js'
import { Host } from '../testkit/host.ts'
import { pngFile } from '../testkit/png.ts'
import { waitFor } from '../testkit/wait-for.ts'
import { Box } from './support/box.ts'
import { LearnerPage } from './support/learner-page.ts'
import { LAPTOP, NO_BROWSER, People, PHONE } from './support/people.ts'
import { tell } from './support/report.ts'
import { story } from './support/story.ts'
import { StudioPage } from './support/studio-page.ts'
import { StudioPlan } from './support/studio-plan.ts'

const [SLIDE, OVERLAY, SONG] = ['The knee from the side', 'Where to look', 'Walking song']
/** 0.8 Mbit/s, and as far away as a crowded access point. */
const WEAK = { offline: false, latency: 60, downloadThroughput: 100_000, uploadThroughput: 100_000 }
/** Time for everybody to see that the class is on, and to lose the network. */
const WELCOME_SECONDS = 12

/** What a phone needs is there before it is needed. */
describe.skipIf(NO_BROWSER)('story 20: slides and music ahead of their time', () => {
  let box: Box
  let people: People
  let host: Host
  let studio: StudioPage
  let plan: StudioPlan
  let ana: LearnerPage
  let ben: LearnerPage
  let wall: Page
  const chapter = story(20, () => people)
  const give = (door: string, title: string, content: Uint8Array) => host.page.client.signed({
    method: 'POST', path: `${door.replace(':code', box.code)}?${new URLSearchParams({ title }).toString()}`, body: new Uint8Array(content), contentType: 'application/octet-stream', withinMs: 30_000,
  })

  beforeAll(async () => {
    [box, people] = await Promise.all([Box.start(), People.arrive()])
    host = await Host.pair(box.studioLink, box.code)
  })
  afterAll(async () => {
    host?.close()
    await people[Symbol.asyncDispose]()
    await box[Symbol.asyncDispose]()
  })

  chapter('a host gives an item a slide and sees it; what is no picture for phones is refused in words', async () => {
    studio = new StudioPage(await people.open(LAPTOP))
    plan = new StudioPlan(studio)
    const { ticket } = await host.page.client.call(makeTicket, { input: { roles: ['host'] } })
    await studio.open(`${box.own}/host#pair=${ticket}`)
    await studio.chooseLater()
    await plan.field(m.studio_name_label()).fill('Knees without pain')
    await plan.begins(m.studio_templates_none())
    await plan.key(m.studio_item_edit({ title: m.studio_kind_check() })).click()
    const file = studio.page.getByLabel(m.studio_picture_file())
    await file.setInputFiles({ name: 'wall.png', mimeType: 'image/png', buffer: Buffer.from(pngFile(4097, 2)) })
    await studio.sees(m.live_refusal_PICTURE_TOO_LARGE())
    await studio.button(m.studio_dismiss()).first().click()
    await file.setInputFiles({ name: `${SLIDE}.png`, mimeType: 'image/png', buffer: Buffer.from(pngFile(1280, 720, [24, 96, 80], 150_000)) })
    await waitFor('the preview of the slide', () => widthOf(studio.page, SLIDE).then((width) => width === 1280), { within: 15_000 })
    await plan.isKept()
    expect((await host.page.client.call(listPictures, { params: { code: box.code } })).pictures.map(({ title }) => title)).toEqual([SLIDE])
  })

  chapter('a plan that names a picture of another box is taken without it, and the host is told', async () => {
    await give(PICTURE_DOORS.add, OVERLAY, pngFile(960, 540, [200, 160, 40], 80_000))
    await give(TRACK_DOORS.add, SONG, beatSound(140).slice(0, 200_000))
    await plan.bring(writePlanJson('', await planned()))
    await studio.sees(m.studio_pictures_dropped({ count: 1 }))
    await plan.isWritten('Welcome', 'The knee', 'Look closer', 'Elsewhere')
    await plan.isKept()
  })

  chapter('in the lobby a strong and a weak phone fetch all of it, and the host sees both ready', async () => {
    await studio.button(m.studio_open_lobby()).click()
    await studio.sees(m.studio_lobby_title())
    await host.enter()
    ;[ana, ben] = [new LearnerPage(await people.open(PHONE)), new LearnerPage(await people.open(PHONE))]
    const devtools = await ben.page.context().newCDPSession(ben.page)
    await devtools.send('Network.enable')
    await devtools.send('Network.emulateNetworkConditions', WEAK)
    const began = performance.now()
    for (const phone of [ana, ben]) {
      await phone.follow(box.learnerLink())
      await phone.sit('elsewhere')
    }
    wall = await people.open(LAPTOP)
    const wallHas = wall.waitForResponse((response) => isLastPiece(response.headers()['content-range'], 150_000), { timeout: 30_000 })
    await wall.goto(`${box.own}/room/${box.code}`)
    await wallHas
    const prepared = () => [...new Map(host.page.all('seat').map(({ line }) => [line.seat, line.prepared])).values()]
    await waitFor('both phones to have slide, overlay and music', () => prepared().length === 2 && prepared().every((one) => one?.of === 3 && one.have === 3), { within: 30_000 })
    for (const phone of [ana, ben]) await phone.page.getByRole('listitem').filter({ hasText: m.learner_ready_files() }).filter({ hasText: m.learner_ready_yes() }).waitFor()
    tell('slide, overlay and music of 430 kB on a phone with 0.8 Mbit/s after', `${((performance.now() - began) / 1000).toFixed(1)} s`)
  })

  chapter('with the network cut a slide stands on the phone and on the wall at its item\'s second, and nothing was asked for', async () => {
    await studio.begin()
    await Promise.all([ana.isInClass(), wall.getByRole('heading', { name: 'Welcome' }).waitFor()])
    const asked: string[] = []
    ana.page.on('request', (request) => asked.push(request.url()))
    await Promise.all([ana.losesNetwork(), wall.context().setOffline(true)])
    await waitFor('the slide on the phone', () => widthOf(ana.page, SLIDE).then((width) => width === 1280), { within: (WELCOME_SECONDS + 4) * 1000 })
    await waitFor('the slide on the wall', () => widthOf(wall, SLIDE).then((width) => width === 1280), { within: 4000 })
    expect(asked.filter((url) => url.startsWith('http') && url.includes('/pictures'))).toEqual([])
  })

  chapter('an overlay lies over the picture, and a phone that is back goes on with the others', async () => {
    await ana.findsNetwork()
    await ben.sees('Look closer')
    for (const phone of [ana, ben]) await phone.page.locator('.picture > img.overlay').and(phone.page.getByAltText(OVERLAY)).waitFor({ timeout: 15_000 })
    expect(await ben.page.locator('.picture > img.slide').count()).toBe(0)
    await studio.button(m.studio_run_next_item()).click()
    await ben.sees('Elsewhere')
    await ben.page.locator('.picture > img').waitFor({ state: 'detached' })
  })

  async function planned(): Promise<Plan> {
    const [{ pictures }, { tracks }] = await Promise.all([
      host.page.client.call(listPictures, { params: { code: box.code } }), host.page.client.call(listTracks, { params: { code: box.code } }),
    ])
    const picture = (title: string): PictureId => pictures.find((one) => one.title === title)?.picture ?? PictureId.parse('')
    const item = (letter: string, title: string, seconds: number, over: Partial<PlanItem>): PlanItem => ({
      id: ItemId.parse(`item_${letter.repeat(16)}`), title, kind: 'talk', seconds, overrun: 'cut', cues: [], poll: null, music: null, ...over,
    })
    return {
      objective: '', items: [
        item('a', 'Welcome', WELCOME_SECONDS, {}),
        item('b', 'The knee', 8, { picture: { picture: picture(SLIDE), as: 'slide' } }),
        item('c', 'Look closer', 60, { picture: { picture: picture(OVERLAY), as: 'overlay' }, music: tracks.find(({ title }) => title === SONG)?.track ?? null }),
        item('d', 'Elsewhere', 60, { overrun: 'push', picture: { picture: PictureId.parse(`pic_${'z'.repeat(16)}`), as: 'slide' } }),
      ],
    }
  }
})

/** Pixels of the picture with this title once it is drawn; 0 while it is not. */
function widthOf(page: Page, title: string): Promise<number> {
  return page.getByAltText(title).first().evaluate((image) => (image instanceof HTMLImageElement && image.checkVisibility() ? image.naturalWidth : 0), undefined, { timeout: 500 }).catch(() => 0)
}

/** Whether an answer brings the end of a file of this size or more, by what it says of its stretch. */
function isLastPiece(range: string | undefined, least: number): boolean {
  const [, last, all] = /^bytes \d+-(\d+)\/(\d+)$/.exec(range ?? '') ?? []
  return Number(all) >= least && Number(last) + 1 === Number(all)
}
