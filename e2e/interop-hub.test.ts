import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { makeStreamKey } from '../src/features/live/wire/routes.ts'
import { chromiumPath, launchChromium } from '../testkit/chromium.ts'
import { Host } from '../testkit/host.ts'
import { HubProcess } from '../testkit/hub-process.ts'
import { bundle, pageWith, servePages } from '../testkit/pages.ts'
import { waitFor } from '../testkit/wait-for.ts'
import { aiortcAbsent, aiortcPlayer, skipWhen, whipClient, whipClientAbsent } from './interop/clients.ts'
import type { Shown } from './interop/page.ts'
import { aiortcPlays, SLOW_START_MS } from './interop/watch.ts'

/** The whole way, doors included: a stream key to publish, a class code to watch. */
describe('a running class and clients that are not ours', () => {
  let hub: HubProcess
  let host: Host
  let endpoint: { whip: string; whep: string; key: string }

  beforeAll(async () => {
    hub = await HubProcess.start()
    const { studioLink, code } = await hub.invitation()
    host = await Host.pair(studioLink, code)
    await host.openLobby()
    await host.enter()
    const { path, key } = await host.page.client.call(makeStreamKey, { params: { code } })
    await host.begin()
    endpoint = { whip: `${hub.base}${path}`, whep: `${hub.base}/whep/${code}`, key }
  }, SLOW_START_MS)
  afterAll(async () => {
    host.close()
    await hub[Symbol.asyncDispose]()
  })

  const programmeFlows = (flows: boolean): Promise<true> => waitFor(`the programme to ${flows ? 'flow' : 'end'}`, () => {
    const programme = host.page.last('class')?.class.programme
    return programme !== undefined && programme.video === flows && programme.audio === flows
  }, { within: SLOW_START_MS })

  it('simple-whip-client publishes with its stream key, aiortc watches by the code, and leaving is noticed', async ({ skip }) => {
    skipWhen(skip, whipClientAbsent() ?? await aiortcAbsent())
    await using publisher = await whipClient(endpoint.whip, { trickle: true, token: endpoint.key })
    await programmeFlows(true)
    await using player = aiortcPlayer(endpoint.whep)
    expect((await aiortcPlays(player)).width).toBe(640)
    publisher.child.process.kill('SIGINT')
    await programmeFlows(false)
  })

  it('the npm WHEP player watches by the code from a page of another origin', async ({ skip }) => {
    skipWhen(skip, chromiumPath() === undefined ? 'there is no Chromium on this machine' : whipClientAbsent())
    await using publisher = await whipClient(endpoint.whip, { trickle: false, token: endpoint.key })
    await programmeFlows(true)
    await using pages = await servePages(new Map([['/interop.html', pageWith('/interop.js')], ['/interop.js', await bundle(new URL('interop/page.ts', import.meta.url))]]))
    await using browser = await launchChromium()
    const page = await browser.newPage()
    await page.goto(`${pages.url}/interop.html`)
    await page.evaluate(`interop.play(${JSON.stringify(endpoint.whep)})`)
    const shown = await waitFor('the page to play', async () => {
      const now = await page.evaluate<Shown>('interop.shown()')
      return now.frames >= 30 && now.soundEnergy > 0.0001 && now
    }, { within: SLOW_START_MS })
    expect(shown.width).toBe(640)
    await publisher.child.stop()
    await programmeFlows(false)
  })

  it('a client with a wrong stream key is turned away and publishes nothing', async ({ skip }) => {
    skipWhen(skip, whipClientAbsent())
    await using publisher = await whipClient(endpoint.whip, { trickle: false, token: 'wrong' })
    await publisher.child.says(/\b403\b/, SLOW_START_MS)
    expect(host.page.last('class')?.class.programme).toEqual({ video: false, audio: false })
  })
})
