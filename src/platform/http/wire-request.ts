import type { MessagePort } from 'node:worker_threads'
import { Refused } from '../../kernel/failures.ts'
import type { Timers } from '../timers.ts'
import type { Trust } from './trust.ts'

/** A request as plain data, as it crosses from the thread that listens to the one that decides. */
export type WireRequest = {
  readonly method: string
  /** As sent, with the query: it is what a signature covers. */
  readonly path: string
  /** Names in lower case. */
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Uint8Array
  readonly address: string
  readonly trust: Trust
}

export type WireAnswer = {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Uint8Array
}

export type Ask = (request: WireRequest) => Promise<WireAnswer>

type Question = { readonly id: number; readonly request: WireRequest }
type Answer = { readonly id: number; readonly answer: WireAnswer | null }

export type AskLimits = {
  /** Questions that may be open at once; more are refused, so that a stuck core costs no memory. */
  readonly most: number
  /** A question older than this is refused; its answer, should it come, is dropped. */
  readonly withinMs: number
}

/**
 * The asking side, over a port of its own. Throws `Refused('BUSY')` when too many questions are
 * open, none came back in time, or the other side failed.
 */
export function askOver(port: MessagePort, limits: AskLimits, timers: Timers): Ask {
  const open = new Map<number, (answer: WireAnswer | null) => void>()
  let next = 0
  port.on('message', ({ id, answer }: Answer) => open.get(id)?.(answer))

  return (request) => {
    if (open.size >= limits.most) return Promise.reject(new Refused('BUSY'))
    const id = (next += 1)
    return new Promise((resolve, reject) => {
      const settle = (answer: WireAnswer | null): void => {
        open.delete(id)
        callOff()
        if (answer) resolve(answer)
        else reject(new Refused('BUSY'))
      }
      const callOff = timers.after(limits.withinMs, () => settle(null))
      open.set(id, settle)
      port.postMessage({ id, request } satisfies Question)
    })
  }
}

/** The answering side. `failed` hears of what should never happen: a handler that threw. */
export function answerOver(port: MessagePort, handle: Ask, failed: (error: unknown) => void): void {
  port.on('message', ({ id, request }: Question) => {
    handle(request).then(
      (answer) => port.postMessage({ id, answer } satisfies Answer),
      (error: unknown) => {
        failed(error)
        port.postMessage({ id, answer: null } satisfies Answer)
      },
    )
  })
}
