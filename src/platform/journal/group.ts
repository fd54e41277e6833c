import type { Json } from '../../kernel/canonical.ts'
import { canonicalText } from '../../kernel/canonical.ts'
import { signCheckpoint } from '../../kernel/checkpoint.ts'
import type { Crypto } from '../../kernel/crypto.ts'
import { encodeEntry } from '../../kernel/entry.ts'
import type { Entry } from '../../kernel/entry.ts'
import type { ClassId } from '../../kernel/ids.ts'
import { addLeaf, frontierRoot, leafHash } from '../../kernel/tree.ts'
import type { Frontier } from '../../kernel/tree.ts'
import type { Sql } from '../sqlite/sql.ts'
import { place } from './drafts.ts'
import type { EntryDraft, Prepared } from './drafts.ts'
import { erasureDrafts } from './erasure.ts'
import type { Erasure } from './erasure.ts'
import type { HubIdentity } from './identity.ts'
import type { Projector } from './projections.ts'
import type { JournalStore } from './store.ts'

export type GroupDeps = {
  readonly sql: Sql
  readonly store: JournalStore
  readonly crypto: Crypto
  readonly identity: HubIdentity
  readonly projectors: readonly Projector[]
}

/** The entries of one commit: written, projected and sealed by one checkpoint, inside one transaction. */
export class CommitGroup {
  readonly #deps: GroupDeps
  readonly #start: number
  #frontier: Frontier

  constructor(deps: GroupDeps, frontier: Frontier) {
    this.#deps = deps
    this.#start = frontier.size
    this.#frontier = frontier
  }

  get frontier(): Frontier {
    return this.#frontier
  }

  append(prepared: Prepared): Entry {
    const { store, crypto, identity, projectors, sql } = this.#deps
    const inClass = prepared.classId ? store.classHead(prepared.classId) : { count: 0, last: null }
    if (this.#frontier.size === this.#start) store.keepBoot(prepared.fixed.time.boot)
    const entry = place(prepared, { hub: identity.hub, sequence: this.#frontier.size, inClass })
    const bytes = encodeEntry(entry)
    const { frontier, nodes } = addLeaf(this.#frontier, leafHash(bytes, crypto), crypto)
    store.insert(entry, bytes, nodes, prepared.disclosures)
    for (const projector of projectors) projector.project(sql, entry, prepared.disclosed)
    this.#frontier = frontier // Last, so that a failure above leaves the group as it was.
    return entry
  }

  /** Answers how many entries lost a field; with none nothing is put on record. */
  erase(erasure: Erasure, prepared: (draft: EntryDraft) => Prepared): number {
    const entries = [...new Set(erasure.entries)].toSorted((a, b) => a - b)
    const erased = entries.filter((sequence) => this.#deps.store.erase(sequence, erasure.fields))
    for (const draft of erasureDrafts(erasure, erased)) this.append(prepared(draft))
    return erased.length
  }

  count(classId: ClassId): number {
    return this.#deps.store.classHead(classId).count
  }

  post(topic: string, payload: Json): void {
    this.#deps.store.post(topic, this.#frontier.size, canonicalText(payload))
  }

  /** Signs the head if the group holds an entry. */
  seal(): void {
    const { store, crypto, identity } = this.#deps
    const { size } = this.#frontier
    if (size === this.#start) return
    const head = { origin: identity.signer.name, size, root: frontierRoot(this.#frontier, crypto) }
    store.keepCheckpoint(size, signCheckpoint(head, identity.signer))
  }
}
