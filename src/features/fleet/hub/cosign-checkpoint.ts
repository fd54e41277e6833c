import { Refused } from '../../../kernel/failures.ts'
import { signatureLine } from '../../../kernel/note.ts'
import { decideCosigning } from '../rules/witness.ts'
import type { AddCheckpoint } from '../wire/add-checkpoint.ts'
import type { FleetDeps } from './deps.ts'
import { keepSeen, seenOf } from './store.ts'

type CosignDeps = Pick<FleetDeps, 'journal' | 'crypto' | 'wall' | 'log' | 'cosigner' | 'logs'>

/** What a log is answered: the line it may add to its checkpoint, or the size that was seen last. */
export type Cosigned = { readonly line: string } | { readonly seenSize: number }

/**
 * Cosigns a checkpoint of a log that was named in advance, or refuses. Looking and remembering are one commit, which is
 * durable before anything is signed: a box that dies in between has seen more than it said, never less.
 */
export function cosignCheckpoint(deps: CosignDeps, asked: AddCheckpoint): Cosigned {
  const { journal, crypto, logs, log, cosigner } = deps
  const decision = journal.transact((tx) => {
    const decided = decideCosigning(asked, logs, (origin) => seenOf(tx.sql, origin), crypto)
    if (decided.type === 'cosign') keepSeen(tx.sql, decided.origin, decided.seen)
    return decided
  })
  switch (decision.type) {
    case 'cosign':
      return { line: signatureLine(cosigner.cosign(decision.text, Math.floor(deps.wall() / 1000))) }
    case 'conflict':
      if (decision.isSplit) log.error('witness.split-log', { origin: decision.origin, size: decision.size })
      return { seenSize: decision.size }
    case 'refused':
      if (decision.refusal === 'GROWTH_UNPROVEN') log.warn('witness.unproven-growth', { origin: decision.origin })
      throw new Refused(decision.refusal)
  }
}
