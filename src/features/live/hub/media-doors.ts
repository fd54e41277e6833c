import { Refused } from '../../../kernel/failures.ts'
import { newId } from '../../../kernel/ids.ts'
import type { PublisherId } from '../../../kernel/ids.ts'
import type { MediaEngine } from '../../../media/engine.ts'
import { SESSION_REFUSALS } from '../../../media/http-session.ts'
import type { HttpRequest, HttpResponse, HttpSessions } from '../../../media/http-session.ts'
import { handleWhep } from '../../../media/whep.ts'
import { handleWhip } from '../../../media/whip.ts'
import { mountRaw } from '../../../platform/http/mounted.ts'
import type { DoorCall, Mounted } from '../../../platform/http/mounted.ts'
import type { SentenceFor } from '../../../platform/http/sentences.ts'
import { m } from '../../../words/messages.js'
import { isOver } from '../rules/class.ts'
import { MOST_PUBLISHERS } from '../rules/stage.ts'
import { LIVE_REFUSALS } from '../wire/refusals.ts'
import { MEDIA_DOORS, MEDIA_LIMIT } from '../wire/routes.ts'
import type { LiveDeps } from './deps.ts'
import { publishRight } from './publish.ts'
import { findClass } from './views.ts'
import { MOST_PLAYERS, watchRight } from './watch.ts'
import { wantsOf } from './watch-desk.ts'

export type MediaDoorDeps = {
  /** Null while media does not work: the class goes on without. */
  readonly engine: () => MediaEngine | null
  readonly sessions: HttpSessions
  readonly sentence: SentenceFor
}
type Deps = LiveDeps & MediaDoorDeps
type Params = { readonly code: string; readonly id: string }
type Serve = (deps: Deps, call: DoorCall, request: HttpRequest, params: Params) => Promise<HttpResponse>

/**
 * WHIP and WHEP: who may is decided here, what then happens in `media`. The doors are open to
 * anyone, since a stream key or a bare class code is a right too; each use case looks itself.
 */
export function mediaDoors(deps: Deps): Mounted[] {
  return [
    ...doors(deps, 'whip', MEDIA_DOORS.whip, MEDIA_DOORS.whipResource, publish),
    ...doors(deps, 'whep', MEDIA_DOORS.whep, MEDIA_DOORS.whepResource, watch),
  ]
}

function doors(deps: Deps, name: string, endpoint: string, resource: string, serve: Serve): Mounted[] {
  const door = (method: string, path: string): Mounted => mountRaw(
    { name: `${name}-${method.toLowerCase()}`, method, path, who: 'anyone', limit: MEDIA_LIMIT, refusals: [...LIVE_REFUSALS, ...SESSION_REFUSALS] },
    async (call) => {
      const params = { code: call.params['code'] ?? '', id: call.params['id'] ?? '' }
      const request: HttpRequest = {
        method, endpoint: `/${name}/${params.code}`, session: params.id,
        headers: Object.fromEntries(call.headers), body: call.body,
      }
      if (method === 'DELETE' && everySessionEnded(deps, params.code)) return new Response(null, { status: 200 })
      return answer(deps, call, await serve(deps, call, request, params))
    },
  )
  return [door('POST', endpoint), door('PATCH', resource), door('DELETE', resource)]
}

/** With its class every session ended; a page that ends its own a moment later has got what it asked for. */
function everySessionEnded(deps: Deps, code: string): boolean {
  return isOver(findClass(deps.journal.query, code).phase)
}

async function publish(deps: Deps, call: DoorCall, request: HttpRequest, { code, id }: Params): Promise<HttpResponse> {
  const engine = requireEngine(deps)
  const { stored, owner, from } = publishRight(deps, code, call.caller)
  if (id !== '' && deps.stages.find(stored.id, id)?.owner !== owner) throw new Refused('NOT_FOUND')
  if (id === '' && deps.stages.publishers(stored.id).length >= MOST_PUBLISHERS) throw new Refused('STAGE_FULL')
  const made: PublisherId[] = []
  const newSession = (): PublisherId => {
    const publisher = newId('pub', deps.crypto)
    made.push(publisher)
    return publisher
  }
  const response = await handleWhip(request, { engine, sessions: deps.sessions, room: stored.id, newSession })
  const [publisher] = made
  if (publisher && response.status === 201) {
    const label = from === 'studio' ? m.live_publisher_studio() : m.live_publisher_whip()
    deps.stages.add(stored.id, { id: publisher, owner, from, label })
  }
  return response
}

async function watch(deps: Deps, call: DoorCall, request: HttpRequest, { code, id }: Params): Promise<HttpResponse> {
  const engine = requireEngine(deps)
  if (id !== '') return watching(deps, call, request, { code, id }, engine)
  const { stored, watcher } = watchRight(deps, code, call.caller)
  if (watcher.as === 'player' && deps.watchers.players(stored.id) >= MOST_PLAYERS) throw new Refused('ROOM_FULL')
  const subscriber = deps.watchers.newSubscriber(watcher)
  const response = await handleWhep(request, {
    engine, sessions: deps.sessions, room: stored.id, wants: wantsOf(watcher, stored.phase), newSession: () => subscriber,
  })
  if (response.status === 201) deps.watchers.add(subscriber, stored.id, watcher)
  return response
}

/** A session is its owner's: a seat's by its signature; a plain player's by its address, which nobody else was told. */
function watching(deps: Deps, call: DoorCall, request: HttpRequest, { code, id }: Params, engine: MediaEngine): Promise<HttpResponse> {
  const { stored, watcher: asker } = watchRight(deps, code, call.caller)
  const watcher = deps.watchers.find(stored.id, id)
  const isOwner = watcher?.as === asker.as && (watcher.as !== 'seat' || asker.as !== 'seat' || watcher.seat === asker.seat)
  if (!isOwner) throw new Refused('NOT_FOUND')
  return handleWhep(request, {
    engine, sessions: deps.sessions, room: stored.id, wants: wantsOf(watcher, stored.phase), newSession: () => { throw new Error('a session that makes another') },
  })
}

function requireEngine(deps: MediaDoorDeps): MediaEngine {
  const engine = deps.engine()
  if (!engine) throw new Refused('MEDIA_OFF')
  return engine
}

/** As the RFC's answer, or as its status with the sentence a person can act on. */
function answer({ sentence }: MediaDoorDeps, call: DoorCall, { status, headers, body, refusal }: HttpResponse): Response {
  if (refusal === undefined) return new Response(body === '' ? null : body, { status, headers })
  const worded = { code: refusal, sentence: sentence(refusal, {}, call.headers.get('accept-language')), details: {} }
  return new Response(JSON.stringify(worded), { status, headers: { ...headers, 'content-type': 'application/json' } })
}
