import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, launchChromium } from '../../../../../testkit/chromium.ts'
import { FILM_START, hasFfmpeg, makeFilm } from '../../../../../testkit/streams/film.ts'
import { buildPlayerPage } from '../../../../../testkit/streams/player-page.ts'
import type { PlayerProbe } from '../../../../../testkit/streams/player-page-script.ts'
import { StreamBox } from '../../../../../testkit/streams/stream-box.ts'

declare const probe: PlayerProbe

describe.runIf(hasFfmpeg && chromiumPath() !== undefined)('the player of streams, in Chromium at an unsecured address', () => {
  let box: StreamBox
  let base: string
  let browser: Browser
  let stopRolling: () => void
  let removePage: () => void

  beforeAll(async () => {
    const [film, page] = await Promise.all([makeFilm(12), buildPlayerPage()])
    removePage = page.remove
    box = new StreamBox(film)
    base = await box.listen(page.folder)
    for (const number of [0, 1, 2, 3]) await box.seal(number, FILM_START)
    stopRolling = box.roll()
    browser = await launchChromium()
  }, 120_000)
  afterAll(async () => {
    stopRolling()
    await browser.close()
    await box[Symbol.asyncDispose]()
    removePage()
  })

  async function open(of: 'class' | 'replay'): Promise<Page> {
    const page = await browser.newPage()
    page.on('console', (m) => console.log(m.text()))
    page.on('pageerror', (m) => console.log(m.stack))
    await page.goto(`${base}/?code=${box.code}&of=${of}`)
    await page.waitForFunction(() => 'probe' in globalThis)
    await page.evaluate(() => probe.start())
    return page
  }

  it('plays the class, and knows the shared time of what is seen', async () => {
    const page = await open('class')
    await page.waitForFunction(() => probe.events.filter(({ type }) => type === 'progress').length > 12, undefined, { timeout: 20_000 })
    const seen = await page.evaluate(() => ({ first: probe.firstFrameMs, latency: probe.player.latencyMs(), at: probe.player.programmeTime(), types: [...new Set(probe.events.map(({ type }) => type))] }))
    console.log(seen)
    expect(seen.types).toEqual(['progress'])
    await page.close()
  }, 60_000)

  it('plays a recording to its end', async () => {
    box.phase = 'closed'
    box.viewer = () => 'crew'
    const page = await open('replay')
    await page.waitForFunction(() => probe.events.some(({ type }) => type === 'progress'), undefined, { timeout: 20_000 })
    console.log(await page.evaluate(() => ({ first: probe.firstFrameMs, at: probe.player.programmeTime(), events: probe.events })))
    await page.waitForFunction(() => probe.events.some(({ type }) => type === 'ended'), undefined, { timeout: 20_000 })
    box.phase = 'live'
    await page.close()
  }, 60_000)
})
