import type { Frame, Page } from 'playwright-core'
import { m } from '../../src/words/messages.js'
import { waitFor } from '../../testkit/wait-for.ts'

const WITHIN_MS = 20_000
const PLAYED = /(\d+) of (\d+) played, (\d+) ms apart, (\d+) ms after the press/

export type MeasuredCue = { readonly played: number; readonly of: number; readonly apartMs: number; readonly afterMs: number }

/** The guided tour, steered as a person does: by what stands on it. */
export class TourPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async open(link: string): Promise<void> {
    await this.page.goto(link)
    await this.button(m.tour_begin()).waitFor({ timeout: WITHIN_MS })
  }

  /** The learners' pages, in order, once both are in the class. */
  async learners(): Promise<[Frame, Frame]> {
    return waitFor('two learners in their frames', async () => {
      const [a, b] = this.page.frames().slice(1)
      if (a === undefined || b === undefined) return false
      const areIn = await Promise.all([a, b].map((frame) => frame.getByRole('button', { name: m.learner_hand(), exact: true }).isVisible()))
      return areIn.every(Boolean) ? [a, b] as [Frame, Frame] : false
    }, { within: WITHIN_MS })
  }

  async begin(): Promise<void> {
    await this.button(m.tour_begin()).click()
  }

  /** Presses the key until a cue was played by so many, all of those that were there. */
  async cueFor(everybody: number, pressesAtMost: number): Promise<MeasuredCue> {
    let last = ''
    for (let press = 0; press < pressesAtMost; press++) {
      const settled = await this.#settled()
      await this.page.locator('.btn-cue').click()
      await waitFor('the cue to be measured', async () => await this.#settled() > settled, { within: WITHIN_MS })
      last = await this.page.locator('.tour-measured').innerText()
      const [, played, of, apart, after] = (PLAYED.exec(last) ?? []).map(Number)
      if (played === everybody && of === everybody && apart !== undefined && after !== undefined) return { played, of, apartMs: apart, afterMs: after }
    }
    throw new Error(`no cue was played by all ${everybody}; the tour says: ${last}`)
  }

  async next(words: string): Promise<void> {
    await this.button(words).click()
  }

  async makeItMine({ title, template, passphrase }: { readonly title: string; readonly template: string; readonly passphrase: string }): Promise<void> {
    await this.page.getByLabel(m.tour_yours_name()).fill(title)
    await this.page.getByRole('radio', { name: template }).check()
    await this.page.getByLabel(m.tour_yours_passphrase()).fill(passphrase)
    await this.button(m.tour_yours_do()).click()
  }

  async sees(words: string | RegExp): Promise<void> {
    await this.page.getByText(words).first().waitFor({ timeout: WITHIN_MS })
  }

  button(name: string) {
    return this.page.getByRole('button', { name, exact: true })
  }

  /** Of how many cues this page has heard the last result. */
  #settled(): Promise<number> {
    return this.page.evaluate(() => probe.cuesSettled.size)
  }
}

/** Frames that a page's picture has presented. */
export function framesShown(frame: Frame): Promise<number> {
  return frame.evaluate(() => document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0)
}
