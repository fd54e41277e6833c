import type { Page } from 'playwright-core'
import { base64url, utf8 } from '../../src/kernel/bytes.ts'
import { signRequest } from '../../src/kernel/signed-request.ts'
import { nodeCrypto } from '../../src/platform/crypto-node.ts'
import { hello } from '../../src/features/people/wire/routes.ts'
import { LIVE_SOCKET, type Frame, LiveNews } from '../../src/features/live/wire/messages.ts'
import { Client } from '../../src/ui/client.ts'
import { type DeviceKey, openDeviceKey } from '../../src/ui/device-key.ts'
import { waitFor } from '../../testkit/wait-for.ts'

const crypto = nodeCrypto()
/** Any message at all: whether it is a good one is the box's to say. */
type Said = { readonly type: string; readonly [field: string]: unknown }

const ANSWERED_WITHIN_MS = 10_000

/**
 * What somebody clever does with a page of ours: takes the device key out of the browser's storage
 * and asks from within the page for what no button of it asks for.
 */
export class ForgedPage {
  readonly client: Client
  readonly key: DeviceKey
  readonly #page: Page

  private constructor(page: Page, key: DeviceKey) {
    this.#page = page
    this.key = key
    this.client = new Client({ crypto, key, hello, fetch: async (path, init) => this.#fetch(path, init) })
  }

  /** `use` is what the page is for; it decides which key is taken. */
  static async of(page: Page, use: Parameters<typeof openDeviceKey>[0]['use']): Promise<ForgedPage> {
    const { trusted, items } = await page.evaluate(() => ({ trusted: isSecureContext, items: Object.entries({ ...localStorage }) }))
    const stored = new Map<string, string>(items)
    const storage = {
      length: stored.size,
      getItem: (name: string) => stored.get(name) ?? null,
      setItem: (name: string, value: string) => void stored.set(name, value),
      removeItem: (name: string) => void stored.delete(name),
      key: (index: number) => [...stored.keys()][index] ?? null,
    }
    return new ForgedPage(page, openDeviceKey({ trusted, use, storage, crypto, now: Date.now }))
  }

  async #fetch(path: unknown, init: RequestInit = {}): Promise<Response> {
    const { method = 'GET', headers, body } = init
    const sent = { path: String(path), method, headers: { ...headers } as Record<string, string>, body: typeof body === 'string' ? body : null }
    const { status, text } = await this.#page.evaluate(async ({ path, method, headers, body }) => {
      const response = await fetch(path, { method, headers, body })
      return { status: response.status, text: await response.text() }
    }, sent)
    return new Response(text === '' ? null : text, { status })
  }

  /** Sends signed messages over a live socket of their own. Answers for each what the box did: a refusal's code, `done`, or `closed`. */
  async say(messages: readonly Said[]): Promise<string[]> {
    const page = this.#page
    await page.evaluate((address) => {
      const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${address}`)
      const heard: string[] = []
      socket.addEventListener('message', ({ data }) => heard.push(String(data)))
      socket.addEventListener('close', () => heard.push('closed'))
      Object.assign(globalThis, { forged: { socket, heard } })
    }, LIVE_SOCKET)
    const heard = async (): Promise<readonly string[]> => page.evaluate(() => forged.heard)
    const news = async (): Promise<LiveNews[]> => (await heard()).filter((text) => text !== 'closed').map((text) => LiveNews.parse(JSON.parse(text)))
    const nonce = await waitFor('the hello of the live socket', async () => (await news()).find((each) => each.type === 'hello')?.nonce, { within: ANSWERED_WITHIN_MS })

    const answers: string[] = []
    for (const [index, message] of messages.entries()) {
      const n = index + 1
      await page.evaluate((text) => forged.socket.send(text), this.#frame(nonce, n, message))
      answers.push(await waitFor(() => `an answer to ${message.type}`, async () => {
        const said = (await news()).find((each) => (each.type === 'refused' || each.type === 'done') && each.n === n)
        if (said?.type === 'refused') return said.code
        if (said !== undefined) return 'done'
        return (await heard()).includes('closed') ? 'closed' : undefined
      }, { within: ANSWERED_WITHIN_MS }))
    }
    await page.evaluate(() => forged.socket.close())
    return answers
  }

  #frame(nonce: string, counter: number, message: Said): string {
    const m = JSON.stringify(message)
    const { publicKey, signature } = signRequest({ nonce, method: 'WS', path: `${LIVE_SOCKET}/${message.type}`, body: utf8(m), counter }, this.key.secretKey, crypto)
    return JSON.stringify({ m, key: base64url(publicKey), n: counter, s: base64url(signature) } satisfies Frame)
  }
}

declare global {
  var forged: { readonly socket: WebSocket; readonly heard: readonly string[] }
}
