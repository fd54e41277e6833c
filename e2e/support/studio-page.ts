import type { Locator, Page } from 'playwright-core'
import { m } from '../../src/words/messages.js'
import { waitFor } from '../../testkit/wait-for.ts'
import type { Film } from './made-film.ts'

const WITHIN_MS = 20_000
const PLAYED = /^(\d+) of (\d+) played(?:, (\d+) ms apart)?\s*(\d+) ms after the press/

/** What stands under the Cue key. */
export type CueRead = { readonly played: number; readonly of: number; readonly apartMs: number | null; readonly afterMs: number }
export type Source = 'camera' | 'screen' | 'obs'
const SOURCES: Record<Source, string> = { camera: m.studio_source_camera(), screen: m.studio_source_screen(), obs: m.studio_source_obs() }

/** The host's page, steered as a person does: by what stands on it. */
export class StudioPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async open(link: string): Promise<void> {
    await this.page.goto(link)
  }

  async choosePassphrase(passphrase: string): Promise<void> {
    await this.page.getByLabel(m.people_choose_label()).fill(passphrase)
    await this.button(m.people_choose_do()).click()
    await this.isOpen()
  }

  async chooseLater(): Promise<void> {
    await this.button(m.people_choose_later()).click()
    await this.isOpen()
  }

  async signIn(passphrase: string): Promise<void> {
    await this.page.getByLabel(m.people_passphrase(), { exact: true }).fill(passphrase)
    await this.button(m.people_sign_in()).click()
  }

  async unlock(passphrase: string): Promise<void> {
    await this.page.getByLabel(m.people_passphrase(), { exact: true }).fill(passphrase)
    await this.button(m.people_unlock()).click()
  }

  async isOpen(): Promise<void> {
    await this.button(m.studio_devices()).waitFor({ timeout: WITHIN_MS })
  }

  async isLinked(): Promise<void> {
    await this.sees(m.studio_lamp_linked())
  }

  async openLobby(title: string): Promise<void> {
    await this.page.getByLabel(m.studio_name_label()).fill(title)
    await this.button(m.studio_open_lobby()).click()
    await this.sees(m.studio_lobby_title())
  }

  async choose(source: Source): Promise<void> {
    await this.button(SOURCES[source]).click()
  }

  async chooseFile(film: Film): Promise<void> {
    await this.page.getByLabel(m.studio_file_pick()).setInputFiles(film)
  }

  /** Whether the class hears an input, by the input's button. */
  async hears(input: string, heard: boolean): Promise<void> {
    const button = this.button(input)
    if (await button.getAttribute('aria-pressed') !== String(heard)) await button.click()
    await button.and(this.page.locator(`[aria-pressed=${heard}]`)).waitFor({ timeout: WITHIN_MS })
  }

  /** What OBS is to be told. */
  async streamKey(): Promise<{ readonly address: string; readonly key: string }> {
    const told = (what: string) => this.page.locator('dt', { hasText: what }).locator('+ dd .code-like').innerText()
    return { address: await told(m.studio_obs_address()), key: await told(m.studio_obs_key()) }
  }

  async putOnAir(publisher: string): Promise<void> {
    const line = this.page.getByRole('list', { name: m.studio_publishers() }).getByRole('listitem').filter({ hasText: publisher })
    await line.getByRole('button', { name: m.studio_publisher_put() }).click()
    await line.getByRole('button', { name: m.studio_publisher_take() }).waitFor({ timeout: WITHIN_MS })
  }

  /** Waits until what is sent from here is what the class sees. */
  async isOnAir(): Promise<void> {
    await this.page.getByText(m.studio_preview(), { exact: true }).waitFor({ timeout: WITHIN_MS })
  }

  async begin(): Promise<void> {
    await this.button(m.studio_begin()).click()
    await this.button(m.studio_end()).waitFor({ timeout: WITHIN_MS })
  }

  /** Presses the key and reads what stands under it once the box has measured this cue to its end. */
  async cue(): Promise<CueRead> {
    const before = await this.#cuesSettled()
    await this.cueKey.click()
    let words = ''
    return waitFor(() => `the cue to be measured; the studio says: ${words}`, async () => {
      if (await this.#cuesSettled() === before) return false
      words = await this.cueWords()
      const found = PLAYED.exec(words)
      if (found === null) return false
      return { played: Number(found[1]), of: Number(found[2]), apartMs: found[3] === undefined ? null : Number(found[3]), afterMs: Number(found[4]) }
    }, { within: WITHIN_MS })
  }

  get cueKey(): Locator {
    return this.page.locator('.btn-cue')
  }

  async cueWords(): Promise<string> {
    return (await this.page.locator('.cue-result').innerText()).replaceAll(/\s+/g, ' ').trim()
  }

  /** A learner's line in the roster. */
  line(name: string): Locator {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name, exact: true }) })
  }

  seat(id: string): Locator {
    return this.page.locator(`[data-seat="${id}"]`)
  }

  /** Waits until a line of the roster counts so many repeats. */
  async counts(line: Locator, reps: number): Promise<void> {
    await waitFor(`${reps} repeats in the roster`, async () => await line.getByRole('cell').last().innerText() === String(reps), { within: WITHIN_MS })
  }

  /** A hand that is up, of whoever bears the name; the only one when that is empty. */
  hand(name: string): Locator {
    return this.page.getByRole('region', { name: m.studio_hands() }).getByRole('listitem').filter({ hasText: name })
  }

  async here(): Promise<number> {
    return Number.parseInt(await this.page.getByRole('heading', { name: m.studio_roster() }).locator('.num').innerText())
  }

  async end(): Promise<void> {
    await this.button(m.studio_end()).click()
    await this.page.getByRole('dialog').getByRole('button', { name: m.studio_end_yes() }).click()
    await this.sees(m.report_names())
  }

  /** One of the figures at the top of the report, without its unit. */
  async figure(label: string): Promise<string> {
    const value = this.page.locator('.report-figures > div').filter({ hasText: label }).locator('dd')
    return (await value.evaluate((element) => element.firstChild?.textContent ?? '')).trim()
  }

  /** What a chart of the report says to who does not see it. */
  async chart(head: string): Promise<string> {
    return await this.page.getByRole('region', { name: head }).getByRole('img').getAttribute('aria-label') ?? ''
  }

  /** A row of the figures' tables, by its head. */
  figures(table: string, head: string): Promise<string[]> {
    return this.page.getByRole('table', { name: table }).getByRole('row').filter({ has: this.page.getByRole('rowheader', { name: head, exact: true }) }).getByRole('cell').allInnerTexts()
  }

  /** Opens the dialog of devices. */
  async devices(): Promise<Locator> {
    await this.button(m.studio_devices()).click()
    return this.page.getByRole('dialog', { name: m.people_devices_title() })
  }

  /** Makes a link for another device, and copies it. */
  async pairAnother(): Promise<string> {
    const dialog = await this.devices()
    await dialog.getByRole('button', { name: m.people_devices_pair_as_host() }).click()
    await this.page.evaluate(() => {
      addEventListener('copy', () => { probe.copied = (document.activeElement as HTMLTextAreaElement).value }, { once: true })
    })
    await dialog.getByRole('button', { name: m.ui_copy() }).click()
    await dialog.getByRole('button', { name: m.ui_copied() }).waitFor({ timeout: WITHIN_MS })
    await dialog.getByRole('button', { name: m.ui_close() }).click()
    return this.page.evaluate(() => probe.copied)
  }

  async sees(words: string | RegExp): Promise<void> {
    await this.page.getByText(words).first().waitFor({ timeout: WITHIN_MS })
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  /** Of how many cues this page has heard the last result. */
  #cuesSettled(): Promise<number> {
    return this.page.evaluate(() => probe.cuesSettled.size)
  }
}
