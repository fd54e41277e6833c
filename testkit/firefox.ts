import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import WebSocket from 'ws'
import { z } from 'zod/mini'

import { Child } from './media/child.ts'
import { inTime } from './wait-for.ts'

const START_WITHIN_MS = 60_000
const COMMAND_WITHIN_MS = 60_000

/** A camera and a microphone that need neither hardware nor a person's yes, and no word to the outside. */
const PREFERENCES: Readonly<Record<string, boolean | number | string>> = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.gmp-manager.updateEnabled': false,
  'app.update.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'toolkit.telemetry.server': '',
  'browser.safebrowsing.downloads.remote.enabled': false,
  'services.settings.server': 'data:,',
  'extensions.getAddons.cache.enabled': false,
}

const Reply = z.looseObject({
  id: z.optional(z.nullable(z.int())), type: z.string(), error: z.optional(z.string()), message: z.optional(z.string()), result: z.optional(z.unknown()),
})
const Tree = z.object({ contexts: z.array(z.looseObject({ context: z.string() })) })
const Evaluated = z.object({
  type: z.string(),
  result: z.optional(z.looseObject({ type: z.string(), value: z.optional(z.unknown()) })),
  exceptionDetails: z.optional(z.looseObject({ text: z.string() })),
})

/** One headless Firefox with one page, driven over WebDriver BiDi. */
export class Firefox implements AsyncDisposable {
  readonly #child: Child
  readonly #profile: string
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, (reply: z.infer<typeof Reply>) => void>()
  #commands = 0
  #page = ''

  private constructor(child: Child, profile: string, socket: WebSocket) {
    this.#child = child
    this.#profile = profile
    this.#socket = socket
    socket.on('message', (data) => {
      const reply = Reply.parse(JSON.parse(String(data)))
      if (typeof reply.id === 'number') this.#waiting.get(reply.id)?.(reply)
    })
  }

  static async start(program = 'firefox-esr'): Promise<Firefox> {
    const profile = await mkdtemp(join(tmpdir(), 'firefox-'))
    const preferences = Object.entries(PREFERENCES).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`)
    await writeFile(join(profile, 'user.js'), preferences.join('\n'))
    const child = new Child('firefox', program, ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'], { HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' })
    try {
      const [, address] = await child.says(/WebDriver BiDi listening on (ws:\S+)/, START_WITHIN_MS)
      const socket = new WebSocket(`${address}/session`)
      await once(socket, 'open')
      const firefox = new Firefox(child, profile, socket)
      await firefox.#command('session.new', { capabilities: {} })
      const { contexts } = Tree.parse(await firefox.#command('browsingContext.getTree', {}))
      firefox.#page = contexts[0]?.context ?? ''
      return firefox
    } catch (error) {
      await child.stop()
      await rm(profile, { recursive: true, force: true })
      throw error
    }
  }

  async goto(url: string): Promise<void> {
    await this.#command('browsingContext.navigate', { context: this.#page, url, wait: 'complete' })
  }

  /** Evaluates an expression in the page, awaits what it yields, and returns that by way of JSON. */
  async evaluate(expression: string): Promise<unknown> {
    const evaluated = Evaluated.parse(await this.#command('script.evaluate', {
      expression: `Promise.resolve(${expression}).then((value) => JSON.stringify(value) ?? 'null')`, target: { context: this.#page }, awaitPromise: true,
    }))
    if (evaluated.exceptionDetails) throw new Error(`Firefox: ${evaluated.exceptionDetails.text}`)
    const { value } = evaluated.result ?? {}
    if (typeof value !== 'string') throw new Error('Firefox gave no value back')
    return JSON.parse(value)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.terminate()
    await this.#child.stop()
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 })
  }

  async #command(method: string, params: object): Promise<unknown> {
    const id = ++this.#commands
    const replied = new Promise<z.infer<typeof Reply>>((resolve) => { this.#waiting.set(id, resolve) })
    this.#socket.send(JSON.stringify({ id, method, params }))
    const reply = await inTime(`Firefox to answer ${method}`, replied, { within: COMMAND_WITHIN_MS })
    this.#waiting.delete(id)
    if (reply.type === 'error') throw new Error(`Firefox refused ${method}: ${reply.error} ${reply.message}`)
    return reply.result
  }
}
