import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import { m } from '../../src/words/messages.js'
import { waitFor } from '../../testkit/wait-for.ts'
import type { StudioPage } from './studio-page.ts'

const WITHIN_MS = 15_000

/** The run of show on the host's page: written before the class, and run in it. */
export class StudioPlan {
  readonly page: Page
  readonly #studio: StudioPage

  constructor(studio: StudioPage) {
    this.#studio = studio
    this.page = studio.page
  }

  /** Titles of the plan while it is written, in order. */
  written(): Promise<string[]> {
    return this.page.locator('.plan-item .plan-title > b').allInnerTexts()
  }

  /** Waits until the plan is with the box. */
  async isKept(): Promise<void> {
    await this.page.getByText(m.studio_saved_kept()).waitFor({ timeout: WITHIN_MS })
  }

  async isWritten(...titles: readonly string[]): Promise<void> {
    await waitFor(`the plan to be: ${titles.join(', ')}`, async () => JSON.stringify(await this.written()) === JSON.stringify(titles), { within: WITHIN_MS })
  }

  async begins(template: string): Promise<void> {
    await this.page.getByRole('button', { name: template }).click()
  }

  /** A key of an item's line, by what it says to those who do not see it. */
  key(label: string): Locator {
    return this.#studio.button(label)
  }

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true })
  }

  /** What a download holds. */
  async save(button: string): Promise<string> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.#studio.button(button).click()])
    return readFile(await download.path(), 'utf8')
  }

  /** Pastes a file's text and takes it; what the page says against it, if anything. */
  async bring(text: string): Promise<string | null> {
    await this.#studio.button(m.studio_import()).click()
    const dialog = this.page.getByRole('dialog', { name: m.studio_import_title() })
    await dialog.getByLabel(m.studio_import_paste()).fill(text)
    await dialog.getByRole('button', { name: m.studio_import_do(), exact: true }).click()
    const wrong = dialog.getByRole('alert')
    await waitFor('the file to be taken or refused', async () => !await dialog.isVisible() || await wrong.isVisible(), { within: WITHIN_MS })
    if (!await dialog.isVisible()) return null
    const words = await wrong.innerText()
    await dialog.getByRole('button', { name: m.studio_cancel() }).click()
    return words
  }

  /** The title of the item that is on. */
  async now(): Promise<string> {
    return this.page.locator('.run-item[aria-current="step"] .run-title b').innerText({ timeout: WITHIN_MS })
  }

  async isNow(title: string): Promise<void> {
    await waitFor(`${title} to be on`, async () => await this.#nowOrNothing() === title, { within: WITHIN_MS })
  }

  /** How long the item has been on, seconds. */
  async elapsed(): Promise<number> {
    return secondsOf(await this.page.locator('.run-item.is-now .run-big').innerText({ timeout: WITHIN_MS }))
  }

  /** Its length as it stands, seconds. */
  async length(): Promise<number> {
    return secondsOf(/[\d:]+/.exec(await this.page.locator('.run-item.is-now .run-clock').innerText().then((text) => text.split('\n').find((line) => line.startsWith('of')) ?? ''))?.[0] ?? '')
  }

  /** The line of an item that is not on; opened. */
  async open(title: string): Promise<Locator> {
    const line = this.page.locator('.run-item').filter({ hasText: title })
    if (await line.locator('details[open]').count() === 0) await line.locator('summary').click()
    return line
  }

  async #nowOrNothing(): Promise<string> {
    const on = this.page.locator('.run-item[aria-current="step"] .run-title b')
    return await on.count() === 0 ? '' : on.innerText()
  }
}

function secondsOf(text: string): number {
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
}
