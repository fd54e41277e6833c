import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, launchChromium } from '../../../../../testkit/chromium.ts'
import { FILM_START, hasFfmpeg, makeFilm } from '../../../../../testkit/streams/film.ts'
import { buildPlayerPage } from '../../../../../testkit/streams/player-page.ts'
import type { PlayerProbe } from '../../../../../testkit/streams/player-page-script.ts'
import { StreamBox } from '../../../../../testkit/streams/stream-box.ts'

declare const probe: PlayerProbe
/** Nobody is to ask it for anything. */
const alwaysThere = { works: () => Promise.resolve(true), encode: () => Promise.reject(new Error('asked for AAC')) }

describe.runIf(hasFfmpeg && chromiumPath() !== undefined)('the player of streams, in Chromium', () => {
  let box: StreamBox
  let base: string
  let browser: Browser
  let stopRolling: () => void
  let rollsFrom: number
  let removePage: () => void
  const errors: string[] = []
  const requests: string[] = []

  beforeAll(async () => {
    const [film, page] = await Promise.all([makeFilm(12), buildPlayerPage()])
    removePage = page.remove
    box = new StreamBox(film, { encoder: alwaysThere })
    base = await box.listen(page.folder)
    for (const number of [0, 1, 2, 3]) await box.seal(number, FILM_START)
    rollsFrom = box.clock.now()
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
    page.on('request', (request) => requests.push(request.url()))
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(`${base}/?code=${box.code}&of=${of}`)
    await page.waitForFunction(() => 'probe' in globalThis)
    await page.evaluate(() => probe.start())
    return page
  }

  it('plays the class as it happens, and knows the shared time of what is seen', async () => {
    const page = await open('class')
    await page.waitForFunction(() => probe.events.filter(({ type }) => type === 'progress').length > 12, undefined, { timeout: 20_000 })
    const seen = await page.evaluate(() => ({ at: probe.player.programmeTime(), latency: probe.player.latencyMs(), types: [...new Set(probe.events.map(({ type }) => type))] }))
    expect(seen.types).toEqual(['progress'])
    // What is seen has happened, since the film began to roll.
    expect(seen.at).toBeGreaterThanOrEqual(rollsFrom)
    expect(seen.latency).toBeGreaterThan(0)
    await page.close()
  }, 60_000)

  it('plays a recording to its end', async () => {
    box.phase = 'closed'
    box.viewer = () => 'crew'
    const page = await open('replay')
    await page.waitForFunction(() => probe.events.some(({ type }) => type === 'ended'), undefined, { timeout: 30_000 })
    const { at, told } = await page.evaluate(() => ({ at: probe.player.programmeTime() ?? 0, told: [...new Set(probe.events.map(({ type }) => type))] }))
    expect(Math.abs(at - FILM_START - 8_000_000)).toBeLessThan(200_000)
    expect(told).toEqual(['opened', 'spans', 'progress', 'ended'])
    expect(await page.evaluate(() => probe.events.find(({ type }) => type === 'spans'))).toMatchObject({ spans: [{ at: 0, seconds: 8 }] })
    box.phase = 'live'
    await page.close()
  }, 60_000)

  it('leaves the sound that is made for other players to them', () => {
    expect(requests.filter((url) => url.includes('/audio')).length).toBeGreaterThan(2)
    expect(requests.filter((url) => url.includes('/aac'))).toEqual([])
  })

  it('without an error on the page', () => {
    expect(errors).toEqual([])
  })
})
