import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { chromiumPath, launchChromium } from '../testkit/chromium.ts'
import { startSfuProcess, type SfuProcess } from '../testkit/media/sfu-process.ts'
import { postOffer } from '../testkit/media/whip.ts'
import { bundle, pageWith, servePages, type PageServer } from '../testkit/pages.ts'
import { mediaPort, startRelay, throughRelay, type Relay } from '../testkit/relay.ts'
import { waitFor } from '../testkit/wait-for.ts'
import { skipWhen } from './interop/clients.ts'
import { publishing, SLOW_START_MS } from './interop/watch.ts'
import type { Shown } from './interop/page.ts'

const noChromium = chromiumPath() === undefined ? 'there is no Chromium on this machine' : undefined

describe('a viewer in Chromium behind a bad link', () => {
  let pages: PageServer
  let browser: Browser | undefined
  let publisher: Page
  let sfu: SfuProcess

  beforeAll(async () => {
    if (noChromium !== undefined) return
    pages = await servePages(new Map([['/interop.html', pageWith('/interop.js')], ['/interop.js', await bundle(new URL('interop/page.ts', import.meta.url))]]))
    sfu = await startSfuProcess()
    browser = await launchChromium()
    publisher = await open()
    await publisher.evaluate(`interop.publish(${JSON.stringify(`${sfu.url}/whip`)})`)
    await publishing(sfu)
  })
  afterAll(async () => {
    if (noChromium !== undefined) return
    await browser?.close()
    await sfu[Symbol.asyncDispose]()
    await pages[Symbol.asyncDispose]()
  })

  const open = async (): Promise<Page> => {
    if (!browser) throw new Error('no browser')
    const page = await (await browser.newContext()).newPage()
    await page.goto(`${pages.url}/interop.html`)
    return page
  }
  /** A page that watches through a relay of its own. */
  const watchThrough = async (link: { delay: number; loss: number }): Promise<{ page: Page; relay: Relay }> => {
    const page = await open()
    const { answer } = await postOffer(`${sfu.url}/whep`, await page.evaluate<string>('interop.offerToWatch()'))
    const relay = await startRelay({ target: { address: '127.0.0.1', port: mediaPort(answer) }, up: link, down: link })
    await page.evaluate(`interop.acceptAnswer(${JSON.stringify(throughRelay(answer, relay))})`)
    return { page, relay }
  }
  const framesBeyond = (page: Page, count: number): Promise<number> => waitFor(`more than ${count} frames`, async () => {
    const { frames } = await page.evaluate<Shown>('interop.shown()')
    return frames > count && frames
  }, { within: SLOW_START_MS })

  it('keeps its picture at 5 % loss and 40 ms, since what was lost is sent again', async ({ skip }) => {
    skipWhen(skip, noChromium)
    const { page, relay } = await watchThrough({ delay: 20_000, loss: 0.05 })
    await using _ = relay
    await framesBeyond(page, 150)
    expect(relay.stats().down.lost).toBeGreaterThan(10)
    const [viewer] = (await sfu.stats()).subscribers
    expect(viewer?.retransmitted).toBeGreaterThan(0)
    await page.context().close()
  })

  it('goes on by itself after the link was dead for a while', async ({ skip }) => {
    skipWhen(skip, noChromium)
    const { page, relay } = await watchThrough({ delay: 0, loss: 0 })
    await using _ = relay
    const before = await framesBeyond(page, 30)
    const dead = { loss: 1 }
    relay.set({ up: dead, down: dead })
    const lostUntil = relay.stats().down.lost + 300
    await waitFor('some seconds of class to be lost', () => relay.stats().down.lost > lostUntil, { within: SLOW_START_MS })
    relay.set({ up: { loss: 0 }, down: { loss: 0 } })
    expect(await framesBeyond(page, before + 60)).toBeGreaterThan(before)
    await page.context().close()
  })
})
