import type { LiveTelemetry } from './socket-session.ts'
import type { LinkReading, PageReport } from './link-events.ts'

type Report = Extract<LiveTelemetry, { type: 'report' }>
/** `oneWayNeedMs`: what the way alone needs between a cue's sending and its instant. */
type OfLink = Pick<LinkReading, 'roundTripMs' | 'clockErrorMs' | 'channel'> & { readonly oneWayNeedMs: number | null; readonly asleep: boolean }

/** Puts together what a page tells of itself; figures that make no sense are brought into what may be said. */
export function reportOf({ roundTripMs, clockErrorMs, channel, oneWayNeedMs, asleep }: OfLink, page: PageReport): Report {
  const leadMs = oneWayNeedMs === null || clockErrorMs === null ? null : oneWayNeedMs + clockErrorMs + page.outputNeedMs
  return {
    type: 'report', channel, asleep,
    roundTripMs: inRange(roundTripMs), clockErrorMs: inRange(clockErrorMs), leadMs: inRange(leadMs),
    videoMs: page.videoMs && page.videoMs.slice(-64), joinMs: inRange(page.joinMs),
    ...(page.rung === undefined ? {} : { rung: page.rung }),
    ...(page.jitterMs === undefined ? {} : { jitterMs: inRange(page.jitterMs) }),
    ...(page.prepared === undefined ? {} : { prepared: page.prepared }),
    ...(page.wallAtZero === undefined || page.wallAtZero < 0 ? {} : { wallAtZero: Math.round(page.wallAtZero) }),
  }
}

function inRange(ms: number | null): number | null {
  return ms === null || !Number.isFinite(ms) ? null : Math.min(60_000, Math.max(0, ms))
}
