import { z } from 'zod/mini'
import { type Micros, MICROS_PER_SECOND } from '../../../../kernel/time.ts'

/**
 * What this device has seen of its way to the box while it fetched files: enough to know beforehand
 * whether it needs a head start. Kept on the device, told to nobody.
 */
export const LinkHistory = z.strictObject({
  /** Bytes a second; null before anything came. */
  rate: z.nullable(z.number().check(z.positive(), z.maximum(1e9))),
  /** Share of attempts that failed, the latest counting most, 0 to 1. */
  failing: z.number().check(z.nonnegative(), z.maximum(1)),
})
export type LinkHistory = z.infer<typeof LinkHistory>
export const NO_HISTORY: LinkHistory = { rate: null, failing: 0 }

/** What became of fetching one piece. */
export type Fetched = { readonly bytes: number; readonly took: Micros } | 'failed'

/** How much the latest counts. */
const LATEST = 0.25
/** Pieces that took no time to speak of say nothing of a rate. */
const TOOK_LEAST: Micros = 1000
/** 1 Mbit/s: a slide of half a megabyte takes four seconds. */
const WEAK_RATE = 125_000
const WEAK_FAILING = 0.25

export function seen(history: LinkHistory, fetched: Fetched): LinkHistory {
  const failing = history.failing * (1 - LATEST) + (fetched === 'failed' ? LATEST : 0)
  if (fetched === 'failed') return { ...history, failing }
  const rate = Math.min(1e9, Math.max(1, (fetched.bytes * MICROS_PER_SECOND) / Math.max(TOOK_LEAST, fetched.took)))
  return { failing, rate: history.rate === null ? rate : history.rate * (1 - LATEST) + rate * LATEST }
}

/** A device that needs a head start, and must not be asked for much at once. */
export function isWeak({ rate, failing }: LinkHistory): boolean {
  return failing > WEAK_FAILING || (rate !== null && rate < WEAK_RATE)
}

/** What another page left, which may be anything; nothing is known where it cannot be read. */
export function readHistory(text: string | null): LinkHistory {
  try {
    return LinkHistory.safeParse(JSON.parse(text ?? '')).data ?? NO_HISTORY
  } catch {
    return NO_HISTORY // Not JSON: as good as nothing.
  }
}

export function writeHistory({ rate, failing }: LinkHistory): string {
  return JSON.stringify({ rate: rate === null ? null : Math.round(rate), failing: Math.round(failing * 1000) / 1000 })
}
