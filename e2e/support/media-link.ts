import type { Page } from 'playwright-core'
import { mediaPort, startRelay, throughRelay, type Conditions, type Relay } from '../../testkit/relay.ts'

/**
 * A page's way for media, and for nothing else, through a relay that can be made bad: the box's answers to
 * the page's offers are taken on the way and name the relay in place of the box.
 */
export class MediaLink implements AsyncDisposable {
  #relay: Relay | undefined
  #up: Conditions = {}
  #down: Conditions = {}

  /** Before the page opens a class. */
  static async of(page: Page): Promise<MediaLink> {
    const link = new MediaLink()
    await page.route('**/whep/*', async (route) => {
      if (route.request().method() !== 'POST') return route.continue()
      // Asked from here, where the names that the browser was given lead nowhere.
      const at = new URL(route.request().url())
      at.hostname = '127.0.0.1'
      const response = await route.fetch({ url: at.href })
      const answer = await response.text()
      if (response.status() !== 201) return route.fulfill({ response, body: answer })
      await route.fulfill({ response, body: throughRelay(answer, await link.#relayTo(mediaPort(answer))) })
    })
    return link
  }

  /** From the box to the page; takes effect on the next packet. */
  down(conditions: Conditions): void {
    this.#down = { ...this.#down, ...conditions }
    this.#relay?.set({ down: this.#down })
  }

  /** Not one packet comes through, either way. */
  block(): void {
    this.#let(1)
  }

  open(): void {
    this.#let(0)
  }

  #let(loss: number): void {
    this.#up = { loss }
    this.#relay?.set({ up: this.#up })
    this.down({ loss })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#relay?.close()
  }

  async #relayTo(port: number): Promise<Relay> {
    return (this.#relay ??= await startRelay({ target: { address: '127.0.0.1', port }, up: this.#up, down: this.#down }))
  }
}
