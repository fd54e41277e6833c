import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, launchChromium } from '../testkit/chromium.ts'
import { doorScenes } from './gallery/door-states.ts'
import { learnerScenes } from './gallery/learner-states.ts'
import { type Gallery, serveGallery } from './gallery/serve.ts'

/** Every state of the learner's page and of the studio's door, drawn alone and looked at by a machine. */
const scenes = [...Object.keys(learnerScenes), ...Object.keys(doorScenes)]

describe.skipIf(chromiumPath() === undefined)('every state of the pages', () => {
  let gallery: Gallery
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    gallery = await serveGallery()
    browser = await launchChromium()
    page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
  })
  afterAll(async () => {
    await browser?.close()
    await gallery?.close()
  })

  async function show(scene: string): Promise<void> {
    await page.goto(`${gallery.address}?scene=${scene}`)
    await page.locator('.screen').waitFor()
  }
  async function faults(): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page }).analyze()
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
  }

  it.each(scenes)('%s has no fault that axe can find, in light and in dark', async (scene) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.emulateMedia({ colorScheme: 'light' })
    await show(scene)
    expect(await faults(), 'light').toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await faults(), 'dark').toEqual([])
  })

  it.each(['live-cue', 'room-cue'])('%s can be read while the light is on', async (scene) => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' })
    await show(scene)
    expect(await page.locator('.cue-word').evaluate((word) => getComputedStyle(word.closest('.screen') ?? word).backgroundColor)).not.toBe('rgba(0, 0, 0, 0)')
    expect(await faults()).toEqual([])
    await page.emulateMedia({ reducedMotion: 'reduce' })
  })

  it.each(scenes)('%s needs no sideways scrolling at 320 pixels, in either direction of writing', async (scene) => {
    await page.setViewportSize({ width: 320, height: 568 })
    await show(scene)
    for (const direction of ['ltr', 'rtl']) {
      await page.evaluate((way) => (document.documentElement.dir = way), direction)
      expect(await page.evaluate(() => document.documentElement.scrollWidth), direction).toBe(320)
    }
  })

  it.each(['live', 'live-lost', 'live-no-sound-yet', 'room', 'lobby'])('in %s all that is pressed lies in the lower half, large enough for a thumb', async (scene) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await show(scene)
    const buttons = await page.locator('button').evaluateAll((all) => all.map((button) => button.getBoundingClientRect().toJSON() as DOMRect))
    expect(buttons.length).toBeGreaterThan(0)
    for (const { top, width, height } of buttons) {
      expect(top).toBeGreaterThan(422)
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(44)
    }
  })
})
