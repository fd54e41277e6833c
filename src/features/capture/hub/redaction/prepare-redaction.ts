import { hex } from '../../../../kernel/bytes.ts'
import type { BlobRef } from '../../../../kernel/entry.ts'
import { Refused } from '../../../../kernel/failures.ts'
import type { ClaimId, ClassId } from '../../../../kernel/ids.ts'
import { MICROS_PER_MS } from '../../../../kernel/time.ts'
import type { Tx } from '../../../../platform/journal/journal.ts'
import { segmentReplaced } from '../../wire/entries.ts'
import type { ReplacedBy } from '../../wire/words.ts'
import { EncoderFailed } from '../run-ffmpeg.ts'
import { keepInit, replaceSegmentKey, sealedBlobs, segmentKey, storedRecording, storedSegments } from '../store.ts'
import type { BootedSegment } from '../store.ts'
import { initOf, listOf } from '../stream/recorded-lists.ts'
import type { Listed } from '../stream/recorded-lists.ts'
import { overlaps } from '../stream/recorded-source.ts'
import type { WallSpan } from '../stream/recorded-source.ts'
import type { RedactionDeps, Removed } from './deps.ts'
import { replacementOf } from './replacement.ts'
import type { Replacement, Tools } from './replacement.ts'

/** New contents of the segments of a span, durable beside the old ones, which still count. Exactly one of {@link done} and {@link discard} comes last. */
export type PreparedRedaction = {
  /** Numbers of the segments that change. Empty when nothing of what is to go is recorded there. */
  readonly segments: readonly number[]
  /** In the caller's transaction: from its commit on the new contents count and no key of the old ones exists. Throws `BUSY` when a segment is no longer what it was when this was prepared. */
  commit(tx: Tx, by: { readonly cause: ClaimId | null; readonly actor: string }): void
  /** After the commit, at once: nothing holds or sends the old contents when this resolves. Rejects when something of them could not be removed, which a new start then does. */
  done(): Promise<void>
  /** When it is not to be: removes what was prepared. */
  discard(): Promise<void>
}

type Prepared = { readonly segment: BootedSegment; readonly replacement: Replacement; readonly plain: string; readonly ref: BlobRef; readonly key: Uint8Array; readonly salt: Uint8Array }

const SALT_BYTES = 32
const NO_ROOM: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT'])
/** Encoders that run at once. */
const AT_ONCE = 2
/** What was recorded longer ago than this is sealed, or lost. */
const SEALED_AFTER_MS = 60_000

/**
 * Prepares the removal of sound or picture of a span, in whole segments. Nothing that counts is touched before `commit`. Throws `NO_ENCODER` when
 * `tone` cannot be made here, `BUSY` while the span is still being written, `RECORD_FAILING` when the disk has no room.
 *
 * 1. A crash at any instant leaves the old state or the new one: keys change in one commit, and files without a key are swept at the next start.
 * 2. What is not to go stays byte for byte. Only of a segment that cannot be opened any more nothing is kept.
 * 3. No file is removed that the record names.
 */
export async function prepareRedaction(deps: RedactionDeps, classId: ClassId, span: WallSpan, remove: Removed, means: ReplacedBy): Promise<PreparedRedaction> {
  requireSealed(deps, classId, span)
  const tools = await toolsFor(deps, means)
  const prepared: Prepared[] = []
  const left = toChange(deps, classId, span)
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) {
      const one = await prepareOne(deps, classId, next, { span, remove }, tools)
      if (one) prepared.push(one)
    }
  }
  const stop = (error: unknown): never => {
    left.length = 0
    throw error
  }
  const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => work().catch(stop)))
  const failed = ended.find((end) => end.status === 'rejected')
  if (failed) {
    await removeUnnamed(deps, prepared.map(({ ref }) => ref)).catch(() => undefined) // The next start clears it away; what failed first is told.
    throw refusalOf(failed.reason)
  }
  return redaction(deps, classId, prepared.toSorted((a, b) => a.segment.number - b.segment.number))
}

/** A segment of the span, and which picture stands for it. */
type ToChange = { readonly segment: BootedSegment; readonly sources: Listed['sources'] }

function toChange({ journal }: RedactionDeps, classId: ClassId, span: WallSpan): ToChange[] {
  const stored = storedSegments(journal.query, classId)
  const listed = listOf(stored)
  return stored.flatMap((segment, index) => {
    const sources = listed[index]?.sources
    return sources && overlaps(segment, span) ? [{ segment, sources }] : []
  })
}

function redaction(deps: RedactionDeps, classId: ClassId, prepared: readonly Prepared[]): PreparedRedaction {
  return {
    segments: prepared.map(({ segment }) => segment.number),
    commit: (tx, { cause, actor }) => {
      for (const { segment: { number, blob }, replacement, plain, ref, key, salt } of prepared) {
        if (segmentKey(tx.sql, classId, number)?.blob.sha256 !== blob.sha256) throw new Refused('BUSY')
        const parts = replacement.parts.map(({ content: _, newInit: __, ...part }) => part)
        tx.append({ kind: segmentReplaced.kind, classId, actor, blobs: [ref], body: { number, parts, plain, cause, means: replacement.means } })
        replaceSegmentKey(tx.sql, classId, number, { key, salt })
        for (const { newInit } of replacement.parts) if (newInit) keepInit(tx.sql, newInit)
      }
    },
    done: async () => {
      if (prepared.length === 0) return
      deps.forget(classId)
      for (const { segment } of prepared) if (segment.boot === deps.clock.boot) deps.window.letGo(classId, segment.to)
      try {
        deps.journal.scrub()
      } finally {
        await removeUnnamed(deps, prepared.map(({ segment }) => segment.blob))
      }
    },
    discard: () => removeUnnamed(deps, prepared.map(({ ref }) => ref)),
  }
}

/** What waits for the disk would be sealed as it is, whatever is decided now. The clock is the recording's, which does not jump with the box's. */
function requireSealed({ journal: { query }, clock }: RedactionDeps, classId: ClassId, span: WallSpan): void {
  if (!storedRecording(query, classId).isOn) return
  const last = storedSegments(query, classId).at(-1)
  const now = last?.boot === clock.boot ? last.wall + (clock.now() - last.from) / MICROS_PER_MS : clock.wall()
  if (span.to <= now - SEALED_AFTER_MS) return
  if (!last || last.wall + (last.to - last.from) / MICROS_PER_MS < span.to) throw new Refused('BUSY')
}

async function toolsFor({ crypto, coder }: RedactionDeps, means: ReplacedBy): Promise<Tools> {
  if (means === 'silence') return { crypto, coder: null }
  const found = coder()
  if (!found) throw new Refused('NO_ENCODER')
  try {
    return { crypto, coder: { with: found, tone: await found.tone() } }
  } catch (error) {
    throw refusalOf(error)
  }
}

async function prepareOne(deps: RedactionDeps, classId: ClassId, { segment, sources }: ToChange, what: { span: WallSpan; remove: Removed }, tools: Tools): Promise<Prepared | undefined> {
  const { shelf, crypto, blobs } = deps
  const init = shelf.init(initOf(sources, 'video') ?? '')
  const replacement = await replacementOf({
    ...what, segment, plain: await openIfPossible(deps, classId, segment.number),
    picture: init && { codec: init.codec, size: init.size }, initOf: (sha256) => shelf.init(sha256),
  }, tools)
  if (!replacement) return undefined
  const content = Buffer.concat(replacement.parts.map((part) => part.content))
  const salt = crypto.randomBytes(SALT_BYTES)
  const plain = hex(crypto.sha256(Buffer.concat([salt, content])))
  return { segment, replacement, plain, salt, ...await blobs.put(content) }
}

/** Null for one whose file is not what was sealed. */
async function openIfPossible({ shelf }: RedactionDeps, classId: ClassId, number: number): Promise<Uint8Array | null> {
  try {
    return await shelf.open(classId, number)
  } catch (error) {
    if (error instanceof Refused && error.code === 'SEGMENT_DAMAGED') return null
    throw error
  }
}

/** All of these that no entry with a key names. One that fails does not spare the others. */
async function removeUnnamed({ blobs, journal }: RedactionDeps, files: readonly BlobRef[]): Promise<void> {
  const named = new Set(sealedBlobs(journal.query).map(({ sha256 }) => sha256))
  const ended = await Promise.allSettled(files.filter(({ sha256 }) => !named.has(sha256)).map((file) => blobs.remove(file)))
  const failures = ended.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []))
  if (failures.length > 0) throw new AggregateError(failures, 'files of a redaction')
}

function refusalOf(error: unknown): unknown {
  if (error instanceof EncoderFailed) return new Refused('NO_ENCODER')
  return error instanceof Error && 'code' in error && NO_ROOM.has(error.code) ? new Refused('RECORD_FAILING') : error
}
