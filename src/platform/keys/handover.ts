import { z } from 'zod/mini'
import { base64, fromBase64 } from '../../kernel/bytes.ts'
import { Malformed } from '../../kernel/failures.ts'

/** 32 bytes in base64. */
const KeyText = z.string().check(z.regex(/^[A-Za-z0-9+/]{43}=$/))

/**
 * How the database key travels between the supervisor and the hub it starts: over the pipe between
 * the two, never in arguments or the environment, where other programs could read it. The hub asks;
 * the supervisor answers with what it holds; after an unlock the hub hands the key up, so that the
 * next hub after a crash need not ask a person.
 */
export const HubAsks = z.discriminatedUnion('type', [
  z.object({ type: z.literal('database-key-wanted') }),
  z.object({ type: z.literal('database-key'), key: KeyText }),
])
export type HubAsks = z.infer<typeof HubAsks>
export const SupervisorAnswers = z.object({ type: z.literal('database-key'), key: z.nullable(KeyText) })
export type SupervisorAnswers = z.infer<typeof SupervisorAnswers>

/** The hub's end of the pipe: `process`, or a stand-in. */
type Pipe = {
  readonly connected?: boolean
  send?: ((message: HubAsks) => unknown) | undefined
  once(event: 'message', heard: (message: unknown) => void): unknown
  once(event: 'disconnect', heard: () => void): unknown
}

/** The key the supervisor holds; null when it holds none, or when there is no supervisor. */
export async function receiveDatabaseKey(pipe: Pipe = process): Promise<Uint8Array | null> {
  if (!pipe.send || pipe.connected === false) return null
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  pipe.once('message', resolve)
  pipe.once('disconnect', () => reject(new Error('the supervisor went away')))
  pipe.send({ type: 'database-key-wanted' })
  const answer = SupervisorAnswers.safeParse(await promise)
  if (!answer.success) throw new Malformed('answer of the supervisor', { cause: answer.error })
  return answer.data.key === null ? null : fromBase64(answer.data.key)
}

/** Gives the supervisor a key that was just made or unlocked. Without a supervisor nothing happens. */
export function handDatabaseKey(key: Uint8Array, pipe: Pipe = process): void {
  if (pipe.connected !== false) pipe.send?.({ type: 'database-key', key: base64(key) })
}

/** Runs `work` when the supervisor is gone, however it went: a hub without one must end, or nobody can end it. */
export function whenSupervisorGone(work: () => void, pipe: Pipe = process): void {
  if (pipe.send) pipe.once('disconnect', work)
}
