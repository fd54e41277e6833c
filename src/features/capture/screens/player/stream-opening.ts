import type { z } from 'zod/mini'
import { Malformed } from '../../../../kernel/failures.ts'
import type { Client } from '../../../../ui/client.ts'
import { openReplay, openStream } from '../../wire/routes.ts'
import type { OpenedStretch, ReplayTold } from './player.ts'

/** An opened stream: where its main playlist is, and what its wall time means on the shared clock. */
export type OpenedStream = { readonly path: string; /** Milliseconds since 1970 at shared time 0. */ readonly wallAtZero: number; readonly replay: ReplayTold | null }

/**
 * Asks for a stream, signed although anybody may ask: the box then knows the seat. Throws what the
 * client throws: `ToldRefusal`, `Unreachable`, `Malformed`.
 */
export async function openOnBox(client: Pick<Client, 'signed'>, of: 'class' | 'replay', code: string): Promise<OpenedStream> {
  if (of === 'class') return { ...(await ask(client, openStream, code)), replay: null }
  const { path, wallAtZero, title, until, seconds } = await ask(client, openReplay, code)
  return { path, wallAtZero, replay: { title, until, seconds } }
}

/** A stretch of a recording says nothing of the whole. */
export async function openStretch(open: () => Promise<OpenedStretch>): Promise<OpenedStream> {
  return { ...(await open()), replay: null }
}

type Opening = typeof openStream | typeof openReplay

async function ask<R extends Opening>(client: Pick<Client, 'signed'>, route: R, code: string): Promise<z.output<R['output']>> {
  const { text } = await client.signed({ method: route.method, path: route.path.replace(':code', encodeURIComponent(code)), body: '{}' })
  try {
    return route.output.parse(JSON.parse(text)) as z.output<R['output']> // The schema is the route's own.
  } catch (cause) {
    throw new Malformed(`answer to ${route.name}`, { cause })
  }
}
