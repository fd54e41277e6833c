import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, launchChromium } from '../testkit/chromium.ts'
import { deskScenes } from './gallery/desk-states.ts'
import { doorScenes } from './gallery/door-states.ts'
import { holdingsScenes } from './gallery/holdings-states.ts'
import { learnerScenes } from './gallery/learner-states.ts'
import { consentScenes, learnerPrivacyScenes, momentsScenes } from './gallery/privacy-states.ts'
import { reportScenes } from './gallery/report-states.ts'
import { reviewScenes } from './gallery/review-states.ts'
import { roomScenes } from './gallery/room-states.ts'
import { evidenceScenes } from './gallery/evidence-states.ts'
import { type Gallery, serveGallery } from './gallery/serve.ts'
import { sheetScenes } from './gallery/sheet-states.ts'
import { stageScenes } from './gallery/stage-states.ts'
import { studioScenes } from './gallery/studio-states.ts'
import { tourScenes } from './gallery/tour-states.ts'
import { axeFaults, keyboardFaults, overhang, overlaps, treeFaults, turnedFaults } from './support/inspect.ts'
import { LAPTOP, PHONE } from './support/people.ts'
import { Pictures } from './support/pictures.ts'

/** Every state of every page, drawn alone and looked at by a machine, as different people meet it. */
const scenes = [learnerScenes, learnerPrivacyScenes, consentScenes, momentsScenes, stageScenes, doorScenes, roomScenes, sheetScenes, reportScenes, studioScenes, tourScenes, reviewScenes, holdingsScenes, deskScenes, evidenceScenes].flatMap((states) => Object.keys(states))
const NARROW = { width: 320, height: 568 } as const

describe.skipIf(chromiumPath() === undefined)('every state of the pages', () => {
  let gallery: Gallery
  let browser: Browser
  let page: Page
  let pictures: Pictures
  const broken: string[] = []
  beforeAll(async () => {
    pictures = new Pictures('states', 'Every state of every page')
    gallery = await serveGallery()
    browser = await launchChromium()
    page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
    page.on('pageerror', ({ message }) => broken.push(message))
  })
  afterAll(async () => {
    pictures.finish()
    await browser?.close()
    await gallery?.close()
  })

  async function show(scene: string, language = 'en'): Promise<void> {
    await page.goto(`${gallery.address}?scene=${scene}&lang=${language}`)
    await page.locator('[data-drawn]').waitFor({ state: 'attached' })
    await page.locator('.screen').first().waitFor()
  }
  async function look(scene: string, size: 'phone' | 'laptop', colorScheme: 'light' | 'dark'): Promise<void> {
    await page.setViewportSize(size === 'phone' ? PHONE.viewport : LAPTOP.viewport)
    await page.emulateMedia({ colorScheme })
    await pictures.take(page, scene, `${size}, ${colorScheme}`)
  }

  it.each(scenes)('%s can be read in light and dark, heard, reached by Tab, turned round, narrowed and enlarged', async (scene) => {
    await show(scene)
    await look(scene, 'phone', 'light')
    expect.soft(await axeFaults(page), 'phone, light').toEqual([])
    await look(scene, 'phone', 'dark')
    await look(scene, 'laptop', 'light')
    await look(scene, 'laptop', 'dark')
    expect.soft(await axeFaults(page), 'laptop, dark').toEqual([])
    expect.soft(await overlaps(page), 'laptop').toEqual([])
    expect.soft(await treeFaults(page), 'tree').toEqual([])
    expect.soft(await keyboardFaults(page), 'keyboard').toEqual([])

    await page.setViewportSize(NARROW)
    expect.soft([...await overhang(page), ...await overlaps(page)], '320 pixels').toEqual([])
    expect.soft(await turnedFaults(page), 'right to left').toEqual([])
    await page.setViewportSize(PHONE.viewport)
    await page.evaluate(() => { document.documentElement.style.fontSize = '200%' })
    expect.soft([...await overhang(page), ...await overlaps(page)], 'letters twice as large').toEqual([])
    expect.soft(broken.splice(0)).toEqual([])
  })

  it.each(scenes)('%s has room for the longer words of German', async (scene) => {
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize(NARROW)
    await show(scene, 'de')
    expect([...await overhang(page), ...await overlaps(page)]).toEqual([])
  })

  it.each(['live-cue', 'room-cue'])('%s can be read while the light is on', async (scene) => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' })
    await show(scene)
    expect(await page.locator('.cue-word').evaluate((word) => getComputedStyle(word.closest('.screen') ?? word).backgroundColor)).not.toBe('rgba(0, 0, 0, 0)')
    expect(await axeFaults(page)).toEqual([])
    await page.emulateMedia({ reducedMotion: 'reduce' })
  })

  it.each(['live', 'live-lost', 'live-no-sound-yet', 'room', 'lobby'])('in %s all that is answered lies in the lower half, and everything is large enough for a thumb', async (scene) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await show(scene)
    const boxes = (selector: string) => page.locator(selector).evaluateAll((all) => all.map((button) => button.getBoundingClientRect().toJSON() as DOMRect))
    // What only tells more when it is pressed stands where it belongs: the sound in the picture's corner, the link beneath it, the recording above.
    const answers = await boxes('button:not(.picture-corner, .notice-button, .lamp-button)')
    expect(answers.length).toBeGreaterThan(0)
    for (const { top } of answers) expect(top).toBeGreaterThan(422)
    for (const { width, height } of await boxes('button')) expect(Math.min(width, height)).toBeGreaterThanOrEqual(44)
  })
})
