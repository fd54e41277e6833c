import type { MediaEngine, Wants } from './engine.ts'
import { handleHttpSession } from './http-session.ts'
import type { HttpRequest, HttpResponse, HttpSessions } from './http-session.ts'

/**
 * WHEP (draft-ietf-wish-whep-03): how a page or another player watches a room. We always answer the
 * player's offer; counter-offers (406) are not made.
 */

export type WhepDeps = {
  readonly engine: Pick<MediaEngine, 'subscribe' | 'close'>
  readonly sessions: HttpSessions
  readonly room: string
  readonly wants: Wants
  newSession(): string
}

/** Serves a request whose sender may watch `room`; see {@link handleHttpSession} for what comes back. */
export function handleWhep(request: HttpRequest, deps: WhepDeps): Promise<HttpResponse> {
  return handleHttpSession(request, { ...deps, answer: (id, offer) => deps.engine.subscribe(deps.room, id, offer, deps.wants) })
}
