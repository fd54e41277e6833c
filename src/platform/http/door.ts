import { Hono } from 'hono'
import type { Context } from 'hono'
import { base32 } from '../../kernel/bytes.ts'
import type { Crypto } from '../../kernel/crypto.ts'
import { Malformed, Refused } from '../../kernel/failures.ts'
import type { RefusalDetails } from '../../kernel/failures.ts'
import type { DeviceId } from '../../kernel/ids.ts'
import type { Role } from '../../kernel/roles.ts'
import { isSignedAuthorization } from '../../kernel/signed-request.ts'
import type { HubTime } from '../../kernel/time.ts'
import type { Log } from '../log.ts'
import { isDiskFailure } from '../sqlite/failures.ts'
import type { Authenticator } from './authenticator.ts'
import type { Caller, Mounted } from './mounted.ts'
import { limitedAddress, RateLimit } from './rate-limit.ts'
import { isPlatformRefusal, statusOfRefusal } from './refusals.ts'
import type { SentenceFor } from './sentences.ts'
import { bodyOf } from './shared-response.ts'
import type { WireAnswer, WireRequest } from './wire-request.ts'

/** Bytes of a request's body; SDP offers of browsers stay below a quarter of it. */
export const MOST_BODY_BYTES = 65_536
/** An address may be a whole venue behind one router: this many devices' worth of signed calls. */
const DEVICES_PER_ADDRESS = 25
const MOST_CALLERS = 20_000
/** Short and without odd characters; a file's name may end in a dot and its kind. */
const PARAMETER = /^[A-Za-z0-9_ -]{1,64}(?:\.[a-z0-9]{1,4})?$/

export type DoorDeps = {
  readonly crypto: Pick<Crypto, 'randomBytes'>
  readonly authenticator: Authenticator
  /** What the device may do; in the class with that code, when the path names one. */
  readonly rolesOf: (device: DeviceId, classCode: string | undefined) => readonly Role[]
  readonly isLocked: () => boolean
  readonly now: () => HubTime
  readonly sentence: SentenceFor
  readonly log: Log
}

export type Door = {
  /** Answers any request; never throws. */
  answer(request: WireRequest): Promise<WireAnswer>
  readonly mounted: readonly Mounted[]
}

type Env = { Bindings: WireRequest }

/**
 * The one way in over HTTP. Every request passes, in this order:
 * 1. size and address limit, before anything costs time;
 * 2. the signature and its counter, which is used up whatever follows;
 * 3. the device's limit;
 * 4. who may call;
 * 5. the input's schema.
 * Only then its use case runs. What it refuses becomes a status and a sentence here and nowhere else.
 */
export function createDoor(deps: DoorDeps, mounted: readonly Mounted[]): Door {
  const limits = new RateLimit(MOST_CALLERS)
  const app = new Hono<Env>()
  for (const door of mounted) app.on(door.method, door.path, (context) => pass(deps, limits, door, context))
  for (const path of new Set(mounted.map((door) => door.path))) {
    const methods = mounted.filter((door) => door.path === path).map((door) => door.method)
    app.all(path, () => { throw new Refused('METHOD_NOT_ALLOWED', { allow: methods.join(', ') }) })
  }
  app.notFound(() => { throw new Refused(deps.isLocked() ? 'HUB_LOCKED' : 'NOT_FOUND') })
  app.onError((error, context) => failureAnswer(deps, error, context.env))

  return {
    mounted,
    answer: async (request) => {
      try {
        return await plain(await app.fetch(asRequest(request), request))
      } catch (error) {
        return plain(failureAnswer(deps, error, request))
      }
    },
  }
}

async function pass(deps: DoorDeps, limits: RateLimit, door: Mounted, context: Context<Env>): Promise<Response> {
  const { method, path, body, address, trust } = context.env
  const most = door.mostBytes ?? MOST_BODY_BYTES
  if (body.length > most) throw new Refused('TOO_LARGE', { most })
  const limit = (caller: string, times: number): void => {
    const wait = limits.take(`${door.name} ${caller}`, { ...door.limit, burst: door.limit.burst * times }, deps.now())
    if (wait > 0) throw new Refused('TOO_MANY', { seconds: Math.ceil(wait / 1000) })
  }
  limit(limitedAddress(address), door.who === 'anyone' ? 1 : DEVICES_PER_ADDRESS)
  if (deps.isLocked() && !door.whileLocked) throw new Refused('HUB_LOCKED')

  const authorization = context.req.header('authorization') ?? ''
  const isSigned = isSignedAuthorization(authorization)
  if (!isSigned && door.who !== 'anyone') throw new Refused('SIGNATURE_NEEDED')
  const device = isSigned ? deps.authenticator.acceptHeader(authorization, { method, path, body }) : null
  if (device !== null) limit(device, 1)

  const params = checkedParams(context)
  const roles = device === null || deps.isLocked() ? [] : deps.rolesOf(device, params['code'])
  if (typeof door.who === 'object' && !door.who.some((role) => roles.includes(role))) throw new Refused('FORBIDDEN')

  const caller: Caller = { device, roles, address, trust, bearer: /^Bearer ([^\s]{1,200})$/i.exec(authorization)?.[1] ?? null }
  const response = await door.respond({ params, query: new URL(context.req.url).searchParams, headers: context.req.raw.headers, body, caller })
    .catch((error: unknown) => { throw declared(deps, door, error) })
  deps.log.debug('request.answered', { route: door.name, status: response.status })
  return response
}

/** A refusal the contract does not name is still told, but it is a mistake of ours and is logged as one. */
function declared(deps: DoorDeps, door: Mounted, error: unknown): unknown {
  if (error instanceof Refused && !isPlatformRefusal(error.code) && !door.refusals.includes(error.code)) {
    deps.log.error('request.undeclared-refusal', { route: door.name, refusal: error.code })
  }
  return error
}

function checkedParams(context: Context<Env>): Record<string, string> {
  const params: Record<string, string> = context.req.param()
  if (!Object.values(params).every((value) => PARAMETER.test(value))) throw new Refused('NOT_FOUND')
  return params
}

/** The three kinds of failure, as HTTP says them. */
function failureAnswer(deps: DoorDeps, error: unknown, request: WireRequest): Response {
  const language = request.headers.find(([name]) => name === 'accept-language')?.[1]
  const say = (code: string, details: RefusalDetails): Response => {
    const headers = new Headers({ 'content-type': 'application/json' })
    if (code === 'METHOD_NOT_ALLOWED') headers.set('allow', String(details['allow']))
    if (code === 'TOO_MANY') headers.set('retry-after', String(details['seconds']))
    if (statusOfRefusal(code) === 401) headers.set('www-authenticate', 'Lectern')
    const body = JSON.stringify({ code, sentence: deps.sentence(code, details, language), details })
    return new Response(body, { status: statusOfRefusal(code), headers })
  }
  if (error instanceof Refused) {
    deps.log.debug('request.refused', { refusal: error.code })
    return say(error.code, error.details)
  }
  if (error instanceof Malformed) {
    deps.log.warn('request.malformed', { from: request.address, why: error.message })
    return say('BAD_INPUT', {})
  }
  if (isDiskFailure(error)) {
    deps.log.error('request.record-failing', {}, error)
    return say('RECORD_FAILING', {})
  }
  const number = base32(deps.crypto.randomBytes(5))
  deps.log.error('request.defect', { number }, error)
  return say('INTERNAL', { number })
}

/** The body stays beside it: the doors read bytes, and a GET may not have one here. */
function asRequest({ method, path, headers }: WireRequest): Request {
  try {
    return new Request(`http://hub${path}`, { method, headers: headers.map(([name, value]): [string, string] => [name, value]) })
  } catch (cause) {
    throw new Malformed('request line or headers', { cause })
  }
}

async function plain(response: Response): Promise<WireAnswer> {
  return { status: response.status, headers: [...response.headers], body: await bodyOf(response) }
}
