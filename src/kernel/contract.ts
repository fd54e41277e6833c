import type { z } from 'zod/mini'
import type { Role } from './roles.ts'

/**
 * What a feature says to the outside, as data. The hub mounts it, a page derives its typed client
 * from it, and the access test walks it as everybody who may not call.
 */

/** `anyone` needs no signature; `device` any device whose signature is good; roles need one of them. */
export type Who = 'anyone' | 'device' | readonly Role[]

/** At most `burst` calls at once per caller, refilled evenly over `seconds`. */
export type Limit = { readonly burst: number; readonly seconds: number }

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Schema = z.ZodMiniType

export type RoutePath = `/api/1/${string}`

export type Route<I extends Schema = Schema, O extends Schema = Schema, P extends RoutePath = RoutePath> = {
  readonly name: string
  readonly method: Method
  /** Path with `:name` parameters, below `/api/1`. Parameters are checked by the use case's schema. */
  readonly path: P
  readonly who: Who
  readonly limit: Limit
  /** Milliseconds that an honest answer may take on a small box; ten seconds unless stated. */
  readonly withinMs?: number
  readonly input: I
  readonly output: O
  /** Codes beyond the general ones of the platform (`NOT_FOUND`, `FORBIDDEN`, `BAD_INPUT`, …). */
  readonly refusals: readonly string[]
}

export function route<I extends Schema, O extends Schema, const P extends RoutePath>(definition: Route<I, O, P>): Route<I, O, P> {
  return definition
}

/** A message on the live socket. Commands (`signed`) change something; telemetry does not. */
export type Message<B extends Schema = Schema> = {
  readonly type: string
  readonly who: Who
  readonly signed: boolean
  readonly limit: Limit
  readonly body: B
  readonly refusals: readonly string[]
}

export function message<B extends Schema>(definition: Message<B>): Message<B> {
  return definition
}
