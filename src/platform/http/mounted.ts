import type { z } from 'zod/mini'
import type { Limit, Route, Who } from '../../kernel/contract.ts'
import { Malformed, Refused } from '../../kernel/failures.ts'
import type { DeviceId } from '../../kernel/ids.ts'
import type { Role } from '../../kernel/roles.ts'
import { readJson } from './read-json.ts'
import type { Trust } from './trust.ts'

/** Who asks. `device` is authenticated; null when nobody signed. */
export type Caller = {
  readonly device: DeviceId | null
  /** What the device may do here: in the class of the path, where there is one. */
  readonly roles: readonly Role[]
  readonly address: string
  readonly trust: Trust
  /** A stream key or the like, unchecked. */
  readonly bearer: string | null
}

/** A request that passed the door. */
export type DoorCall = {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: Headers
  readonly body: Uint8Array
  readonly caller: Caller
}

/** One door: what it is called, who may use it, and what answers behind it. */
export type Mounted = {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly who: Who
  readonly limit: Limit
  /** Refusal codes it may answer with beyond the general ones. */
  readonly refusals: readonly string[]
  /** Bytes of a body it takes; `MOST_BODY_BYTES` unless stated. */
  readonly mostBytes?: number
  /** Whether it works while the database is locked. */
  readonly whileLocked: boolean
  respond(call: DoorCall): Promise<Response>
}

/** Names of a path's `:parameters`. */
type ParamNames<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<`/${Rest}`>
  : P extends `${string}:${infer Name}` ? Name : never

/** What a use case is handed. Path parameters are short and without odd characters, otherwise as sent. */
export type Call<R extends Route> = {
  readonly input: z.output<R['input']>
  readonly params: Readonly<Record<ParamNames<R['path']>, string>>
  /** As {@link Caller}; `device` is known wherever the route asks for a device or a role. */
  readonly caller: R['who'] extends 'anyone' ? Caller : Caller & { readonly device: DeviceId }
}

export type Handler<R extends Route> = (call: Call<R>) => z.output<R['output']> | Promise<z.output<R['output']>>

/** Puts a use case behind its contract: JSON in by schema, JSON out by schema. */
export function mount<R extends Route>(route: R, handle: Handler<R>, options: { readonly whileLocked?: boolean } = {}): Mounted {
  const { name, method, path, who, limit, refusals } = route
  return {
    name, method, path, who, limit, refusals,
    whileLocked: options.whileLocked ?? false,
    respond: async ({ params, query, headers, body, caller }) => {
      const input = parseInput(route.input, hasBody(method) ? jsonOf(headers, body) : Object.fromEntries(query))
      // The door has matched the path and authenticated the device, which is what these types state.
      const call = { input, params, caller } as Call<R>
      // The contract says what leaves: fields it does not name are dropped, and an answer that breaks it is our defect.
      const output = route.output.parse(await handle(call))
      return new Response(JSON.stringify(output), { headers: { 'content-type': 'application/json' } })
    },
  }
}

/** A door that speaks something else than JSON. */
export function mountRaw(door: Omit<Mounted, 'respond' | 'whileLocked'>, respond: (call: DoorCall) => Response | Promise<Response>): Mounted {
  return { ...door, whileLocked: false, respond: async (call) => respond(call) }
}

function hasBody(method: string): boolean {
  return method === 'POST' || method === 'PUT' || method === 'PATCH'
}

/** No body counts as no fields. */
function jsonOf(headers: Headers, body: Uint8Array): unknown {
  if (body.length === 0) return {}
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw new Malformed('content type')
  return readJson(body)
}

function parseInput<S extends z.ZodMiniType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const field = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new Refused('BAD_INPUT', field === '' ? {} : { field })
}
