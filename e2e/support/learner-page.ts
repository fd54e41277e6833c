import type { Locator, Page } from 'playwright-core'
import { m } from '../../src/words/messages.js'
import type { SeatKind } from '../../src/features/live/wire/words.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import type { Received } from './probe.ts'

const WITHIN_MS = 20_000
/** Energy as WebRTC counts it, full scale for a second being 1; the browser's made-up microphone beeps at a thousand times that. */
const AUDIBLE = 1e-5
const SAMPLES_A_SECOND = 48_000
const SEATS: Record<SeatKind, string> = {
  room: m.learner_seat_room(), venue: m.learner_seat_venue(), elsewhere: m.learner_seat_elsewhere(),
}

/** A learner's phone, steered as a person does: by what stands on it. */
export class LearnerPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async typeCode(box: string, code: string): Promise<void> {
    await this.page.goto(`${box}/`)
    await this.page.getByLabel(m.learner_code_ask()).fill(code)
    await this.page.getByRole('button', { name: m.learner_code_find() }).click()
  }

  async follow(link: string): Promise<void> {
    await this.page.goto(link)
  }

  async sit(seat: SeatKind, name?: string): Promise<void> {
    await this.page.getByRole('radio', { name: SEATS[seat] }).check({ timeout: WITHIN_MS })
    if (name !== undefined) await this.page.getByLabel(m.learner_seat_name()).fill(name)
    await this.button(m.learner_seat_take()).click()
  }

  async changeSeat(seat: SeatKind): Promise<void> {
    await this.button(m.learner_seat_change()).click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByRole('radio', { name: SEATS[seat] }).check()
    await dialog.getByRole('button', { name: m.learner_seat_move() }).click()
  }

  /** In the lobby with link and clock ready, so that nothing of the beginning waits for this phone. */
  async isReady(): Promise<void> {
    await this.sees(m.learner_lobby_title())
    await this.sees(/within \d+ ms/)
  }

  async isInClass(): Promise<void> {
    await this.button(m.learner_hand()).waitFor({ timeout: WITHIN_MS })
  }

  async sees(words: string | RegExp): Promise<void> {
    await this.page.getByText(words).first().waitFor({ timeout: WITHIN_MS })
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name })
  }

  async raiseHand(): Promise<void> {
    await this.button(m.learner_hand()).click()
  }

  async doneOne(): Promise<void> {
    await this.button(m.learner_rep()).click()
  }

  received(): Promise<Received> {
    return this.page.evaluate(() => probe.received())
  }

  /** Frames that the page's picture has presented; 0 where there is no picture. */
  framesShown(): Promise<number> {
    return this.page.evaluate(() => document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0)
  }

  /** The line under the picture says that picture and sound come, small where the machine has no power for more. */
  async saysPictureAndSound(): Promise<void> {
    await this.page.getByText(m.learner_link_full()).or(this.page.getByText(m.learner_link_small())).waitFor({ timeout: WITHIN_MS })
  }

  /** Waits until some more frames were presented. */
  async pictureMoves(): Promise<void> {
    const before = await this.framesShown()
    await waitFor('the picture to move', async () => await this.framesShown() >= before + 5, { within: WITHIN_MS })
  }

  /** Waits until sound came that is no silence. */
  async soundArrives(): Promise<void> {
    const before = await this.received()
    await waitFor('sound to arrive', async () => {
      const now = await this.received()
      return now.audioSamples > before.audioSamples && now.audioEnergy > before.audioEnergy + AUDIBLE
    }, { within: WITHIN_MS })
  }

  /** Waits until two seconds of sound came that were silence. */
  async hearsSilence(): Promise<void> {
    let from = await this.received()
    await waitFor('two seconds of silence', async () => {
      const now = await this.received()
      if (now.audioEnergy > from.audioEnergy + AUDIBLE) from = now
      return now.audioSamples > from.audioSamples + 2 * SAMPLES_A_SECOND
    }, { within: WITHIN_MS })
  }

  /** Whether any element of the page plays sound. */
  isHeard(): Promise<boolean> {
    return this.page.evaluate(() => [...probe.players].some((player) => player.tagName === 'AUDIO' && !player.paused && !player.muted))
  }

  /** Whether any element of the page plays a picture. */
  isSeen(): Promise<boolean> {
    return this.page.evaluate(() => [...document.querySelectorAll('video')].some((video) => !video.paused && video.srcObject !== null))
  }

  /** The Wi-Fi goes: nothing new comes through, and what was open breaks. */
  async losesNetwork(): Promise<void> {
    await this.page.context().setOffline(true)
    await this.page.evaluate(() => { for (const socket of probe.sockets) socket.close() })
  }

  async findsNetwork(): Promise<void> {
    await this.page.context().setOffline(false)
  }

  /** Waits until the box has everything that was done here on its record, and not only in mind. */
  async isOnRecord(): Promise<void> {
    await this.page.waitForFunction(() => probe.lastSent > 0 && probe.lastKept >= probe.lastSent, undefined, { timeout: WITHIN_MS })
  }

  /**
   * The phone sleeps, as far as its page can tell: no script of it runs, no timer and no message is
   * heard, until the returned call wakes it. (Browsers without a screen freeze no page when asked to.)
   */
  async sleeps(): Promise<() => Promise<void>> {
    const devtools = await this.page.context().newCDPSession(this.page)
    await devtools.send('Debugger.enable')
    const paused = new Promise((resolve) => { devtools.once('Debugger.paused', resolve) })
    await devtools.send('Debugger.pause')
    await paused
    return async () => {
      await devtools.send('Debugger.resume')
      await devtools.detach()
    }
  }

  /** The light of the last cue has gone: another may rise. */
  async isDark(): Promise<void> {
    await this.page.locator('.is-cue, .cue-fall').waitFor({ state: 'detached', timeout: WITHIN_MS })
  }

  lights(): Promise<number> {
    return this.page.evaluate(() => probe.lights)
  }
}
