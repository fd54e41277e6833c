import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { chromiumPath, launchChromium } from '../../testkit/chromium.ts'
import { installProbe } from './probe.ts'

export const LAPTOP = { viewport: { width: 1440, height: 900 } } as const
export const TABLET = { viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true } as const
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const
/**
 * A signed request that arrives more than a second behind a later one is signed anew by the page
 * (docs/protocol/signed-requests.md). Busy machines bring it about, and browsers note it as an error.
 */
const OVERTAKEN = /status of 401 /
/** The stories are skipped, not passed, where there is no browser. */
export const NO_BROWSER = chromiumPath() === undefined

/**
 * Whoever comes in a story: a browser of their own each, in which every request and every complaint
 * of every page is noted, so that a story can say at its end that nothing left the box.
 */
export class People implements AsyncDisposable {
  readonly #browser: Browser
  readonly #requests: string[] = []
  readonly #complaints: string[] = []

  private constructor(browser: Browser) {
    this.#browser = browser
  }

  /** `args` are Chromium's. */
  static async arrive(args: readonly string[] = []): Promise<People> {
    return new People(await launchChromium(args))
  }

  /** Another person, with a browser that knows nothing yet. */
  async open(options: BrowserContextOptions): Promise<Page> {
    const context = await this.#browser.newContext({ locale: 'en-GB', ...options })
    this.#listen(context)
    await context.addInitScript(installProbe)
    return context.newPage()
  }

  /** Requests of any page to any other place than these hosts (with their ports), sockets included. */
  strayRequests(...hosts: readonly string[]): string[] {
    return this.#requests.filter((url) => url.startsWith('blob:') ? false : !hosts.includes(new URL(url).host))
  }

  /** Errors in the console and uncaught ones of all pages, but for those that the story brings about. */
  complaints(...expected: readonly RegExp[]): string[] {
    return this.#complaints.filter((complaint) => ![OVERTAKEN, ...expected].some((pattern) => pattern.test(complaint)))
  }

  /** What everybody has on their screen, as files in `folder`. */
  async keepPictures(folder: string): Promise<void> {
    const pages = this.#browser.contexts().flatMap((context) => context.pages())
    await Promise.all(pages.map(async (page, number) => {
      await page.screenshot({ path: `${folder}/${number}.png`, timeout: 5000 })
    }))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close()
  }

  #listen(context: BrowserContext): void {
    context.on('request', (request) => this.#requests.push(request.url()))
    context.on('weberror', (error) => this.#complaints.push(error.error().stack ?? error.error().message))
    context.on('console', (message) => {
      if (message.type() === 'error') this.#complaints.push(`${message.text()} at ${message.location().url}`)
    })
    context.on('page', (page) => {
      page.on('websocket', (socket) => this.#requests.push(socket.url()))
    })
  }
}
