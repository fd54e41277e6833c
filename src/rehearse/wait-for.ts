import { setTimeout as pause } from 'node:timers/promises'

const POLL_MS = 10

/**
 * Looks at a condition until it yields something other than `undefined` or `false`, and returns
 * that. For what lies outside our process and cannot be awaited; everything else has an event.
 * Fails with `what` once `within` milliseconds have passed, or at once when the condition throws;
 * `what` may be a function, so that it can say what was seen last.
 */
export async function waitFor<T>(
  what: string | (() => string),
  condition: () => T | undefined | false | Promise<T | undefined | false>,
  { within }: { readonly within: number },
): Promise<T> {
  const deadline = performance.now() + within
  for (;;) {
    const found = await condition()
    if (found !== undefined && found !== false) return found
    if (performance.now() > deadline) throw new Error(`waited ${within} ms in vain: ${typeof what === 'string' ? what : what()}`)
    await pause(POLL_MS)
  }
}

/** The promise's outcome, or a failure named `what` after `within` milliseconds. */
export async function inTime<T>(what: string, promise: Promise<T>, { within }: { readonly within: number }): Promise<T> {
  const abort = new AbortController()
  const late = pause(within, undefined, { signal: abort.signal }).then(() => {
    throw new Error(`waited ${within} ms in vain: ${what}`)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    // The loser of the race must not end as an unhandled rejection.
    late.catch(() => undefined)
    abort.abort()
  }
}
