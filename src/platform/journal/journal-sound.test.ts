import { describe, expect, it } from 'vitest'
import { checkpointText, parseCheckpoint, signCheckpoint } from '../../kernel/checkpoint.ts'
import { openNote, signerOf } from '../../kernel/note.ts'
import { nodeCrypto } from '../crypto-node.ts'
import { DatabaseFailure } from '../sqlite/failures.ts'
import { temporaryJournal } from './temporary-journal.ts'
import type { TemporaryJournal } from './temporary-journal.ts'

const crypto = nodeCrypto()

/** A journal of three commits whose file somebody with the key then changed by hand. */
function changed(change: (world: TemporaryJournal) => void): () => unknown {
  return () => {
    using world = temporaryJournal()
    for (const n of [0, 1, 2]) world.journal.transact((tx) => void tx.append({ kind: 'live.hand-raised.1', actor: 'dev_a', body: { n } }))
    change(world)
    return world.reopen().head().size
  }
}

function signedByAnother(note: string): string {
  const checkpoint = parseCheckpoint(`${note.split('\n\n')[0] ?? ''}\n`)
  return signCheckpoint(checkpoint, signerOf(checkpoint.origin, crypto.ed25519.newSecretKey(), crypto))
}

describe('opening a journal', () => {
  it('goes on where it ended', () => {
    expect(changed(() => undefined)()).toBe(3)
  })

  it('keeps the identity the hub began with', () => {
    using world = temporaryJournal()
    const before = world.journal.identity.hub
    expect(world.reopen().identity.hub).toBe(before)
    using other = temporaryJournal()
    expect(other.journal.identity.hub).not.toBe(before)
  })

  it.each<[string, (world: TemporaryJournal) => void]>([
    ['its last entry is gone', ({ database }) => void database.sql.run('DELETE FROM entries WHERE sequence = 2')],
    ['an entry was slipped in', ({ database }) => void database.sql.run(
      `INSERT INTO entries SELECT 3, NULL, NULL, kind, bytes, hashes FROM entries WHERE sequence = 1`)],
    ['a hash was changed', ({ database }) => void database.sql.run('UPDATE entries SET hashes = zeroblob(64) WHERE sequence = 1')],
    ['a hash was cut', ({ database }) => void database.sql.run('UPDATE entries SET hashes = zeroblob(32) WHERE sequence = 1')],
    ['its newest checkpoint is gone', ({ database }) => void database.sql.run('DELETE FROM checkpoints WHERE size = 3')],
    ['all checkpoints are gone', ({ database }) => void database.sql.run('DELETE FROM checkpoints')],
    ['its newest checkpoint is no note', ({ database }) => void database.sql.run("UPDATE checkpoints SET note = 'lectern' WHERE size = 3")],
    ['its newest checkpoint is that of another key', ({ database, journal }) => void database.sql.run(
      'UPDATE checkpoints SET note = ? WHERE size = 3', signedByAnother(journal.checkpoint() ?? ''))],
  ])('is refused when %s', (_, change) => {
    expect(changed(change)).toThrow(DatabaseFailure)
    expect(changed(change)).toThrow('DB_CORRUPT')
  })
})

describe('a checkpoint', () => {
  it('is a note that anybody with the verifier key opens', () => {
    using world = temporaryJournal()
    const { journal } = world
    journal.transact((tx) => void tx.append({ kind: 'live.hand-raised.1', actor: 'dev_a', body: {} }))
    const { text } = openNote(journal.checkpoint() ?? '', [journal.identity.signer], crypto)
    expect(text).toBe(checkpointText({ origin: `lectern/${journal.identity.hub}`, ...journal.head() }))
  })
})
