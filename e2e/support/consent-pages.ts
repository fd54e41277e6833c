import type { Page } from 'playwright-core'
import { m } from '../../src/words/messages.js'
import type { Purpose } from '../../src/features/privacy/wire/words.ts'

const WITHIN_MS = 20_000
const TITLES: Record<Purpose, () => string> = {
  heard: m.privacy_consent_heard, seen: m.privacy_consent_seen, answers: m.privacy_consent_answers, analytics: m.privacy_consent_analytics, contact: m.privacy_consent_contact,
}
const SHORT: Record<Purpose, () => string> = {
  heard: m.privacy_consent_short_heard, seen: m.privacy_consent_short_seen, answers: m.privacy_consent_short_answers, analytics: m.privacy_consent_short_analytics, contact: m.privacy_consent_short_contact,
}

/** The consent form, wherever it stands, as a person fills it in. */
export class ConsentForm {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async all(yes: boolean): Promise<void> {
    await this.#press(yes ? m.privacy_consent_all_yes() : m.privacy_consent_all_no())
  }

  async choose(purpose: Purpose, yes: boolean): Promise<void> {
    await this.page.getByRole('group', { name: TITLES[purpose]() }).getByRole('radio', { name: new RegExp(`^${yes ? m.privacy_consent_yes() : m.privacy_consent_no()} `) }).check({ timeout: WITHIN_MS })
  }

  async say(): Promise<void> {
    await this.#press(m.privacy_consent_say())
  }

  async change(): Promise<void> {
    await this.#press(m.privacy_consent_change())
  }

  /** Waits until the page says that this stands. */
  async stands(purpose: Purpose, yes: boolean): Promise<void> {
    const line = this.page.getByRole('listitem').filter({ hasText: SHORT[purpose]() })
    await line.getByText(yes ? m.privacy_consent_yes() : m.privacy_consent_no(), { exact: true }).waitFor({ timeout: WITHIN_MS })
  }

  /** How many answers are chosen. */
  chosen(): Promise<number> {
    return this.page.getByRole('radio', { checked: true }).count()
  }

  async #press(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click({ timeout: WITHIN_MS })
  }
}
