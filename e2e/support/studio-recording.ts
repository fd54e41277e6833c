import type { Locator, Page } from 'playwright-core'
import { m } from '../../src/words/messages.js'
import { waitFor } from '../../testkit/wait-for.ts'

const WITHIN_MS = 20_000

/** What the host's page says of a recording, and what the host does about it. */
export class StudioRecording {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** The host's yes, before the class or in it. */
  async confirm(): Promise<void> {
    await this.#button(m.recording_yes()).click()
  }

  /** One tap. */
  async switch(on: boolean): Promise<void> {
    await this.page.locator('.shade').getByRole('button', { name: on ? m.recording_switch_on() : m.recording_switch_off() }).click()
  }

  async lampSays(words: string): Promise<void> {
    await this.#lamps.getByText(words).waitFor({ timeout: WITHIN_MS })
  }

  /** Waits until the lamp tells another time than `before`, and answers it. */
  async keptTo(before?: string): Promise<string> {
    const [start = ''] = m.recording_lamp_kept({ time: '|' }).split('|')
    return waitFor('a moment to be kept', async () => {
      const lamp = (await this.#lamps.locator('.lamp').allInnerTexts()).find((words) => words.startsWith(start))
      return lamp !== undefined && lamp !== before && lamp
    }, { within: WITHIN_MS })
  }

  /** Lets people watch it again, and answers the link that is to be given to them. */
  async letIn(who: string): Promise<string> {
    const again = this.page.getByText(m.recording_replay(), { exact: true }).first()
    if (await this.page.getByRole('radio', { name: who }).count() === 0) await again.click()
    await this.page.getByRole('radio', { name: who }).click()
    return await this.page.locator('.code-like[href*="/replay/"]').innerText({ timeout: WITHIN_MS })
  }

  async deleteForGood(): Promise<void> {
    await this.#button(m.recording_delete()).click()
    await this.#button(m.recording_delete_yes()).click()
    await this.page.getByText(m.recording_nothing_kept()).waitFor({ timeout: WITHIN_MS })
  }

  get #lamps(): Locator {
    return this.page.getByRole('group', { name: m.studio_lamps() })
  }

  #button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }
}
