import type { MediaWay } from '../../../../kernel/ladder.ts'
import { type Micros, MICROS_PER_MS, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import { isAsItShould, isRecent, LIKELY_AFTER, type WebrtcSigns } from './webrtc-signs.ts'

/** With nothing at all having come over WebRTC, it is not waited for longer. */
export const FIRST_WITHIN: Micros = 4 * MICROS_PER_SECOND
/** One that has carried before opens another session by itself meanwhile, which takes its time. */
export const LOST_AFTER: Micros = 7 * MICROS_PER_SECOND
/** A stream without progress for this long is no way either. */
export const STREAM_LOST_AFTER: Micros = 8 * MICROS_PER_SECOND
/** WebRTC is taken back once its media has moved for this long without a gap. */
export const CARRIES_FOR: Micros = 2500 * MICROS_PER_MS
/** How long WebRTC is tried in the background, and what lies between two tries: doubled with each that was in vain. */
export const TRY_FOR: Micros = 9 * MICROS_PER_SECOND
export const REST = { least: 10 * MICROS_PER_SECOND, most: 80 * MICROS_PER_SECOND } as const

/** What is looked at. Instants are of the device's own clock; undefined where it has not happened. */
export type FallbackSees = WebrtcSigns & {
  readonly can: { readonly webrtc: boolean; readonly hls: boolean }
  /** Of the stream: picture or sound last moved. */
  readonly hlsAt: Micros | undefined
  /** The stream was refused or has ended by itself. */
  readonly hlsEnded: boolean
}

/** `way`: the one that is heard and seen. `webrtc`, `hls`: which are open. */
export type FallbackState = {
  readonly way: MediaWay | null
  readonly webrtc: boolean
  readonly hls: boolean
  /** The stream will be wanted soon. */
  readonly likely: boolean
  /** WebRTC has carried on this page. */
  readonly hasCarried: boolean
  /** WebRTC was last as it should be; what it is late by is counted from here. */
  readonly goodAt: Micros
  /** Its media has moved since then without a gap. */
  readonly carriesSince: Micros | undefined
  /** When the try in the background, or the rest after it, ends; undefined while WebRTC is the way. */
  readonly turnsAt: Micros | undefined
  readonly rest: Micros
  /** The stream was opened, or last moved. */
  readonly streamAt: Micros
  /** No stream is opened before this. */
  readonly streamNotBefore: Micros
}

export function startFallback({ can }: Pick<FallbackSees, 'can'>, now: Micros): FallbackState {
  return {
    way: can.webrtc ? 'webrtc' : null, webrtc: can.webrtc, hls: false, likely: !can.webrtc, hasCarried: false,
    goodAt: now, carriesSince: undefined, turnsAt: undefined, rest: REST.least, streamAt: now, streamNotBefore: now,
  }
}

/**
 * Which way picture and sound come, decided anew with each look.
 *
 * 1. At most one way is heard: `way`, and that one is open. WebRTC that is tried beside a stream is not heard.
 * 2. Only progress of media counts, never that something is open ({@link isAsItShould}).
 * 3. A page without WebRTC opens the stream at once; one with it after {@link FIRST_WITHIN}, or
 *    {@link LOST_AFTER} where it has carried before.
 * 4. While the stream plays, WebRTC is tried again and again, ever more rarely, and taken back when it carries.
 * 5. Where nothing is wanted there is no stream. A stream that does not move gives way to WebRTC, and is
 *    not opened again before a rest.
 */
export function stepFallback(before: FallbackState, sees: FallbackSees, now: Micros): FallbackState {
  const state = look(before, sees, now)
  if (state.way === 'hls') return onStream(state, sees, now)
  return onWebrtc(state, sees, now)
}

/** The device is on another network, or woke: WebRTC is tried now, whatever was in vain before. */
export function tryAnew(state: FallbackState, now: Micros): FallbackState {
  return state.way === 'hls' && !state.webrtc ? { ...state, turnsAt: now, rest: REST.least } : { ...state, rest: REST.least }
}

function look(state: FallbackState, sees: FallbackSees, now: Micros): FallbackState {
  const { linked, webrtcAt, hlsAt } = sees
  const moves = isRecent(webrtcAt, now)
  const carriesSince = moves ? state.carriesSince ?? now : undefined
  return {
    ...state, carriesSince,
    hasCarried: state.hasCarried || moves,
    goodAt: isAsItShould(sees, now) ? now : state.goodAt, // 2
    streamAt: Math.max(state.streamAt, hlsAt ?? 0, linked ? 0 : now),
  }
}

function onWebrtc(state: FallbackState, { wanted, linked, can, hlsEnded }: FallbackSees, now: Micros): FallbackState {
  const late = now - state.goodAt
  const isOverdue = !can.webrtc || late >= (state.hasCarried ? LOST_AFTER : FIRST_WITHIN) // 3
  const likely = can.hls && (!can.webrtc || late >= LIKELY_AFTER)
  const opens = can.hls && wanted && linked && isOverdue && !hlsEnded && now >= state.streamNotBefore
  if (!opens) return { ...state, likely, hls: false, webrtc: can.webrtc, way: can.webrtc ? 'webrtc' : null }
  // The try that is under way may still come about.
  return { ...state, likely, way: 'hls', hls: true, webrtc: can.webrtc, streamAt: now, turnsAt: now + TRY_FOR }
}

function onStream(state: FallbackState, sees: FallbackSees, now: Micros): FallbackState {
  const { can, wanted, hlsEnded } = sees
  if (can.webrtc && state.carriesSince !== undefined && now - state.carriesSince >= CARRIES_FOR) return backToWebrtc(state, sees, now, { rest: REST.least, notBefore: now }) // 4
  if (!wanted) return backToWebrtc(state, sees, now, { rest: state.rest, notBefore: now }) // 5
  if (hlsEnded || now - state.streamAt >= STREAM_LOST_AFTER) return backToWebrtc(state, sees, now, { rest: REST.least, notBefore: now + REST.least }) // 5
  return can.webrtc ? tryBeside(state, now) : state
}

function tryBeside(state: FallbackState, now: Micros): FallbackState {
  // What moves is not cut off for its turn being over.
  if (state.turnsAt === undefined || now < state.turnsAt || state.carriesSince !== undefined) return state
  if (!state.webrtc) return { ...state, webrtc: true, turnsAt: now + TRY_FOR }
  return { ...state, webrtc: false, turnsAt: now + state.rest, rest: Math.min(REST.most, state.rest * 2) }
}

function backToWebrtc(state: FallbackState, { can }: FallbackSees, now: Micros, { rest, notBefore }: { readonly rest: Micros; readonly notBefore: Micros }): FallbackState {
  const hasTime = state.carriesSince !== undefined || notBefore > now
  return {
    ...state, way: can.webrtc ? 'webrtc' : null, webrtc: can.webrtc, hls: false, rest, turnsAt: undefined, streamNotBefore: notBefore,
    // Where it never came about, the next thing wanted is not waited for again.
    goodAt: hasTime ? now : state.goodAt,
  }
}
