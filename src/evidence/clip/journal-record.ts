import { encodeEntry, hashText } from '../../kernel/entry.ts'
import type { Entry } from '../../kernel/entry.ts'
import type { ClassId } from '../../kernel/ids.ts'
import { parseCheckpoint } from '../../kernel/checkpoint.ts'
import { base64 } from '../../kernel/bytes.ts'
import type { Crypto } from '../../kernel/crypto.ts'
import { parseNote } from '../../kernel/note.ts'
import { MICROS_PER_MS } from '../../kernel/time.ts'
import type { HubTime, WallTime } from '../../kernel/time.ts'
import { leafHash } from '../../kernel/tree.ts'
import type { Journal } from '../../platform/journal/journal.ts'
import { segmentReplaced, segmentSealed } from '../../features/capture/wire/entries.ts'
import type { ClipPart, ClipRecord, ClipSegment, Decided, EntryRef, Replaced } from './clip.ts'

/** The record of a box for clips: where segments lie and what is in them by their owner, what stands about them by their entries. */

/** Segments by whom they belong to. */
export type ClipShelf = {
  /** Those whose keys exist, in order. */
  segments(classId: ClassId): readonly Pick<ClipSegment, 'number' | 'boot' | 'from' | 'to' | 'wall' | 'parts'>[]
  init(sha256: string): { readonly bytes: Uint8Array } | undefined
  open(classId: ClassId, number: number): Promise<Uint8Array>
}
export type JournalRecordDeps = {
  readonly journal: Pick<Journal, 'identity' | 'ofClass' | 'checkpoint'>
  readonly crypto: Pick<Crypto, 'sha256'>
  readonly shelf: ClipShelf
  /** When the class began, on the clock of a run of the machine and by the wall. */
  readonly begun: (classId: ClassId) => { readonly boot: string; readonly at: HubTime; readonly wall: WallTime } | null
  readonly claimed: ClipRecord['claimed']
}

export function journalRecord({ journal, crypto, shelf, begun, claimed }: JournalRecordDeps): ClipRecord {
  const refOf = (entry: Entry): EntryRef => ({ sequence: entry.sequence, hash: hashText(leafHash(encodeEntry(entry), crypto)) })
  return {
    hub: journal.identity.hub,
    claimed,
    began: (classId) => {
      const began = begun(classId)
      const first = shelf.segments(classId)[0]
      if (!began || !first || began.boot !== first.boot) return began?.wall ?? null
      return Math.round(first.wall - (first.from - began.at) / MICROS_PER_MS) as WallTime
    },
    segments: (classId) => {
      const facts = factsOf(journal.ofClass(classId, { kinds: [segmentSealed.kind, segmentReplaced.kind] }), refOf)
      return shelf.segments(classId).map(({ number, boot, from, to, wall, parts }) => {
        const fact = facts.get(number)
        if (!fact) throw new Error(`no entry of segment ${number}`)
        return { number, boot, from, to, wall, parts, sealed: fact.sealed, replaced: replacedOf(fact, parts) }
      })
    },
    init: (sha256) => shelf.init(sha256)?.bytes,
    open: (classId, number) => shelf.open(classId, number),
    checkpoint: () => {
      const note = journal.checkpoint()
      if (note === undefined) throw new Error('a record without a checkpoint')
      const { size, root } = parseCheckpoint(parseNote(note).text)
      return { size, root: base64(root), note }
    },
  }
}

type Fact = { readonly sealed: EntryRef; readonly parts: readonly ClipPart[]; readonly decided: readonly Decided[] }

function factsOf(entries: readonly Entry[], refOf: (entry: Entry) => EntryRef): Map<number, Fact> {
  const facts = new Map<number, Fact>()
  for (const entry of entries) {
    if (entry.kind === segmentSealed.kind) {
      const { number, parts } = segmentSealed.body.parse(entry.body)
      facts.set(number, { sealed: refOf(entry), parts, decided: [] })
    } else {
      const { number, cause, means } = segmentReplaced.body.parse(entry.body)
      const before = facts.get(number)
      if (!before) throw new Error(`segment ${number} replaced before it was sealed`)
      const { wall, uncertainty, quality } = entry.time
      facts.set(number, { ...before, decided: [...before.decided, { entry: refOf(entry), time: { wall, uncertainty, quality }, means, claim: cause }] })
    }
  }
  return facts
}

/** A track is another one when what players need before it, or how many bytes it has, is not what was sealed. */
function replacedOf({ parts: sealed, decided }: Fact, parts: readonly ClipPart[]): Replaced | null {
  if (decided.length === 0) return null
  const isOther = (track: ClipPart['track']): boolean => {
    const [before, now] = [sealed, parts].map((all) => all.find((part) => part.track === track))
    return before?.init !== now?.init || before?.bytes !== now?.bytes
  }
  return { what: [...isOther('audio') ? ['sound' as const] : [], ...isOther('video') ? ['picture' as const] : []], decided }
}
