import { randomBytes } from 'node:crypto'
import { Malformed, Refused } from '../kernel/failures.ts'
import type { Answer, MediaEngine } from './engine.ts'
import { attribute, LONGEST_SDP, splitSections } from './sdp/lines.ts'
import { parseOffer } from './sdp/session.ts'

/**
 * What WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep-03) have in common: an endpoint that takes an
 * SDP offer by POST and makes a session, and the session, which takes PATCH and DELETE. Who may call
 * is decided before; how a refusal is worded, after.
 */

export type HttpRequest = {
  readonly method: string
  /** Path of the endpoint itself, as `/whip/ABC234`; `Location` is built from it. */
  readonly endpoint: string
  /** The id behind the endpoint's path, empty for the endpoint itself. */
  readonly session: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
}

export type HttpResponse = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Why it was turned down; the caller words it. */
  readonly refusal: SessionRefusal | undefined
}

export const SESSION_REFUSALS = [
  'METHOD_NOT_ALLOWED', 'NOT_FOUND', 'WRONG_CONTENT_TYPE', 'BODY_TOO_LARGE', 'MALFORMED_SDP', 'NO_USABLE_CODEC',
  'ICE_RESTART_UNSUPPORTED', 'PRECONDITION_REQUIRED', 'PRECONDITION_FAILED',
] as const
export type SessionRefusal = (typeof SESSION_REFUSALS)[number]

const STATUS: Readonly<Record<SessionRefusal, number>> = {
  METHOD_NOT_ALLOWED: 405,
  NOT_FOUND: 404,
  WRONG_CONTENT_TYPE: 415,
  BODY_TOO_LARGE: 413,
  MALFORMED_SDP: 400,
  // Not 406, which in WHEP announces a counter-offer.
  NO_USABLE_CODEC: 422,
  // What RFC 9725 section 4.3.1 asks of one that takes trickled candidates but no restarts. An address change is a new POST.
  ICE_RESTART_UNSUPPORTED: 422,
  PRECONDITION_REQUIRED: 428,
  PRECONDITION_FAILED: 412,
}

const SDP = 'application/sdp'
const SDP_FRAGMENT = 'application/trickle-ice-sdpfrag'
const ENDPOINT_METHODS = 'OPTIONS, POST'
const SESSION_METHODS = 'OPTIONS, PATCH, DELETE'

const CORS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'OPTIONS, POST, PATCH, DELETE',
  'access-control-allow-headers': 'authorization, content-type, if-match',
  'access-control-expose-headers': 'accept-patch, accept-post, etag, lectern-notes, location',
}

type SessionRecord = { readonly endpoint: string; readonly etag: string; readonly ufrag: string; readonly password: string }

/** The sessions that exist, by id. Whoever hears the engine say `closed` forgets them here. */
export class HttpSessions {
  readonly #records = new Map<string, SessionRecord>()

  add(id: string, endpoint: string, offer: string): SessionRecord {
    const { ufrag, password } = parseOffer(offer).transport
    const record = { endpoint, etag: `"${randomBytes(8).toString('hex')}"`, ufrag, password }
    this.#records.set(id, record)
    return record
  }

  find(request: HttpRequest): SessionRecord | undefined {
    const record = this.#records.get(request.session)
    return record?.endpoint === request.endpoint ? record : undefined
  }

  forget(id: string): void {
    this.#records.delete(id)
  }

  get size(): number {
    return this.#records.size
  }
}

export type HttpSessionDeps = {
  readonly engine: Pick<MediaEngine, 'close'>
  readonly sessions: HttpSessions
  /** A new id for the publisher or subscriber. */
  newSession(): string
  /** Hands the offer to the engine. */
  answer(id: string, offer: string): Promise<Answer>
}

/** Serves one request to an endpoint or one of its sessions. */
export async function handleHttpSession(request: HttpRequest, deps: HttpSessionDeps): Promise<HttpResponse> {
  if (request.method === 'OPTIONS') return preflight(request)
  if (request.session === '') return request.method === 'POST' ? create(request, deps) : notAllowed(ENDPOINT_METHODS)
  if (!deps.sessions.find(request)) return refuse('NOT_FOUND')
  switch (request.method) {
    case 'PATCH': return patch(request, deps)
    case 'DELETE': return remove(request, deps)
    default: return notAllowed(SESSION_METHODS)
  }
}

function preflight(request: HttpRequest): HttpResponse {
  const accepts = request.session === ''
    ? { allow: ENDPOINT_METHODS, 'accept-post': SDP }
    : { allow: SESSION_METHODS, 'accept-patch': SDP_FRAGMENT }
  return respond(200, accepts)
}

async function create(request: HttpRequest, deps: HttpSessionDeps): Promise<HttpResponse> {
  if (contentType(request) !== SDP) return refuse('WRONG_CONTENT_TYPE', { 'accept-post': SDP })
  if (request.body.length > LONGEST_SDP) return refuse('BODY_TOO_LARGE')
  const id = deps.newSession()
  try {
    const offer = textOf(request.body)
    const { etag } = deps.sessions.add(id, request.endpoint, offer)
    const answer = await deps.answer(id, offer)
    const notes: Record<string, string> = answer.notes.length > 0 ? { 'lectern-notes': answer.notes.join(', ') } : {}
    return respond(201, {
      'content-type': SDP, location: `${request.endpoint}/${id}`, etag, 'accept-patch': SDP_FRAGMENT, ...notes,
    }, answer.sdp)
  } catch (error) {
    deps.sessions.forget(id)
    if (error instanceof Malformed) return refuse('MALFORMED_SDP')
    if (error instanceof Refused && error.code === 'NO_USABLE_CODEC') return refuse('NO_USABLE_CODEC')
    throw error
  }
}

/** Candidates of the peer are not needed: it reaches the hub's own, and is learned from that. They are checked and dropped. */
function patch(request: HttpRequest, deps: HttpSessionDeps): HttpResponse {
  const record = deps.sessions.find(request)
  if (!record) return refuse('NOT_FOUND')
  if (contentType(request) !== SDP_FRAGMENT) return refuse('WRONG_CONTENT_TYPE', { 'accept-patch': SDP_FRAGMENT })
  if (request.body.length > LONGEST_SDP) return refuse('BODY_TOO_LARGE')
  try {
    // A fragment (RFC 8840 section 9) has no session part; with one it parses as a description.
    const lines = splitSections(`v=0\r\n${textOf(request.body)}`).flat()
    const ufrag = attribute(lines, 'ice-ufrag')
    const password = attribute(lines, 'ice-pwd')
    if (ufrag === undefined || password === undefined) return refuse('MALFORMED_SDP')
    if (ufrag !== record.ufrag || password !== record.password) return refuse('ICE_RESTART_UNSUPPORTED')
  } catch (error) {
    if (error instanceof Malformed) return refuse('MALFORMED_SDP')
    throw error
  }
  const wanted = request.headers['if-match']
  if (wanted === undefined) return refuse('PRECONDITION_REQUIRED')
  if (wanted !== '*' && !wanted.split(',').some((tag) => tag.trim() === record.etag)) return refuse('PRECONDITION_FAILED')
  return respond(204, {})
}

async function remove(request: HttpRequest, deps: HttpSessionDeps): Promise<HttpResponse> {
  deps.sessions.forget(request.session)
  await deps.engine.close(request.session)
  return respond(200, {})
}

function contentType(request: HttpRequest): string {
  return (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}

function textOf(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch (cause) {
    throw new Malformed('SDP text', { cause })
  }
}

function notAllowed(allow: string): HttpResponse {
  return refuse('METHOD_NOT_ALLOWED', { allow })
}

function refuse(refusal: SessionRefusal, headers: Record<string, string> = {}): HttpResponse {
  return { ...respond(STATUS[refusal], headers), refusal }
}

function respond(status: number, headers: Record<string, string>, body = ''): HttpResponse {
  return { status, headers: { ...CORS, ...headers }, body, refusal: undefined }
}
