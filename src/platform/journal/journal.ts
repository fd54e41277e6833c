import type { Json, JsonObject } from '../../kernel/canonical.ts'
import { openCheckpoint } from '../../kernel/checkpoint.ts'
import type { Crypto } from '../../kernel/crypto.ts'
import type { Entry, EntryTime } from '../../kernel/entry.ts'
import type { ClassId } from '../../kernel/ids.ts'
import { frontierRoot, sameHash } from '../../kernel/tree.ts'
import type { Frontier, Hash } from '../../kernel/tree.ts'
import type { Database } from '../sqlite/database.ts'
import { DatabaseFailure } from '../sqlite/failures.ts'
import { migrate } from '../sqlite/migrations.ts'
import { queryOnly } from '../sqlite/sql.ts'
import type { Query, Sql } from '../sqlite/sql.ts'
import type { Timers } from '../timers.ts'
import { DeferredQueue } from './deferred.ts'
import type { Loss } from './deferred.ts'
import { prepare } from './drafts.ts'
import type { EntryDraft } from './drafts.ts'
import type { Erasure } from './erasure.ts'
import { CommitGroup } from './group.ts'
import type { GroupDeps } from './group.ts'
import { openIdentity } from './identity.ts'
import type { HubIdentity } from './identity.ts'
import { openProjections, rebuild } from './projections.ts'
import type { Projector } from './projections.ts'
import { JOURNAL_MIGRATIONS, JournalStore } from './store.ts'
import type { CosignatureLine, Which } from './store.ts'

/** Nothing that must be awaited: a transaction is over when its function returns. */
export type Sync<T> = T extends PromiseLike<unknown> ? never : T

/** What one transaction may do. It throws once the transaction is over. */
export type Tx = {
  /** Puts a fact on record and projects it; the entry is durable when `transact` returns. */
  append(draft: EntryDraft): Entry
  /** Erases private fields of entries for good, and puts that on record. Answers how many entries lost one; {@link Journal.scrub} afterwards. */
  erase(erasure: Erasure): number
  /** How many entries a class has, those of this transaction included. */
  count(classId: ClassId): number
  /** A feature's own tables, inside this transaction. */
  readonly sql: Sql
  /** Leaves a message for a background job, in the same commit. */
  outbox(topic: string, payload: Json): void
}

/**
 * The hub's one record. Invariants:
 * 1. Sequences have no gap, and nothing is ever rewritten.
 * 2. Append, projection and outbox are in one commit or not at all.
 * 3. Every commit that holds an entry ends in a signed checkpoint of exactly its size.
 * 4. Entries stand in the order in which they were decided or deferred.
 * 5. What was erased is in no table from that commit on, and in no file once it was scrubbed; that it was there, and
 *    whose decision it was, stays on record.
 */
export type Journal = {
  readonly identity: HubIdentity
  /** The tables as committed, for answers. */
  readonly query: Query
  /** Decisions, money, rights, consent: durable when it returns, undone when it throws. */
  transact<T>(work: (tx: Tx) => Sync<T>): T
  /** Cues, timers, hands: on record within 200 ms; `kept` is called once it is durable. Throws `Malformed` at once for a bad draft. */
  defer(draft: EntryDraft, kept?: (entry: Entry) => void): void
  /** Writes what is deferred now rather than in a moment. A failing disk is told to the listeners, not thrown. */
  flush(): void
  /** Entries `from` up to but not including `to`. */
  read(from: number, to: number): Entry[]
  /** Entries of a class, in order: of one of these kinds, saying one of these ids in the open, or with something private left; all of them where nothing is stated. */
  ofClass(classId: ClassId, which?: Which): Entry[]
  /** How many private fields of a class's entries are left. */
  countPrivate(classId: ClassId): number
  /** The private fields of an entry that are not erased. */
  disclosed(entry: Entry): JsonObject
  /** The private fields of an entry that are not erased, as they were committed to (RFC 9901): what an export hands out. */
  disclosures(entry: Entry): readonly string[]
  /** After an erasure was committed: empties the write-ahead log, so that no file of the database holds what was erased. */
  scrub(): void
  /** Of the database's file, pages that are free included. */
  bytes(): number
  /** Drops every projection and replays it. */
  rebuild(): void
  head(): { readonly size: number; readonly root: Hash }
  /** The signed checkpoint of a commit that ended at `size`, or the latest. */
  checkpoint(size?: number): string | undefined
  /** {@link checkpoint} with the lines of the witnesses that cosigned it, as it is given to others. */
  cosigned(size?: number): string | undefined
  /** Keeps a witness's line under the checkpoint of that size, durably. Whether it is good was checked before. */
  keepCosignature(size: number, line: CosignatureLine): void
  /** Sizes of the checkpoints that somebody cosigned, from `from` on, in order. */
  cosignedSizes(from: number): readonly number[]
  /** The largest size of a checkpoint which the key has cosigned; 0 when none. */
  cosignedUpTo(name: string, keyId: Uint8Array): number
  /** The hash of a complete tree node, for proofs and tiles. */
  node(level: number, index: number): Hash
  /** Hears when deferred entries cannot be written, and when they can again. Answers how to stop. */
  onLoss(listener: (loss: Loss) => void): () => void
  /** Writes what is deferred and ends; the database stays open. */
  close(): void
}

export type JournalOptions = {
  readonly database: Database
  readonly crypto: Crypto
  readonly projectors: readonly Projector[]
  /** The time to put into an entry made now. */
  readonly stamp: () => EntryTime
  /** Hears of defects that no caller can be told of. */
  readonly fault: (error: unknown) => void
  readonly timers?: Timers
}

/** Opens the journal in `database`, or begins one. Throws `DatabaseFailure` when it does not hold together. */
export function openJournal(options: JournalOptions): Journal {
  const { database, crypto, projectors } = options
  migrate(database, JOURNAL_MIGRATIONS)
  const store = new JournalStore(database.sql, crypto)
  const identity = database.transaction(() => openIdentity(store, crypto))
  let bootCount: number | undefined
  const stamp = (): EntryTime => {
    const time = options.stamp()
    bootCount ??= store.bootNumber(time.boot)
    return { ...time, bootCount }
  }
  let frontier = requireSound(store, identity, crypto)
  openProjections(database, store, projectors)

  const deps: GroupDeps = { sql: database.sql, store, crypto, identity, projectors }
  const deferred = new DeferredQueue({ ...options, stamp, commit })
  let busy = false
  let open = true

  function commit<T>(work: (group: CommitGroup) => T): T {
    if (!open) throw new Error('the journal is closed')
    if (busy) throw new Error('a transaction inside a transaction')
    busy = true
    try {
      const group = new CommitGroup(deps, frontier)
      const result = database.transaction(() => {
        const value = work(group)
        group.seal()
        return value
      })
      frontier = group.frontier
      return result
    } finally {
      busy = false
    }
  }

  return {
    identity,
    query: queryOnly(database.sql),
    transact: (work) => deferred.along((before) => commit((group) => {
      before(group)
      return runOnce(group, deps, stamp, work)
    })),
    defer: (draft, kept) => deferred.add(prepare(draft, stamp(), crypto), kept),
    flush: () => deferred.flush(),
    read: (from, to) => store.entries(from, to),
    ofClass: (classId, which) => store.ofClass(classId, which),
    countPrivate: (classId) => store.countPrivate(classId),
    disclosed: (entry) => store.disclosed(entry),
    disclosures: (entry) => store.disclosures(entry),
    scrub: () => database.settle(),
    bytes: () => store.bytes(),
    rebuild: () => database.transaction(() => rebuild(database, store, projectors)),
    head: () => ({ size: frontier.size, root: frontierRoot(frontier, crypto) }),
    checkpoint: (size) => store.checkpoint(size),
    cosigned: (size = frontier.size) => {
      const note = store.checkpoint(size)
      return note === undefined ? undefined : note + store.cosignatures(size).join('')
    },
    keepCosignature: (size, line) => commit(() => store.keepCosignature(size, line)),
    cosignedSizes: (from) => store.cosignedSizes(from),
    cosignedUpTo: (name, keyId) => store.cosignedUpTo(name, keyId),
    node: (level, index) => store.node(level, index),
    onLoss: (listener) => deferred.listen(listener),
    close: () => {
      if (!open) return
      deferred.end()
      open = false
    },
  }
}

/** Runs a use case on a Tx that dies with it. */
function runOnce<T>(group: CommitGroup, deps: GroupDeps, stamp: () => EntryTime, work: (tx: Tx) => Sync<T>): T {
  let over = false
  const live = <A extends readonly unknown[], R>(act: (...args: A) => R) => (...args: A): R => {
    if (over) throw new Error('a transaction used after its end')
    return act(...args)
  }
  const { get, all, run } = deps.sql
  const tx: Tx = {
    append: live((draft: EntryDraft) => group.append(prepare(draft, stamp(), deps.crypto))),
    erase: live((erasure: Erasure) => group.erase(erasure, (draft) => prepare(draft, stamp(), deps.crypto))),
    count: live((classId: ClassId) => group.count(classId)),
    sql: { get: live(get) as Sql['get'], all: live(all) as Sql['all'], run: live(run) }, // `live` loses only the row's type parameter.
    outbox: live((topic: string, payload: Json) => group.post(topic, payload)),
  }
  try {
    const result = work(tx)
    if (isPromiseLike(result)) throw new Error('a transaction must not be asynchronous')
    return result
  } finally {
    over = true
  }
}

function isPromiseLike(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

/** The frontier, after checking that the newest checkpoint is ours and signs exactly the entries there are. */
function requireSound(store: JournalStore, identity: HubIdentity, crypto: Crypto): Frontier {
  const frontier = store.frontier()
  const note = store.checkpoint()
  if (note === undefined) {
    if (frontier.size > 0) throw new DatabaseFailure('DB_CORRUPT', 'entries without a checkpoint')
    return frontier
  }
  let sound: boolean
  try {
    const { size, root } = openCheckpoint(note, identity.signer, crypto)
    sound = size === frontier.size && sameHash(root, frontierRoot(frontier, crypto))
  } catch (cause) {
    throw new DatabaseFailure('DB_CORRUPT', 'the newest checkpoint', { cause })
  }
  if (!sound) throw new DatabaseFailure('DB_CORRUPT', 'the newest checkpoint is not that of the entries')
  return frontier
}

export type { EntryDraft, Erasure, Loss, Projector }
