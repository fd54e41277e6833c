import { existsSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { chromiumPath, launchChromium } from '../testkit/chromium.ts'
import { Firefox } from '../testkit/firefox.ts'
import { startSfuProcess } from '../testkit/media/sfu-process.ts'
import { bundle, pageWith, servePages, type PageServer } from '../testkit/pages.ts'
import { waitFor } from '../testkit/wait-for.ts'
import { aiortcAbsent, aiortcPlayer, skipWhen } from './interop/clients.ts'
import type { Shown } from './interop/page.ts'
import { aiortcPlays, closed, publishing, SLOW_START_MS } from './interop/watch.ts'

const FIREFOX = '/usr/bin/firefox-esr'
const noChromium = chromiumPath() === undefined ? 'there is no Chromium on this machine' : undefined
const noFirefox = existsSync(FIREFOX) ? undefined : 'there is no Firefox on this machine'

/** Evaluates an expression in a page of either browser. */
type Evaluate = (expression: string) => Promise<unknown>

/** Waits until the page shows a moving picture (when `picture`) and sounds. */
function plays(evaluate: Evaluate, { picture }: { readonly picture: boolean }): Promise<Shown> {
  return waitFor(`the page to play ${picture ? 'picture and sound' : 'sound'}`, async () => {
    // Our own page answers; its type is the page's.
    const shown = await evaluate('interop.shown()') as Shown
    return (!picture || (shown.frames >= 30 && shown.width > 0)) && shown.soundEnergy > 0.0001 && shown
  }, { within: SLOW_START_MS })
}

/** Safari and iPhones cannot be driven here and stay untested. */
describe('published clients in browsers', () => {
  let pages: PageServer
  let chromium: Browser | undefined
  const open = async (): Promise<Page> => {
    if (!chromium) throw new Error('no browser')
    const page = await (await chromium.newContext()).newPage()
    await page.goto(`${pages.url}/interop.html`)
    return page
  }

  beforeAll(async () => {
    const script = await bundle(new URL('interop/page.ts', import.meta.url))
    pages = await servePages(new Map([['/interop.html', pageWith('/interop.js')], ['/interop.js', script]]))
    if (noChromium === undefined) chromium = await launchChromium()
  })
  afterAll(async () => {
    await chromium?.close()
    await pages[Symbol.asyncDispose]()
  })

  it('the npm WHIP client publishes from Chromium, the npm WHEP player plays it, and both can leave', async ({ skip }) => {
    skipWhen(skip, noChromium)
    await using sfu = await startSfuProcess()
    const [publisher, player] = [await open(), await open()]
    const resource = await publisher.evaluate<string>(`interop.publish(${JSON.stringify(`${sfu.url}/whip`)})`)
    const id = await publishing(sfu)
    expect(resource.endsWith(id)).toBe(true)

    await player.evaluate(`interop.play(${JSON.stringify(`${sfu.url}/whep`)})`)
    expect((await plays((expression) => player.evaluate(expression), { picture: true })).width).toBeGreaterThan(0)
    expect((await sfu.stats()).publishers).toMatchObject([{ videoCodec: 'H264' }])

    await player.evaluate('interop.stopPlaying()')
    await waitFor('the player to be gone', async () => (await sfu.stats()).subscribers.length === 0, { within: SLOW_START_MS })
    await publisher.evaluate('interop.stopPublishing()')
    expect(await closed(sfu, id)).toMatchObject({ type: 'closed' })
    await Promise.all([publisher.context().close(), player.context().close()])
  })

  it('what Chromium publishes is decoded by aiortc', async ({ skip }) => {
    skipWhen(skip, noChromium ?? await aiortcAbsent())
    await using sfu = await startSfuProcess()
    const publisher = await open()
    await publisher.evaluate(`interop.publish(${JSON.stringify(`${sfu.url}/whip`)})`)
    await publishing(sfu)
    await using player = aiortcPlayer(`${sfu.url}/whep`)
    expect((await aiortcPlays(player)).width).toBeGreaterThan(0)
    await publisher.context().close()
  })

  it('Firefox publishes, and another page of Firefox plays it', async ({ skip }) => {
    skipWhen(skip, noFirefox)
    await using sfu = await startSfuProcess()
    await using publisher = await Firefox.start(FIREFOX)
    await using player = await Firefox.start(FIREFOX)
    for (const firefox of [publisher, player]) await firefox.goto(`${pages.url}/interop.html`)
    await publisher.evaluate(`interop.publish(${JSON.stringify(`${sfu.url}/whip`)})`)
    const id = await publishing(sfu)
    await player.evaluate(`interop.play(${JSON.stringify(`${sfu.url}/whep`)})`)
    await plays((expression) => player.evaluate(expression), { picture: true })
    expect((await sfu.stats()).publishers).toMatchObject([{ id }])
  })

  it('a Firefox without H.264 hears a Chromium that publishes H.264, and is told why it sees nothing', async ({ skip }) => {
    skipWhen(skip, noChromium ?? noFirefox)
    await using sfu = await startSfuProcess()
    await using player = await Firefox.start(FIREFOX)
    await player.goto(`${pages.url}/interop.html`)
    skipWhen(skip, await player.evaluate('RTCRtpReceiver.getCapabilities("video").codecs.some((codec) => codec.mimeType === "video/H264")') === true ? 'this Firefox has H.264' : undefined)
    const publisher = await open()
    await publisher.evaluate(`interop.publish(${JSON.stringify(`${sfu.url}/whip`)})`)
    await publishing(sfu)
    await player.evaluate(`interop.play(${JSON.stringify(`${sfu.url}/whep`)})`)
    expect((await plays((expression) => player.evaluate(expression), { picture: false })).frames).toBe(0)
    expect(await player.evaluate(`interop.notesFor(${JSON.stringify(`${sfu.url}/whep`)})`)).toBe('VIDEO_CODEC_NOT_OFFERED')
    await publisher.context().close()
  })
})
