import { base64url, utf8 } from '../../../../kernel/bytes.ts'
import type { Crypto } from '../../../../kernel/crypto.ts'
import { Malformed, Refused } from '../../../../kernel/failures.ts'
import { signRequest } from '../../../../kernel/signed-request.ts'
import { Unreachable } from '../../../../ui/client.ts'
import type { DeviceKey } from '../../../../ui/device-key.ts'
import { type Frame, LIVE_SOCKET, type LiveMessage, LiveNews } from '../../wire/messages.ts'

/** What of a `WebSocket` is used. */
export type PageSocket = {
  send(text: string): void
  close(): void
  onmessage: ((event: { readonly data: unknown }) => void) | null
  onclose: ((event: { readonly code: number }) => void) | null
}

/** Messages that change nothing: neither signed nor answered. */
export type LiveTelemetry = Extract<LiveMessage, { type: 'probe' | 'report' | 'played' | 'started' | 'loudness' }>
/** Messages that change something: signed, numbered and answered. */
export type LiveCommand = Exclude<LiveMessage, LiveTelemetry>

/**
 * What became of a command. `done`: the box has acted. `kept`: it is on record and survives a power
 * cut. Both reject with `Refused`, or with `Unreachable` when the socket closed first; then whether
 * the box acted is not known.
 */
export type Sent = { readonly done: Promise<void>; readonly kept: Promise<void> }

export type SessionDeps = {
  readonly socket: PageSocket
  readonly key: DeviceKey
  readonly crypto: Crypto
  readonly onNews: (news: LiveNews) => void
  /** `code` as the WebSocket closed with, RFC 6455 or the box's own from 4000. */
  readonly onClosed: (code: number) => void
  /** The box said something this page does not know; it goes on. */
  readonly onFault: (fault: Malformed) => void
}

type Waiting = { readonly done: Settle; readonly kept: Settle }
type Settle = { resolve(): void; reject(reason: Error): void }

/** One life of one socket, from the box's hello to the close. */
export class SocketSession {
  readonly #deps: SessionDeps
  readonly #waiting = new Map<number, Waiting>()
  #nonce: string | undefined
  #number = 0
  #isClosed = false

  constructor(deps: SessionDeps) {
    this.#deps = deps
    deps.socket.onmessage = (event) => this.#receive(event.data)
    deps.socket.onclose = (event) => this.#closed(event.code)
  }

  /** Only after the box's hello, whose nonce the signature covers. */
  command(message: LiveCommand): Sent {
    const nonce = this.#nonce
    if (nonce === undefined || this.#isClosed) return notSent()
    const { crypto, key, socket } = this.#deps
    const m = JSON.stringify(message)
    const counter = ++this.#number
    const signed = signRequest({ nonce, method: 'WS', path: `${LIVE_SOCKET}/${message.type}`, body: utf8(m), counter }, key.secretKey, crypto)
    const [done, kept] = [settled(), settled()]
    this.#waiting.set(counter, { done, kept })
    const frame: Frame = { m, key: base64url(signed.publicKey), n: counter, s: base64url(signed.signature) }
    socket.send(JSON.stringify(frame))
    return { done: done.promise, kept: kept.promise }
  }

  /** Sends without asking for an answer; dropped when the socket is not open. */
  tell(message: LiveTelemetry): boolean {
    if (this.#isClosed || this.#nonce === undefined) return false
    this.#deps.socket.send(JSON.stringify({ m: JSON.stringify(message) } satisfies Frame))
    return true
  }

  close(): void {
    this.#deps.socket.close()
    // A dead network lets `onclose` wait for minutes; for this page it is over now.
    this.#closed(1006)
  }

  #receive(data: unknown): void {
    if (this.#isClosed) return
    let news: LiveNews
    try {
      news = LiveNews.parse(JSON.parse(String(data)))
    } catch (cause) {
      this.#deps.onFault(new Malformed('live news', { cause }))
      return
    }
    if (news.type === 'hello') this.#nonce = news.nonce
    if (news.type === 'done') this.#waiting.get(news.n)?.done.resolve()
    if (news.type === 'kept') this.#settle(news.n, (waiting) => { waiting.done.resolve(); waiting.kept.resolve() })
    if (news.type === 'refused' && news.n !== null) {
      const refusal = new Refused(news.code, news.details ?? {})
      this.#settle(news.n, (waiting) => { waiting.done.reject(refusal); waiting.kept.reject(refusal) })
    }
    this.#deps.onNews(news)
  }

  #settle(n: number, settle: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(n)
    this.#waiting.delete(n)
    if (waiting) settle(waiting)
  }

  #closed(code: number): void {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const n of [...this.#waiting.keys()]) {
      this.#settle(n, ({ done, kept }) => { done.reject(new Unreachable()); kept.reject(new Unreachable()) })
    }
    this.#deps.onClosed(code)
  }
}

function settled(): Settle & { readonly promise: Promise<void> } {
  let [resolve, reject]: [() => void, (reason: Error) => void] = [() => undefined, () => undefined]
  const promise = new Promise<void>((...settle) => { [resolve, reject] = settle })
  // Who sends need not wait for both answers; an answer nobody waits for is no fault.
  promise.catch(() => undefined)
  return { promise, resolve, reject }
}

/** A command that found no socket to go out on. */
export function notSent(): Sent {
  const [done, kept] = [settled(), settled()]
  done.reject(new Unreachable())
  kept.reject(new Unreachable())
  return { done: done.promise, kept: kept.promise }
}
