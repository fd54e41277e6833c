import type { MediaEngine } from './engine.ts'
import { handleHttpSession } from './http-session.ts'
import type { HttpRequest, HttpResponse, HttpSessions } from './http-session.ts'

/** WHIP (RFC 9725): how a browser, OBS or another encoder publishes into a room. */

export type WhipDeps = {
  readonly engine: Pick<MediaEngine, 'publish' | 'close'>
  readonly sessions: HttpSessions
  readonly room: string
  newSession(): string
}

/** Serves a request whose sender may publish into `room`; see {@link handleHttpSession} for what comes back. */
export function handleWhip(request: HttpRequest, deps: WhipDeps): Promise<HttpResponse> {
  return handleHttpSession(request, { ...deps, answer: (id, offer) => deps.engine.publish(deps.room, id, offer) })
}
