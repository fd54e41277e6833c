import type { Locator, Page } from 'playwright-core'
import { m } from '../../src/words/messages.js'
import { waitFor } from '../../testkit/wait-for.ts'
import type { StudioPage } from './studio-page.ts'

const WITHIN_MS = 15_000

/** The four keys beside the cue, and the questions that come in. */
export class StudioTogether {
  readonly page: Page
  readonly #studio: StudioPage
  readonly #bar: Locator

  constructor(studio: StudioPage) {
    this.#studio = studio
    this.page = studio.page
    this.#bar = this.page.getByRole('region', { name: m.studio_together() })
  }

  async startTimer(label: string): Promise<void> {
    await this.#key(m.studio_timer_of({ time: '1:00' }), true)
    await this.#bar.getByLabel(m.studio_timer_label()).fill(label)
    await this.#bar.getByRole('button', { name: m.studio_timer_start() }).click()
  }

  async stopTimer(): Promise<void> {
    await this.#bar.getByRole('button', { name: m.studio_timer_stop(), exact: true }).click()
    await this.#key(m.studio_timer_of({ time: '1:00' }), false)
  }

  async playMusic(title: string): Promise<void> {
    await this.#key(m.studio_music(), true)
    await this.#bar.getByRole('button', { name: m.studio_music_play_label({ title }) }).click()
  }

  async stopMusic(): Promise<void> {
    await this.#bar.getByRole('button', { name: m.studio_music_stop(), exact: true }).click()
    await this.#key(m.studio_music(), false)
  }

  /** What the studio says of the last start, once so many devices have told how they kept it. */
  async startedBy(devices: number): Promise<string> {
    let words = ''
    await waitFor(() => `${devices} devices to tell of the start; the studio says: ${words}`, async () => {
      words = (await this.#bar.locator('.started').allInnerTexts()).join(' ').trim()
      // Everybody, without a number of those that did not.
      return new RegExp(`^${m.studio_start_everybody({ ms: '\\d+' })}$`).test(words)
    }, { within: WITHIN_MS })
    return words
  }

  async openPoll(question: string, options: readonly string[]): Promise<void> {
    await this.#key(m.studio_poll(), true)
    await this.#bar.getByLabel(m.studio_poll_question()).fill(question)
    for (const [index, option] of options.entries()) {
      const field = this.#bar.getByLabel(m.studio_poll_option({ number: index + 1 }), { exact: true })
      if (await field.count() === 0) await this.#bar.getByRole('button', { name: m.studio_poll_option_add() }).click()
      await field.fill(option)
    }
    await this.#bar.getByRole('button', { name: m.studio_poll_open(), exact: true }).click()
    await this.#bar.getByRole('button', { name: m.studio_poll_close() }).waitFor({ timeout: WITHIN_MS })
  }

  async closePoll(): Promise<void> {
    await this.#bar.getByRole('button', { name: m.studio_poll_close() }).click()
    await this.#studio.sees(m.studio_poll_is_closed())
  }

  async clearPoll(): Promise<void> {
    await this.#bar.getByRole('button', { name: m.studio_poll_clear() }).click()
    await this.#bar.locator('.poll-bars').waitFor({ state: 'detached', timeout: WITHIN_MS })
  }

  async pollCounts(counts: readonly number[]): Promise<void> {
    await waitFor(`the counts ${counts.join(', ')}`, async () => (await this.#bar.locator('.poll-bars .num').allInnerTexts()).join() === counts.join(), { within: WITHIN_MS })
  }

  /** Waits until the box has everything that was done here on its record, and not only in mind. */
  async isOnRecord(): Promise<void> {
    await this.page.waitForFunction(() => probe.lastSent > 0 && probe.lastKept >= probe.lastSent, undefined, { timeout: WITHIN_MS })
  }

  /** A question as it stands in the studio. */
  question(text: string): Locator {
    return this.page.getByRole('listitem').filter({ hasText: m.studio_question_quoted({ text }) })
  }

  async #key(name: string, open: boolean): Promise<void> {
    const key = this.#bar.getByRole('button', { name, exact: true })
    if (await key.getAttribute('aria-pressed') !== String(open)) await key.click()
  }
}
