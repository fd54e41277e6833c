import { Refused } from '../../../../kernel/failures.ts'
import { base32 } from '../../../../kernel/bytes.ts'
import { newId } from '../../../../kernel/ids.ts'
import type { DeviceId } from '../../../../kernel/ids.ts'
import type { Role } from '../../../../kernel/roles.ts'
import { WANTS_ALL } from '../../../../media/engine.ts'
import type { MediaEngine } from '../../../../media/engine.ts'
import { SESSION_REFUSALS } from '../../../../media/http-session.ts'
import type { HttpRequest, HttpResponse, HttpSessions } from '../../../../media/http-session.ts'
import { handleWhep } from '../../../../media/whep.ts'
import { handleWhip } from '../../../../media/whip.ts'
import { mountRaw } from '../../../../platform/http/mounted.ts'
import type { Caller, DoorCall, Mounted } from '../../../../platform/http/mounted.ts'
import type { SentenceFor } from '../../../../platform/http/sentences.ts'
import { m } from '../../../../words/messages.js'
import { isOver } from '../../rules/class.ts'
import { MOST_PUBLISHERS } from '../../rules/stage.ts'
import { PRIVATE_TALK } from '../../wire/guests.ts'
import { LIVE_REFUSALS } from '../../wire/refusals.ts'
import { MEDIA_DOORS, MEDIA_LIMIT } from '../../wire/routes.ts'
import type { LiveDeps } from '../deps.ts'
import { privateRoom } from '../guests/private-rooms.ts'
import { privateTalkRight } from '../guests/private-talk-right.ts'
import { publishRight } from './publish.ts'
import { SessionHolders } from './session-holders.ts'
import { findClass, openingOf } from '../views.ts'
import { MOST_PLAYERS, watchRight } from './watch.ts'
import { isSameWatcher, wantsOf } from './watch-desk.ts'

export type MediaDoorDeps = {
  /** Null while media does not work: the class goes on without. */
  readonly engine: () => MediaEngine | null
  readonly sessions: HttpSessions
  readonly sentence: SentenceFor
  /** The roles a device has at this moment, since it may have lost them while media was negotiated. */
  readonly pairedRoles: (device: DeviceId) => readonly Role[]
}
type Deps = LiveDeps & MediaDoorDeps & { readonly holders: SessionHolders }
type Params = { readonly code: string; readonly id: string }
type Serve = (deps: Deps, call: DoorCall, request: HttpRequest, params: Params) => Promise<HttpResponse>

/**
 * WHIP and WHEP: who may is decided here, what then happens in `media`. The doors are open to
 * anyone, since a stream key or a bare class code is a right too; each use case looks itself.
 */
export function mediaDoors(given: LiveDeps & MediaDoorDeps): Mounted[] {
  const deps: Deps = { ...given, holders: new SessionHolders() }
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
      if (method === 'DELETE' && hasEnded(deps, call, request, params)) return new Response(null, { status: 200 })
      return answer(deps, call, await serve(deps, call, request, params))
    },
  )
  return [door('POST', endpoint), door('PATCH', resource), door('DELETE', resource)]
}

/** A page that ends a session of its own a moment after the box did, with the class or the connection, has got what it asked for. */
function hasEnded(deps: Deps, { caller }: DoorCall, request: HttpRequest, { code, id }: Params): boolean {
  if (isOver(findClass(deps.journal.query, code).phase)) return true
  return deps.holders.holds(id, caller.device) && !deps.sessions.find(request)
}

async function publish(deps: Deps, call: DoorCall, request: HttpRequest, { code, id }: Params): Promise<HttpResponse> {
  const engine = requireEngine(deps)
  const { caller } = call
  const talk = call.query.get(PRIVATE_TALK)
  if (id === '' && talk !== null) return publishPrivately(deps, call, request, { code, talk }, engine)
  const right = () => {
    const given = publishRight(deps, code, callerNow(deps, caller))
    if (id === '' && given.from !== 'guest' && deps.stages.publishers(given.stored.id).length >= MOST_PUBLISHERS) throw new Refused('STAGE_FULL')
    return given
  }
  if (id !== '' && deps.holders.holds(id, caller.device)) return ownSession(deps, request, engine)
  const { stored, owner } = right()
  if (id !== '' && deps.stages.find(stored.id, id)?.owner !== owner) throw new Refused('NOT_FOUND')
  const publisher = newId('pub', deps.crypto)
  const response = await handleWhip(request, { engine, sessions: deps.sessions, room: stored.id, newSession: () => publisher })
  if (response.status === 201) {
    const given = stillRight(engine, publisher, right)
    deps.holders.add(publisher, caller.device)
    if (given.from === 'guest') deps.guests.add(stored.id, given.guest.id, publisher)
    else deps.stages.add(stored.id, { id: publisher, owner: given.owner, from: given.from, label: given.from === 'studio' ? m.live_publisher_studio() : m.live_publisher_whip() })
  }
  return response
}

/** What one of the two in a private talk sends. */
async function publishPrivately(deps: Deps, { caller }: DoorCall, request: HttpRequest, { code, talk }: { code: string; talk: string }, engine: MediaEngine): Promise<HttpResponse> {
  const right = () => privateTalkRight(deps, code, talk, callerNow(deps, caller))
  const { stored, guest, side } = right()
  const publisher = newId('pub', deps.crypto)
  const room = privateRoom(stored.id, guest.id, side)
  const response = await handleWhip(request, { engine, sessions: deps.sessions, room, newSession: () => publisher })
  if (response.status === 201) {
    const { device } = stillRight(engine, publisher, right)
    deps.holders.add(publisher, device)
    if (side === 'guest') deps.guests.add(stored.id, guest.id, publisher)
    else deps.guests.rooms.add(publisher, { classId: stored.id, guest: guest.id, side, sends: true, device })
  }
  return response
}

/** What one of the two in a private talk hears: the other. */
async function watchPrivately(deps: Deps, { caller }: DoorCall, request: HttpRequest, { code, talk }: { code: string; talk: string }, engine: MediaEngine): Promise<HttpResponse> {
  const right = () => privateTalkRight(deps, code, talk, callerNow(deps, caller))
  const { stored, guest, side } = right()
  const subscriber = `private-${base32(deps.crypto.randomBytes(10))}`
  const room = privateRoom(stored.id, guest.id, side === 'guest' ? 'host' : 'guest')
  const response = await handleWhep(request, { engine, sessions: deps.sessions, room, wants: WANTS_ALL, newSession: () => subscriber })
  if (response.status === 201) {
    const { device } = stillRight(engine, subscriber, right)
    deps.holders.add(subscriber, device)
    deps.guests.rooms.add(subscriber, { classId: stored.id, guest: guest.id, side, sends: false, device })
  }
  return response
}

/** A request to a session by the device that made it, whatever it may do otherwise by now. */
function ownSession(deps: Deps, request: HttpRequest, engine: MediaEngine): Promise<HttpResponse> {
  return handleWhip(request, { engine, sessions: deps.sessions, room: '', newSession: () => { throw new Error('a session that makes another') } })
}

async function watch(deps: Deps, call: DoorCall, request: HttpRequest, { code, id }: Params): Promise<HttpResponse> {
  const engine = requireEngine(deps)
  const talk = call.query.get(PRIVATE_TALK)
  if (id === '' && talk !== null) return watchPrivately(deps, call, request, { code, talk }, engine)
  if (id !== '' && deps.holders.holds(id, call.caller.device)) return ownSession(deps, request, engine)
  if (id !== '') return watching(deps, call, request, { code, id }, engine)
  const right = () => {
    const given = watchRight(deps, code, callerNow(deps, call.caller))
    if (given.watcher.as === 'player' && given.stored.locked) throw new Refused('DOOR_LOCKED')
    if (given.watcher.as === 'player' && deps.watchers.players(given.stored.id) >= MOST_PLAYERS) throw new Refused('ROOM_FULL')
    return given
  }
  const before = right()
  const subscriber = deps.watchers.newSubscriber(before.watcher)
  const response = await handleWhep(request, {
    engine, sessions: deps.sessions, room: before.stored.id, wants: wantsOf(before.watcher, openingOf(before.stored, deps), deps.clock.now()), newSession: () => subscriber,
  })
  if (response.status === 201) {
    const { stored, watcher } = stillRight(engine, subscriber, right)
    deps.holders.add(subscriber, call.caller.device)
    deps.watchers.add(subscriber, stored.id, watcher)
    // The class may have begun, or the seat moved, while nobody knew yet of this connection.
    deps.watchers.aim(subscriber, openingOf(stored, deps))
  }
  return response
}

function callerNow({ pairedRoles }: MediaDoorDeps, caller: Caller): Caller {
  return caller.device === null ? caller : { ...caller, roles: pairedRoles(caller.device) }
}

/** Asks for the right once more after the wait for media: what lost it meanwhile is ended before anybody sees it. */
function stillRight<T>(engine: MediaEngine, session: string, right: () => T): T {
  try {
    return right()
  } catch (error) {
    engine.close(session).catch(() => undefined) // Media died meanwhile, and the session with it.
    throw error
  }
}

/** A session is its owner's: a seat's or a monitor's by the signature; a plain player's by its address, which nobody else was told. */
function watching(deps: Deps, call: DoorCall, request: HttpRequest, { code, id }: Params, engine: MediaEngine): Promise<HttpResponse> {
  const { stored, watcher: asker } = watchRight(deps, code, call.caller)
  const watcher = deps.watchers.find(stored.id, id)
  // From before the box started again: a seat's session bears its name, and is as ended as it asks.
  if (!watcher && request.method === 'DELETE' && asker.as === 'seat' && id.startsWith(`${asker.seat}-`)) return Promise.resolve({ status: 200, headers: {}, body: '', refusal: undefined })
  if (!watcher || !isSameWatcher(watcher, asker)) throw new Refused('NOT_FOUND')
  return handleWhep(request, {
    engine, sessions: deps.sessions, room: stored.id, wants: wantsOf(watcher, openingOf(stored, deps), deps.clock.now()), newSession: () => { throw new Error('a session that makes another') },
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
