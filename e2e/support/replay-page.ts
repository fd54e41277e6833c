import type { Page } from 'playwright-core'
import { m } from '../../src/words/messages.js'
import { waitFor } from '../../testkit/wait-for.ts'

const WITHIN_MS = 20_000

/** The page of a recording, steered as a person does. */
export class ReplayPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async follow(link: string): Promise<void> {
    await this.page.goto(link)
  }

  async sees(words: string | RegExp): Promise<void> {
    await this.page.getByText(words).first().waitFor({ timeout: WITHIN_MS })
  }

  /** Waits until the picture has moved on, and answers the element's time in seconds. */
  async plays(): Promise<number> {
    const from = await this.#time()
    return waitFor('the recording to play', async () => {
      const now = await this.#time()
      return now > from && now
    }, { within: WITHIN_MS })
  }

  /** Goes to a part by the list, counted from one. */
  async goToPart(number: number): Promise<void> {
    await this.page.getByRole('region', { name: m.replay_parts() }).getByRole('button').nth(number - 1).click()
  }

  /** Seconds of sound or silence, and frames, that the element has put out. */
  framesShown(): Promise<number> {
    return this.page.evaluate(() => document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0)
  }

  #time(): Promise<number> {
    return this.page.evaluate(() => document.querySelector('video')?.currentTime ?? 0)
  }
}
