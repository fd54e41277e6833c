import type { Browser, Page } from 'playwright-core'
import { StudioPage } from '../../e2e/support/studio-page.ts'
import { LearnerPage } from '../../e2e/support/learner-page.ts'
import { LiveNews } from '../../src/features/live/wire/messages.ts'
import { HubProcess } from '../../testkit/hub-process.ts'
import { startRelay, type Conditions } from '../../testkit/relay.ts'
import { startTcpRelay, type LineConditions } from '../../testkit/tcp-relay.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { pairUp, type SeenCue, type ToldCue } from './figures.ts'
import type { Watched } from './probe.ts'
import { openWindow, outputsOf, PHONE, pressKey, readWindow, STUDIO } from './windows.ts'

const READY_WITHIN_MS = 60_000

/** What lies between the phones and the hub, each way. */
export type Link = { readonly packets: Conditions; readonly line: LineConditions }
export type ClassPlan = { readonly phones: number; readonly link: Link | undefined; readonly hostIsFar: boolean; readonly withPicture: boolean }
export type Heard = { readonly seen: readonly SeenCue[]; readonly told: readonly ToldCue[]; readonly busy: number; readonly needs: readonly Need[] }
/** What one phone told of its link while the class ran. */
type Need = { readonly sounds: boolean; readonly said: Watched['needs'] }

/** A hub of its own, the studio and phones in windows of a browser: every other phone sits in the room and is silent. */
export class ClassInWindows implements AsyncDisposable {
  readonly #stack: AsyncDisposableStack
  readonly #phones: readonly { readonly page: Page; readonly sounds: boolean }[]
  readonly hub: HubProcess
  readonly studio: StudioPage

  private constructor(stack: AsyncDisposableStack, hub: HubProcess, studio: StudioPage, phones: readonly { readonly page: Page; readonly sounds: boolean }[]) {
    this.#stack = stack
    this.hub = hub
    this.studio = studio
    this.#phones = phones
  }

  static async open(browser: Browser, plan: ClassPlan): Promise<ClassInWindows> {
    const stack = new AsyncDisposableStack()
    try {
      const hub = stack.use(await HubProcess.start())
      const { link } = plan
      const line = link && stack.use(await startTcpRelay({ port: hub.port, line: link.line }))
      const packets = link && stack.use(await startRelay({ target: { address: '127.0.0.1', port: hub.port }, up: link.packets, down: link.packets }))
      const nearBase = hub.base
      const farBase = line ? `http://127.0.0.1:${line.port}` : nearBase
      const detour = packets ? { address: packets.address, port: packets.port } : null

      const { studioLink, code } = await hub.invitation()
      const studio = new StudioPage(await openWindow(browser, STUDIO, plan.hostIsFar ? detour : null))
      stack.defer(() => studio.page.context().close())
      await studio.open(plan.hostIsFar ? studioLink.replace(nearBase, farBase) : studioLink)
      await studio.chooseLater()
      await studio.openLobby('Cues')
      const phones = []
      for (let place = 0; place < plan.phones; place++) {
        const sounds = place % 2 === 0
        const page = await openWindow(browser, PHONE, detour)
        stack.defer(() => page.context().close())
        await sitDown(page, `${farBase}/c/${code}`, sounds)
        phones.push({ page, sounds })
      }
      if (plan.withPicture) {
        await studio.choose('camera')
        await studio.isOnAir()
      }
      await studio.begin()
      await Promise.all(phones.map(({ page }) => new LearnerPage(page).isInClass()))
      return new ClassInWindows(stack, hub, studio, phones)
    } catch (error) {
      await stack.disposeAsync()
      throw error
    }
  }

  get phones(): readonly Page[] {
    return this.#phones.map(({ page }) => page)
  }

  /** Presses the studio's own key so often; what the windows show and what the studio tells, trials apart. */
  async cues(times: number): Promise<Heard> {
    const busy = await pressKey(this.studio.page, times)
    const atStudio = await readWindow(this.studio.page)
    const phones = await Promise.all(this.#phones.map(async ({ page, sounds }) => ({ sounds, watched: await readWindow(page) })))
    const windows = phones.map(({ sounds, watched: seen }) => outputsOf(seen, sounds))
    return { seen: pairUp(atStudio.presses, atStudio.sent, windows), told: Object.values(atStudio.results).map(toldCue), busy, needs: phones.map(({ sounds, watched: { needs } }) => ({ sounds, said: needs })) }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync()
  }
}

async function sitDown(page: Page, url: string, sounds: boolean): Promise<void> {
  const learner = new LearnerPage(page)
  await learner.follow(url)
  await learner.sit(sounds ? 'elsewhere' : 'room')
  await learner.isReady()
  await waitFor('the channel of a phone', () => page.evaluate(() => watched.channelOpen), { within: READY_WITHIN_MS })
}

function toldCue(text: string): ToldCue {
  const news = LiveNews.parse(JSON.parse(text))
  if (news.type !== 'cue-result') throw new TypeError('news that are no result')
  const { of, played, late, apartMs, afterMs, pressedAt, at } = news.result
  return { of, played, late, apartMs, afterMs, leadMs: (at - pressedAt) / 1000 }
}
