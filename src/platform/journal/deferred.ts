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
/** After an outage the rest follows in further groups: one commit must neither take seconds nor need all the room at once. */
const GROUP_ENTRIES = 1000
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
export class DeferredQueue {
  readonly #deps: DeferredDeps
  readonly #timers: Timers
  readonly #listeners = new Set<(loss: Loss) => void>()
  readonly #losses = new Losses()
  #waiting: Waiting[] = []
  #cancel: (() => void) | undefined
  #failing = false

  constructor(deps: DeferredDeps) {
    this.#deps = deps
    this.#timers = deps.timers ?? processTimers()
  }

  add(prepared: Prepared, kept?: (entry: Entry) => void): void {
    requireWritable(prepared)
    if (this.#waiting.length >= MAX_WAITING) this.#losses.add(prepared)
    else this.#waiting.push({ prepared, kept })
    this.#schedule(GROUP_MS)
  }

  /** Commits what waits before `commitWith` does its own work, the last of it in the same group. */
  along<T>(commitWith: (before: (group: CommitGroup) => void) => T): T {
    while (this.#waiting.length > GROUP_ENTRIES) this.#commitSome((before) => this.#deps.commit(before))
    return this.#commitSome(commitWith)
  }

  #commitSome<T>(commitWith: (before: (group: CommitGroup) => void) => T): T {
    if (this.#isIdle()) return commitWith(() => undefined)
    const batch = this.#waiting.slice(0, GROUP_ENTRIES)
    const declared = this.#losses.take()
    const kept: Array<() => void> = []
    const dropped: Prepared[] = []
    let result: T
    try {
      result = commitWith((group) => {
        for (const loss of declared) group.append(prepare(lossDraft(loss), this.#deps.stamp(), this.#deps.crypto))
        for (const one of batch) this.#write(group, one, kept, dropped)
      })
    } catch (error) {
      this.#losses.giveBack(declared)
      throw error
    }
    this.#waiting = this.#waiting.slice(batch.length)
    for (const one of dropped) this.#losses.add(one)
    this.#settled(declared)
    for (const tellKept of kept) this.#guarded(tellKept)
    return result
  }

  /** Commits a group of what waits, and the rest soon; a failure goes to the listeners, and it is tried again later. */
  flush(): void {
    if (this.#isIdle()) return
    try {
      this.#commitSome((before) => this.#deps.commit(before))
    } catch (cause) {
      if (!isDiskFailure(cause)) this.#deps.fault(cause)
      this.#failing = true
      this.#schedule(RETRY_MS)
      this.#tell({ state: 'failing', waiting: this.#waiting.length, lost: this.#losses.total, cause })
    }
  }

  listen(listener: (loss: Loss) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  end(): void {
    // Ends: each round commits a group or fails.
    do this.flush()
    while (!this.#isIdle() && !this.#failing)
    this.#callOff()
  }

  #isIdle(): boolean {
    return this.#waiting.length === 0 && this.#losses.total === 0
  }

  #write(group: CommitGroup, { prepared, kept }: Waiting, told: Array<() => void>, dropped: Prepared[]): void {
    try {
      const entry = this.#deps.database.savepoint(() => group.append(prepared))
      if (kept) told.push(() => kept(entry))
    } catch (error) {
      if (isDiskFailure(error)) throw error
      // A projection that cannot take this entry must not hold up all that come after it.
      dropped.push(prepared)
      this.#deps.fault(error)
    }
  }

  #settled(declared: readonly Lost[]): void {
    this.#callOff()
    if (!this.#isIdle()) this.#schedule(GROUP_MS)
    if (!this.#failing) return
    this.#failing = false
    this.#tell({ state: 'recovered', lost: declared.reduce((sum, loss) => sum + loss.count, 0) })
  }

  #schedule(ms: number): void {
    this.#cancel ??= this.#timers.after(ms, () => {
      this.#cancel = undefined
      this.flush()
    })
  }

  #callOff(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #tell(loss: Loss): void {
    for (const listener of this.#listeners) this.#guarded(() => listener(loss))
  }

  /** Work that is not ours must not break the queue. */
  #guarded(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#deps.fault(error)
    }
  }
}
