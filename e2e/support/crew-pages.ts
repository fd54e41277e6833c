import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { m } from '../../src/words/messages.js'
import type { Purpose } from '../../src/features/privacy/wire/words.ts'
import { waitFor } from '../../testkit/wait-for.ts'

const WITHIN_MS = 20_000
/** Of 255: nothing of the browser's made-up camera is as dark, and a black picture is never brighter. */
const DARK = 12

/** What the pages of a crew have in common. */
class CrewPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async open(link: string): Promise<void> {
    await this.page.goto(link)
  }

  async sees(words: string | RegExp): Promise<void> {
    await this.page.getByText(words).first().waitFor({ timeout: WITHIN_MS })
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }
}

/** Requests for removal, as a reviewer decides on them. */
export class ReviewersPage extends CrewPage {
  /** Waits until the claim's span plays. */
  async plays(): Promise<void> {
    const time = (): Promise<number> => this.page.evaluate(() => document.querySelector('video')?.currentTime ?? 0)
    const from = await time()
    await waitFor('the span to play', async () => await time() > from, { within: WITHIN_MS })
  }

  async removesAll(note: string): Promise<void> {
    await this.page.getByRole('radio', { name: m.privacy_review_all() }).check()
    await this.page.getByLabel(m.privacy_review_note()).fill(note)
    await this.button(m.privacy_review_remove_do()).click()
    await this.page.getByRole('dialog').getByRole('button', { name: m.privacy_review_sure_yes() }).click()
  }
}

/** The file that a page gives when a button is pressed. */
export async function saved(page: Page, button: Locator): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: WITHIN_MS }), button.click()])
  return readFileSync(await download.path())
}

/** How bright the picture of a page's player is at a second of it, from 0 to 255. */
export function brightnessAt(page: Page, second: number): Promise<number> {
  return page.evaluate(async (at) => {
    const video = document.querySelector('video')
    if (video === null) throw new Error('no player')
    video.pause()
    await new Promise<void>((resolve) => {
      video.addEventListener('seeked', () => resolve(), { once: true })
      video.currentTime = at
    })
    const canvas = new OffscreenCanvas(16, 9)
    const drawing = canvas.getContext('2d')
    if (drawing === null) throw new Error('no canvas')
    drawing.drawImage(video, 0, 0, 16, 9)
    const { data } = drawing.getImageData(0, 0, 16, 9)
    return data.reduce((sum, value, place) => (place % 4 === 3 ? sum : sum + value), 0) / ((data.length / 4) * 3)
  }, second)
}

export const isDark = (brightness: number): boolean => brightness < DARK

/** Consent at the desk. */
export class DeskFormPage extends CrewPage {
  async writesDown(name: string, guardian: string, yes: readonly Purpose[]): Promise<void> {
    await this.page.getByLabel(m.privacy_desk_name(), { exact: true }).fill(name)
    await this.page.getByRole('checkbox', { name: m.privacy_desk_guardian() }).check()
    await this.page.getByLabel(m.privacy_desk_guardian_name(), { exact: true }).fill(guardian)
    for (const purpose of ['heard', 'seen', 'answers', 'analytics', 'contact'] as const) {
      await this.page.locator(`input[name=desk-${purpose}][value=${yes.includes(purpose) ? 'yes' : 'no'}]`).check()
    }
    await this.button(m.privacy_desk_say()).click()
    await this.sees(m.privacy_desk_written({ name }))
  }
}

/** What the box holds. */
export class HoldingsView extends CrewPage {
  async people(): Promise<Locator> {
    await this.page.getByRole('article').first().getByRole('button').first().click()
    const list = this.page.getByRole('list', { name: m.privacy_holdings_who() })
    await list.waitFor({ timeout: WITHIN_MS })
    return list
  }

  /** Reads what is held of somebody, and answers the file that is handed out. */
  async handsOut(name: string): Promise<{ readonly shown: string; readonly file: string }> {
    await this.button(m.privacy_holdings_hand_out_label({ name })).click()
    const dialog = this.page.getByRole('dialog')
    const shown = await dialog.getByRole('region', { name: m.privacy_holdings_data() }).innerText({ timeout: WITHIN_MS })
    const file = await saved(this.page, dialog.getByRole('button', { name: m.privacy_holdings_save() }))
    await dialog.getByRole('button', { name: m.privacy_holdings_close() }).click()
    return { shown, file: file.toString('utf8') }
  }

  async erases(name: string): Promise<void> {
    await this.button(m.privacy_holdings_erase_label({ name })).click()
    await this.page.getByRole('dialog').getByRole('button', { name: m.privacy_holdings_erase_yes() }).click()
    await this.sees(/^Erased: /)
  }
}
