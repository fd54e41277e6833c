import { mainPlaylistOf, mediaPlaylistOf } from './playlists.ts'
import { base64url, utf8 } from '../../kernel/bytes.ts'
import { canonicalBytes } from '../../kernel/canonical.ts'
import { encodeEntry } from '../../kernel/entry.ts'
import type { Entry } from '../../kernel/entry.ts'
import { Refused } from '../../kernel/failures.ts'
import type { ClassCode, ClassId } from '../../kernel/ids.ts'
import { verifierText } from '../../kernel/note.ts'
import { hashTileBytes, hashTiles, tilePath } from '../../kernel/tiles.ts'
import type { WallTime } from '../../kernel/time.ts'
import type { SegmentPart } from '../../features/capture/wire/words.ts'
import type { Journal } from '../../platform/journal/journal.ts'
import { BUNDLE_FORMAT, bundleExported, CHECKPOINT, DISCLOSURES, ENTRIES, initFile, MANIFEST, PAGE, partName, PLAYLIST, README, SALTS, witnessedName } from '../bundle/format.ts'
import type { Manifest } from '../bundle/format.ts'
import type { Sink } from './sink.ts'

/** A segment that can be opened, as the recording has it now. `seal`: what its present bytes are sealed as. */
export type ExportedSegment = { readonly number: number; readonly wall: WallTime; readonly micros: number; readonly discontinuity: boolean; readonly parts: readonly SegmentPart[]; readonly seal: string }
export type ExportedInit = { readonly bytes: Uint8Array; readonly codec: string; readonly size: { readonly width: number; readonly height: number } | null }

/** What the export asks of capture. */
export type ExportedRecording = {
  segments(classId: ClassId): readonly ExportedSegment[]
  open(classId: ClassId, number: number): Promise<Uint8Array>
  init(sha256: string): ExportedInit | undefined
  /** What the hash of its plaintext was salted with; undefined once its key is destroyed. */
  salt(classId: ClassId, number: number): Uint8Array | undefined
}

export type ExportDeps = {
  readonly journal: Pick<Journal, 'identity' | 'transact' | 'cosigned' | 'cosignedSizes' | 'node' | 'ofClass' | 'disclosures'>
  readonly recording: ExportedRecording
  /** Verifier keys of the witnesses that this box asks. */
  readonly witnesses: readonly string[]
  /** Asks them to cosign what there is now, and waits a while for it. */
  readonly cosign: () => Promise<void>
  /** The offline page, in the language of whoever exports; empty where it was not built. */
  readonly page: Uint8Array
  readonly readme: string
}

export type ExportAsked = {
  readonly classId: ClassId
  readonly code: ClassCode
  readonly actor: string
  readonly media: boolean
  /** Hands out the private fields that are left. */
  readonly disclosures: boolean
}

/** Segments done, of how many. */
export type OnExported = (done: number, of: number) => void

/**
 * Writes the evidence of a class. The last entry of it is the one that tells of this export and counts them all; the
 * checkpoint is that of its commit. A recording that is changed meanwhile makes it `EXPORT_DISTURBED`: what was
 * written then is not to be given to anybody.
 */
export async function exportClass(deps: ExportDeps, asked: ExportAsked, sink: Sink, onExported: OnExported = () => undefined): Promise<Manifest> {
  const { journal } = deps
  const { classId } = asked
  const sealed = asked.media ? deps.recording.segments(classId) : []
  const last = journal.transact((tx) => tx.append({
    kind: bundleExported.kind, classId, actor: asked.actor,
    body: { entries: tx.count(classId) + 1, media: asked.media, disclosures: asked.disclosures },
  }))
  await deps.cosign()
  const entries = journal.ofClass(classId).filter(({ sequence }) => sequence <= last.sequence)
  const size = last.sequence + 1
  const manifest: Manifest = {
    format: BUNDLE_FORMAT, class: classId, code: asked.code, hub: journal.identity.hub, log: verifierText(journal.identity.signer),
    witnesses: [...deps.witnesses], entries: entries.length, size, media: asked.media, disclosures: asked.disclosures,
  }
  await sink.file(README, utf8(deps.readme))
  if (deps.page.length > 0) await sink.file(PAGE, deps.page)
  await sink.file(MANIFEST, canonicalBytes(manifest))
  await sink.file(CHECKPOINT, utf8(checkpointAt(journal, size)))
  const [first] = entries
  for (const earlier of journal.cosignedSizes(first ? first.sequence + 1 : size)) {
    if (earlier < size) await sink.file(witnessedName(earlier), utf8(checkpointAt(journal, earlier)))
  }
  await sink.file(ENTRIES, lines(entries.map(encodeEntry)))
  for (const tile of hashTiles(size)) await sink.file(tilePath(tile), hashTileBytes(tile, journal.node))
  if (asked.disclosures) await writeDisclosures(journal, entries, sink)
  if (asked.media) await writeMedia(deps.recording, classId, sealed, sink, onExported)
  await sink.end()
  return manifest
}

function checkpointAt(journal: ExportDeps['journal'], size: number): string {
  const note = journal.cosigned(size)
  if (note === undefined) throw new Error('a commit without its checkpoint')
  return note
}

async function writeDisclosures(journal: ExportDeps['journal'], entries: readonly Entry[], sink: Sink): Promise<void> {
  await sink.file(DISCLOSURES, lines(entries.flatMap((entry) => journal.disclosures(entry)).map(utf8)))
}

async function writeMedia(recording: ExportedRecording, classId: ClassId, sealed: readonly ExportedSegment[], sink: Sink, onExported: OnExported): Promise<void> {
  const salts: Record<string, string> = {}
  const inits = new Set<string>()
  for (const [index, { number, parts }] of sealed.entries()) {
    const [content, salt] = [await recording.open(classId, number), recording.salt(classId, number)]
    if (!salt) throw new Refused('EXPORT_DISTURBED')
    salts[number] = base64url(salt)
    let at = 0
    for (const { track, bytes, init } of parts) {
      inits.add(init)
      await sink.file(partName(number, track), content.subarray(at, at + bytes))
      at += bytes
    }
    onExported(index + 1, sealed.length)
  }
  for (const init of inits) {
    const known = recording.init(init)
    if (!known) throw new Error('a segment without its init segment')
    await sink.file(initFile(init), known.bytes)
  }
  await sink.file(SALTS, utf8(`${JSON.stringify(salts)}\n`))
  for (const track of ['video', 'audio'] as const) {
    const playlist = mediaPlaylistOf(sealed, track)
    if (playlist !== null) await sink.file(`media/${track}.m3u8`, utf8(playlist))
  }
  if (sealed.length > 0) await sink.file(PLAYLIST, utf8(mainPlaylistOf(sealed, (sha256) => recording.init(sha256))))
  const now = recording.segments(classId).slice(0, sealed.length)
  if (now.length !== sealed.length || now.some(({ seal }, index) => seal !== sealed[index]?.seal)) throw new Refused('EXPORT_DISTURBED')
}

/** Each behind the other, a line end after each. */
function lines(all: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(all.reduce((sum, one) => sum + one.length + 1, 0))
  let at = 0
  for (const one of all) {
    whole.set(one, at)
    at += one.length + 1
    whole[at - 1] = 0x0a
  }
  return whole
}
