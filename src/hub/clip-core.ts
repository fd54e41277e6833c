import { storedRecording, storedSegments } from '../features/capture/hub/store.ts'
import { segmentShelf } from '../features/capture/hub/shelf.ts'
import { findClass } from '../features/live/hub/views.ts'
import { claimsOfClass } from '../features/privacy/hub/claims/claim-store.ts'
import { chainSigner, openAuthority } from '../evidence/clip/authority.ts'
import type { ClipAuthority } from '../evidence/clip/authority.ts'
import type { ClipDoorDeps } from '../evidence/clip/clip-doors.ts'
import { journalRecord } from '../evidence/clip/journal-record.ts'
import type { Crypto } from '../kernel/crypto.ts'
import type { Blobs } from '../platform/blobs.ts'
import type { Journal } from '../platform/journal/journal.ts'

/** What makes clips of a box's recordings, with what capture, live and privacy know of them. */
export function clipDeps({ journal, crypto, blobs }: { readonly journal: Journal; readonly crypto: Crypto; readonly blobs: Pick<Blobs, 'get'> }): ClipDoorDeps {
  const { query, identity } = journal
  const shelf = segmentShelf({ query, blobs })
  const authority = (): ClipAuthority => journal.transact((tx) => openAuthority(tx.sql, identity.hub, crypto))
  return {
    crypto,
    record: journalRecord({
      journal, crypto,
      shelf: { segments: (classId) => storedSegments(query, classId), init: shelf.init, open: shelf.open },
      begun: (classId) => storedRecording(query, classId).begun,
      claimed: (classId) => claimsOfClass(query, classId).filter(({ state, remove }) => state === 'waiting' && (remove.sound || remove.picture)).map(({ span }) => span),
    }),
    findClass: (code) => findClass(query, code),
    signer: () => chainSigner(authority(), crypto),
    authority: () => authority().authority,
  }
}
