import type { Crypto } from '../../kernel/crypto.ts'
import type { Entry, EntryTime } from '../../kernel/entry.ts'
import type { Database } from '../sqlite/database.ts'
import { isDiskFailure } from '../sqlite/failures.ts'
import { processTimers } from '../timers.ts'
import type { Timers } from '../timers.ts'
import { prepare, requireWritable } from './drafts.ts'
import type { Prepared } from './drafts.ts'
import type { CommitGroup } from './group.ts'
import { lossDraft, Losses } from './losses.ts'
import type { Loss as Lost } from './losses.ts'

/**
 * What the lamp shows. `failing`: the disk does not take entries; `waiting` are still in memory and
 * `lost` are gone for good. `recovered`: it takes them again; `lost` were declared.
 */
export type Loss =
  | { readonly state: 'failing'; readonly waiting: number; readonly lost: number; readonly cause: unknown }
  | { readonly state: 'recovered'; readonly lost: number }

/** A group commit every 150 ms leaves 50 ms of the promised 200 for a slow fsync. */
const GROUP_MS = 150
const RETRY_MS = 1000
/** Hours of a busy class; beyond it the newest are lost, so that what stands is one unbroken stretch. */
export const MAX_WAITING = 20_000

type Waiting = { readonly prepared: Prepared; readonly kept: ((entry: Entry) => void) | undefined }

export type DeferredDeps = {
  readonly database: Database
  readonly crypto: Crypto
  readonly stamp: () => EntryTime
  readonly fault: (error: unknown) => void
  readonly timers?: Timers
  commit<T>(work: (group: CommitGroup) => T): T
}

/**
 * Entries published before they are committed. Whatever fails, `add` does not: entries wait in
 * memory while the disk fails, in order, and the first ones written after a loss declare it.
 */
export function deferredQueue(deps: DeferredDeps) {
  const { timers = processTimers() } = deps
  const listeners = new Set<(loss: Loss) => void>()
  const losses = new Losses()
  let waiting: Waiting[] = []
  let cancel: (() => void) | undefined
  let failing = false

  function schedule(ms: number): void {
    cancel ??= timers.after(ms, () => {
      cancel = undefined
      flush()
    })
  }

  function tell(loss: Loss): void {
    for (const listener of listeners) guarded(() => listener(loss))
  }

  /** Work that is not ours must not break the queue. */
  function guarded(work: () => void): void {
    try {
      work()
    } catch (error) {
      deps.fault(error)
    }
  }

  /** Commits what waits, with `commitWith` deciding what else is in the same group. */
  function along<T>(commitWith: (before: (group: CommitGroup) => void) => T): T {
    if (waiting.length === 0 && losses.total === 0) return commitWith(() => undefined)
    const batch = waiting.slice() // A copy: the work in this group may defer more.
    const declared = losses.take()
    const kept: Array<() => void> = []
    const dropped: Prepared[] = []
    let result: T
    try {
      result = commitWith((group) => {
        for (const loss of declared) group.append(prepare(lossDraft(loss), deps.stamp(), deps.crypto))
        for (const one of batch) write(group, one, kept, dropped)
      })
    } catch (error) {
      losses.giveBack(declared)
      throw error
    }
    waiting = waiting.slice(batch.length)
    for (const one of dropped) losses.add(one)
    settled(declared)
    for (const tellKept of kept) guarded(tellKept)
    return result
  }

  function write(group: CommitGroup, { prepared, kept }: Waiting, told: Array<() => void>, dropped: Prepared[]): void {
    try {
      const entry = deps.database.savepoint(() => group.append(prepared))
      if (kept) told.push(() => kept(entry))
    } catch (error) {
      if (isDiskFailure(error)) throw error
      // A projection that cannot take this entry must not hold up all that come after it.
      dropped.push(prepared)
      deps.fault(error)
    }
  }

  function settled(declared: readonly Lost[]): void {
    cancel?.()
    cancel = undefined
    if (waiting.length > 0 || losses.total > 0) schedule(GROUP_MS)
    if (!failing) return
    failing = false
    tell({ state: 'recovered', lost: declared.reduce((sum, loss) => sum + loss.count, 0) })
  }

  function flush(): void {
    if (waiting.length === 0 && losses.total === 0) return
    try {
      along((before) => deps.commit(before))
    } catch (cause) {
      if (!isDiskFailure(cause)) deps.fault(cause)
      failing = true
      schedule(RETRY_MS)
      tell({ state: 'failing', waiting: waiting.length, lost: losses.total, cause })
    }
  }

  return {
    add(prepared: Prepared, kept?: (entry: Entry) => void): void {
      requireWritable(prepared)
      if (waiting.length >= MAX_WAITING) losses.add(prepared)
      else waiting.push({ prepared, kept })
      schedule(GROUP_MS)
    },
    along,
    flush,
    listen(listener: (loss: Loss) => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    end(): void {
      flush()
      cancel?.()
      cancel = undefined
    },
  }
}
