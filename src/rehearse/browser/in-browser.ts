import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { percentile } from '../../features/live/rules/histogram.ts'
import { chooseProgramme, MEDIA_DOORS } from '../../features/live/wire/routes.ts'
import { PublisherId } from '../../kernel/ids.ts'
import type { RehearsalClass } from '../class/rehearsal-class.ts'
import type { Figures } from '../figures.ts'
import { throughRelay } from '../network/relay.ts'
import { networks, type NetworkName } from '../networks.ts'
import { OwnLink, type BoxPorts } from '../people/link.ts'
import { inTime, waitFor } from '../wait-for.ts'
import { launchChromium } from './chromium.ts'
import { latencies } from './latencies.ts'
import { openLearner, raiseHand } from './learner-window.ts'
import { servePages } from './pages.ts'
import { openWindow, pageFiles, take } from './windows.ts'

const FIRST_FRAMES_WITHIN_MS = 30_000
/** A bound against hanging: a browser says nothing when it gets stuck. */
const STEP_WITHIN_MS = 45_000
/** A receiver's buffers find their size meanwhile. */
const WARM_MS = 8000
const CUES = 8
const BETWEEN_CUES_MS = 1500
const HEARD_WITHIN_MS = 5000
/** A light that comes later than this belongs to another cue. */
const LATEST_CUE_MS = 1200

export type InBrowser = { readonly world: RehearsalClass; readonly ports: BoxPorts; readonly network: NetworkName; readonly signal: AbortSignal }

/**
 * A real Chromium takes over the teaching with a picture that shows the time as a barcode and tones that say
 * when they began; another window receives it as a learner's page does, and a third is the learner's page itself.
 */
export async function inBrowser({ world, ports, network, signal }: InBrowser): Promise<Figures> {
  await using stack = new AsyncDisposableStack()
  const pages = stack.use(await servePages(await pageFiles()))
  const browser = stack.use(await launchChromium())
  const own = stack.use(await OwnLink.open(networks[network], ports, 7))
  const within = { within: STEP_WITHIN_MS }
  await world.teacher.stop() // Its pictures are noise, which no decoder bears.
  const stage = await inTime('a browser to teach', teach(world, browser, pages.url), within)
  const viewer = await inTime('a browser to watch', watch(world, browser, pages.url, own), within)
  const phone = await inTime('the learner\'s page to be in class', openLearner(browser, `${own.base}/c/${world.host.code}`, { address: own.relay.address, port: own.relay.port }), within)
  let last = ''
  await waitFor(() => `the first frames in a browser (${last})`, async () => {
    if (await viewer.evaluate<number>('viewer.frames') > 10) return true
    const { unreadable, width, totals } = await take(viewer)
    last = JSON.stringify({ unreadable, width, totals })
    return false
  }, { within: FIRST_FRAMES_WITHIN_MS })
  await pause(WARM_MS, undefined, { signal })
  await take(viewer)
  await stage.evaluate('stage.takeOnsets()')
  const cue = await cuesSeen(world, phone, signal)
  const seen = await take(viewer)
  const started = await stage.evaluate<number[]>('stage.takeOnsets()')
  const hand = await handHeard(world, phone)
  return {
    'glass-picture': percentile(seen.presented, 95) ?? null,
    'glass-sound': percentile(latencies(started, seen.onsets.map(({ output }) => output)), 95) ?? null,
    'glass-cue': cue, 'glass-hand': hand,
  }
}

async function teach({ host }: RehearsalClass, browser: Browser, url: string): Promise<Page> {
  const stage = await openWindow(browser, `${url}/publisher.html`)
  await stage.evaluate('stage.open()')
  const { client, base } = host.page
  const { text, headers } = await client.signed({
    method: 'POST', path: MEDIA_DOORS.whip.replace(':code', host.code), body: await stage.evaluate<string>('stage.offer()'), contentType: 'application/sdp',
  })
  await stage.evaluate(`stage.accept(${JSON.stringify(text)})`)
  const publisher = PublisherId.parse(new URL(headers.get('location') ?? '', base).pathname.split('/').at(-1))
  await client.call(chooseProgramme, { params: { code: host.code }, input: { publisher } })
  return stage
}

/** As any player that knows the code, over the rehearsed network. */
async function watch({ host }: RehearsalClass, browser: Browser, url: string, own: OwnLink): Promise<Page> {
  const viewer = await openWindow(browser, `${url}/viewer.html`)
  await viewer.evaluate('viewer.open()')
  const answer = await fetch(`${own.base}${MEDIA_DOORS.whep.replace(':code', host.code)}`, {
    method: 'POST', body: await viewer.evaluate<string>('viewer.offer()'), headers: { 'content-type': 'application/sdp' },
  })
  if (answer.status !== 201) throw new Error(`a player was answered with ${answer.status}`)
  await viewer.evaluate(`viewer.accept(${JSON.stringify(throughRelay(await answer.text(), own.relay))})`)
  return viewer
}

/** From each press to the light on the page, 95th percentile; null unless every cue was shown. */
async function cuesSeen(world: RehearsalClass, phone: Page, signal: AbortSignal): Promise<number | null> {
  const pressed: number[] = []
  for (let cue = 0; cue < CUES; cue++) {
    pressed.push(performance.timeOrigin + performance.now())
    await world.cues.press(Number.MAX_SAFE_INTEGER, [...world.learners])
    await pause(BETWEEN_CUES_MS, undefined, { signal })
  }
  const lights = await phone.evaluate(() => shown.lights)
  const after = pressed.map((at) => lights.find((light) => light >= at && light - at < LATEST_CUE_MS)).map((light, index) => (light === undefined ? undefined : light - (pressed[index] ?? 0)))
  return after.includes(undefined) ? null : percentile(after.flatMap((ms) => ms ?? []), 95) ?? null
}

/** From the click on the page until the studio is told; null when it was not. */
async function handHeard({ host, learners }: RehearsalClass, phone: Page): Promise<number | null> {
  const known = new Set(learners.map(({ learner }) => learner.seat))
  const { promise, resolve } = Promise.withResolvers<number>()
  host.page.link?.on((event) => {
    if (event.type === 'news' && event.news.type === 'seat' && event.news.line.handSince !== null && !known.has(event.news.line.seat)) resolve(performance.now())
  })
  const clickedMs = performance.now()
  await raiseHand(phone)
  try {
    return await inTime('a hand from a browser', promise, { within: HEARD_WITHIN_MS }) - clickedMs
  } catch {
    return null // It was not heard: that is what is being measured.
  }
}
