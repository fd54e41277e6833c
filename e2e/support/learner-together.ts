import { m } from '../../src/words/messages.js'
import { LearnerPage } from './learner-page.ts'

const WITHIN_MS = 15_000

/** What a learner does together with host and class, on their phone. */
export class LearnerTogether extends LearnerPage {
  async felt(): Promise<void> {
    await this.page.getByRole('button', { name: m.learner_felt() }).click()
    await this.page.getByRole('button', { name: m.learner_felt_counted() }).waitFor({ timeout: WITHIN_MS })
  }

  /** Waits until this stands beside the ring. */
  async isOn(title: string): Promise<void> {
    await this.page.locator('.live-what', { hasText: title }).waitFor({ timeout: WITHIN_MS })
  }

  async picks(option: string): Promise<void> {
    await this.page.getByRole('radio', { name: option, exact: true }).check({ timeout: WITHIN_MS })
  }

  /** Picks, and waits until the box has it. */
  async answers(option: string): Promise<void> {
    await this.picks(option)
    await this.sees(m.learner_poll_told())
  }

  async asks(text: string, named: boolean): Promise<void> {
    await this.page.getByRole('button', { name: m.learner_ask(), exact: true }).click()
    await this.page.getByLabel(m.learner_ask_title()).and(this.page.getByRole('textbox')).fill(text)
    if (named) await this.page.getByRole('checkbox').check()
    await this.button(m.learner_ask_send()).click()
  }

  async backToClass(): Promise<void> {
    await this.button(m.learner_ask_back()).click()
  }

  /** The number in the ring. */
  async secondsLeft(): Promise<number> {
    const text = await this.page.locator('.live .ring b').innerText({ timeout: WITHIN_MS })
    return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  }
}
