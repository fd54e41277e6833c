import { z } from 'zod/mini'
import { utf8 } from '../kernel/bytes.ts'
import type { Route } from '../kernel/contract.ts'
import type { Crypto } from '../kernel/crypto.ts'
import { Malformed, Refused, type RefusalDetails } from '../kernel/failures.ts'
import { formatAuthorization, signRequest } from '../kernel/signed-request.ts'
import type { DeviceKey } from './device-key.ts'
import { pageLanguage } from './language.ts'
import { pageTimers, type Timers } from './timers.ts'

/** The box could not be reached, or did not answer in time. Whether it acted is not known. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'

  constructor(options?: { cause?: unknown }) {
    super('the box did not answer', options)
  }
}

/** A refusal with the sentence the box said with it, in the page's language. */
export class ToldRefusal extends Refused {
  readonly sentence: string
  readonly status: number

  constructor(told: { code: string; sentence: string; details: RefusalDetails; status: number }) {
    super(told.code, told.details)
    this.sentence = told.sentence
    this.status = told.status
  }
}

/** The route that tells the nonce; any whose answer has one. */
type HelloRoute = Route<z.ZodMiniType, z.ZodMiniType<{ readonly nonce: string }>>

export type ClientOptions = {
  readonly crypto: Crypto
  /** Signs what needs a signature. */
  readonly key: DeviceKey
  readonly hello: HelloRoute
  /** Scheme and host; empty for the page's own. */
  readonly base?: string
  readonly fetch?: typeof fetch
  readonly timers?: Timers
}

/** Anything to be signed and sent. `path` starts with a slash, with the query. */
export type SignedRequest = {
  readonly method: string
  readonly path: string
  readonly body?: string | Uint8Array<ArrayBuffer>
  readonly contentType?: string
  readonly withinMs?: number | undefined
  /** Sends this one, where it can do more than the client's own. */
  readonly fetch?: typeof fetch
}

/** A good answer, read to its end. */
export type SignedAnswer = { readonly status: number; readonly headers: Headers; readonly text: string }

const ANSWER_WITHIN_MS = 10_000
const Refusal = z.object({
  code: z.string(),
  sentence: z._default(z.string(), ''),
  details: z._default(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])), {}),
})

/**
 * Calls the box by its contracts. Every call ends in the answer by its schema, in {@link ToldRefusal},
 * in {@link Unreachable}, or in `Malformed` when what answered was not our box.
 */
export class Client {
  readonly #options: ClientOptions
  #nonce: Promise<string> | undefined

  constructor(options: ClientOptions) {
    this.#options = options
  }

  /** Path parameters by name; `input` as the route's schema says, in the query for GET and DELETE. */
  async call<R extends Route>(route: R, given: { readonly params?: Readonly<Record<string, string>>; readonly input?: z.input<R['input']> } = {}): Promise<z.output<R['output']>> {
    const request = requestOf(route, given.params ?? {}, given.input ?? {})
    const { text } = route.who === 'anyone' ? await this.#send(request, {}) : await this.signed(request)
    try {
      return route.output.parse(JSON.parse(text)) as z.output<R['output']>
    } catch (cause) {
      throw new Malformed(`answer to ${route.name}`, { cause })
    }
  }

  /**
   * Sends a signed request of any kind and returns the good answer. Signs once more when the box
   * has started anew (another nonce) or has seen a higher number from this device.
   */
  async signed(request: SignedRequest): Promise<SignedAnswer> {
    for (let retries = 0; ; retries++) {
      try {
        return await this.#send(request, { authorization: await this.#authorization(request) })
      } catch (error) {
        if (retries >= 2 || !this.#mends(error)) throw error
      }
    }
  }

  /** Learns what a refused signature needs; true when trying again makes sense. */
  #mends(error: unknown): boolean {
    if (!(error instanceof ToldRefusal)) return false
    const { nonce, highest } = error.details
    if (error.code === 'STALE_NONCE') {
      this.#nonce = typeof nonce === 'string' ? Promise.resolve(nonce) : undefined
      return true
    }
    if (error.code !== 'REPLAYED' || typeof highest !== 'number') return false
    this.#options.key.counterSeen(highest)
    return true
  }

  async #authorization({ method, path, body = '' }: SignedRequest): Promise<string> {
    const { crypto, key } = this.#options
    const nonce = await this.#currentNonce()
    return formatAuthorization(signRequest({ nonce, method, path, body: typeof body === 'string' ? utf8(body) : body, counter: key.nextCounter() }, key.secretKey, crypto))
  }

  #currentNonce(): Promise<string> {
    const asked = this.#nonce ?? this.call(this.#options.hello).then((hello) => hello.nonce)
    this.#nonce = asked
    // A failed question must not be remembered as the answer.
    asked.catch(() => { if (this.#nonce === asked) this.#nonce = undefined })
    return asked
  }

  async #send({ method, path, body, contentType = 'application/json', withinMs = ANSWER_WITHIN_MS, fetch: own }: SignedRequest, headers: Record<string, string>): Promise<SignedAnswer> {
    const { base = '', fetch: usual = (url, init) => fetch(url, init), timers = pageTimers } = this.#options
    const send = own ?? usual
    // So that a refusal comes in the page's language, which need not be the browser's.
    const told = { ...headers, 'accept-language': pageLanguage() }
    const content = body === undefined ? { headers: told } : { body, headers: { ...told, 'content-type': contentType } }
    const abort = new AbortController()
    const callOff = timers.after(withinMs, () => abort.abort())
    try {
      const response = await send(`${base}${path}`, { method, signal: abort.signal, cache: 'no-store', credentials: 'omit', ...content })
      const text = await response.text()
      if (response.ok) return { status: response.status, headers: response.headers, text }
      throw refusalOf(response.status, text)
    } catch (cause) {
      // A browser says TypeError for every failure of the network.
      if (cause instanceof TypeError || cause instanceof DOMException) throw new Unreachable({ cause })
      throw cause
    } finally {
      callOff()
    }
  }
}

function refusalOf(status: number, text: string): Error {
  try {
    return new ToldRefusal({ ...Refusal.parse(JSON.parse(text)), status })
  } catch (cause) {
    return new Malformed(`refusal with status ${String(status)}`, { cause })
  }
}

function requestOf(route: Route, params: Readonly<Record<string, string>>, input: unknown): SignedRequest {
  const path = route.path.replaceAll(/:([a-z]+)/gi, (_, name: string) => {
    const value = params[name]
    if (value === undefined) throw new RangeError(`${route.name} needs ${name}`)
    return encodeURIComponent(value)
  })
  const { withinMs } = route
  if (route.method !== 'GET' && route.method !== 'DELETE') return { method: route.method, path, withinMs, body: JSON.stringify(input) }
  const query = new URLSearchParams(input as Record<string, string>).toString()
  return { method: route.method, withinMs, path: query === '' ? path : `${path}?${query}` }
}
