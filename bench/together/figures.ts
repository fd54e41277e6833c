import type { StartResult } from '../../src/features/live/wire/together.ts'
import { percentiles } from '../../testkit/media/meter.ts'
import type { Back } from './back.ts'

/** What is promised, milliseconds. */
export const LIMITS = { apartMs: 20, backMs: 400 } as const
export type Verdict = { readonly figure: string; readonly limit: number; readonly value: number | undefined; readonly met: boolean | undefined }

/** How far devices were apart, over all starts of one kind that at least two devices measured. */
export function startSummary(what: StartResult['what'], results: readonly StartResult[], seenApart: readonly number[] = []) {
  const of = results.filter((result) => result.what === what)
  const apart = of.flatMap(({ apartMs, played }) => (apartMs !== null && played > 1 ? [apartMs] : []))
  return { what, starts: of.length, measured: apart.length, untold: of.reduce((sum, { of: all, played }) => sum + all - played, 0), apart: percentiles(apart), seen: seenApart.length > 0 ? percentiles(seenApart) : undefined }
}

export type StartSummary = ReturnType<typeof startSummary>

export function startVerdicts(summaries: readonly StartSummary[]): Verdict[] {
  return summaries.flatMap(({ what, measured, apart, seen }) => [
    under(`${what}: apart p95, ms`, LIMITS.apartMs, measured > 0 ? apart.p95 : undefined),
    ...(seen ? [under(`${what}: apart p95 as seen, ms`, LIMITS.apartMs, seen.p95)] : []),
  ])
}

export function backVerdicts(backs: readonly Back[]): Verdict[] {
  return backs.flatMap(({ way, ms, missing }) => [
    under(`${way}: press to studio p95, ms`, LIMITS.backMs, ms.length > 0 ? percentiles(ms).p95 : undefined),
    { figure: `${way}: not heard of`, limit: 0, value: missing, met: missing === 0 },
  ])
}

function under(figure: string, limit: number, value: number | undefined): Verdict {
  return { figure, limit, value, met: value === undefined ? undefined : value < limit }
}
