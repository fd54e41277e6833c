import { z } from 'zod/mini'
import { base64, fromBase64 } from '../../kernel/bytes.ts'
import { Malformed } from '../../kernel/failures.ts'

/** 32 bytes in base64. */
const KeyText = z.string().check(z.regex(/^[A-Za-z0-9+/]{43}=$/))
const FolderName = z.string().check(z.regex(/^[0-9a-f]{16}$/))

/**
 * What the supervisor and the hub it starts say to each other, over the pipe between the two: keys
 * never travel in arguments or the environment, where other programs could read them. The hub asks
 * for its orders; after an unlock it hands the key up, so that the next hub after a crash need not ask
 * a person. The hub of a sample class hands up the key of the real database that it has prepared; a hub that
 * goes into rehearsal the rehearsal's; one that comes out of it a sheet for the real hub's record, which says when it is kept.
 */
export const HubAsks = z.discriminatedUnion('type', [
  z.object({ type: z.literal('database-key-wanted') }),
  z.object({ type: z.literal('database-key'), key: KeyText }),
  z.object({ type: z.literal('prepared-key'), key: KeyText }),
  z.object({ type: z.literal('rehearsal-prepared'), name: FolderName, key: KeyText }),
  z.object({ type: z.literal('rehearsal-held'), sheet: z.string() }),
  z.object({ type: z.literal('sheet-kept') }),
])
export type HubAsks = z.infer<typeof HubAsks>
export const SupervisorAnswers = z.object({
  type: z.literal('database-key'),
  key: z.nullable(KeyText),
  /** The folder, by its name in the data folder's `tour`, in which a sample class is to run; null for the real thing. */
  sample: z._default(z.nullable(FolderName), null),
  /** The folder, in the data folder's `rehearsal`, in which a rehearsal is to run. */
  rehearsal: z._default(z.nullable(FolderName), null),
  /** JSON that a rehearsal left for the real hub's record, until it is kept there. */
  sheet: z._default(z.nullable(z.string()), null),
  /** Whether this is the supervisor's first hub, rather than one after a crash. */
  first: z._default(z.boolean(), true),
})
export type SupervisorAnswers = z.infer<typeof SupervisorAnswers>

/** What a hub starts with; `key` is null when the supervisor holds none, or when there is no supervisor. */
export type Orders = { readonly key: Uint8Array | null; readonly sample: string | null; readonly rehearsal: string | null; readonly sheet: string | null; readonly first: boolean }

/** The hub's end of the pipe: `process`, or a stand-in. */
type Pipe = {
  readonly connected?: boolean
  send?: ((message: HubAsks) => unknown) | undefined
  once(event: 'message', heard: (message: unknown) => void): unknown
  once(event: 'disconnect', heard: () => void): unknown
}

/** Asks the supervisor what to start with. */
export async function receiveOrders(pipe: Pipe = process): Promise<Orders> {
  if (!pipe.send || pipe.connected === false) return { key: null, sample: null, rehearsal: null, sheet: null, first: true }
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  pipe.once('message', resolve)
  pipe.once('disconnect', () => reject(new Error('the supervisor went away')))
  pipe.send({ type: 'database-key-wanted' })
  const answer = SupervisorAnswers.safeParse(await promise)
  if (!answer.success) throw new Malformed('answer of the supervisor', { cause: answer.error })
  const { type: _, key, ...orders } = answer.data
  return { ...orders, key: key === null ? null : fromBase64(key) }
}

/** Gives the supervisor a key that was just made or unlocked. Without a supervisor nothing happens. */
export function handDatabaseKey(key: Uint8Array, pipe: Pipe = process): void {
  if (pipe.connected !== false) pipe.send?.({ type: 'database-key', key: base64(key) })
}

/** Gives the supervisor the key of a real database that waits to be moved into its place. */
export function handPreparedKey(key: Uint8Array, pipe: Pipe = process): void {
  if (pipe.connected !== false) pipe.send?.({ type: 'prepared-key', key: base64(key) })
}

/** Gives the supervisor a rehearsal that is whole; the next hub runs it. */
export function handRehearsal(name: string, key: Uint8Array, pipe: Pipe = process): void {
  if (pipe.connected !== false) pipe.send?.({ type: 'rehearsal-prepared', name, key: base64(key) })
}

/** Gives the supervisor what a rehearsal leaves. */
export function handSheet(sheet: string, pipe: Pipe = process): void {
  if (pipe.connected !== false) pipe.send?.({ type: 'rehearsal-held', sheet })
}

/** The sheet stands on record. */
export function tellSheetKept(pipe: Pipe = process): void {
  if (pipe.connected !== false) pipe.send?.({ type: 'sheet-kept' })
}

/** Runs `work` when the supervisor is gone, however it went: a hub without one must end, or nobody can end it. */
export function whenSupervisorGone(work: () => void, pipe: Pipe = process): void {
  if (!pipe.send) return
  // It may have gone while the hub was still being started.
  if (pipe.connected === false) work()
  else pipe.once('disconnect', work)
}
