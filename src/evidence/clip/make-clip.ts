import { Refused } from '../../kernel/failures.ts'
import type { Crypto } from '../../kernel/crypto.ts'
import type { ClassCode, ClassId } from '../../kernel/ids.ts'
import { MICROS_PER_SECOND } from '../../kernel/time.ts'
import { movieHead, parameterSets, placeFragments } from '../../media/cmaf/movie.ts'
import type { MovieHead } from '../../media/cmaf/movie.ts'
import { TIMESCALE } from '../../media/cmaf/track.ts'
import { assertionsOf } from './assertions.ts'
import type { ChainSigner } from './c2pa/cose.ts'
import { FileHash } from './c2pa/file-hash.ts'
import { manifestBox } from './c2pa/manifest.ts'
import type { Claim } from './c2pa/manifest.ts'
import type { ClipRecord, ClipSegment, ClipSpan } from './clip.ts'
import { endOf, planFiles, withinSpan } from './plan.ts'
import type { PlannedFile } from './plan.ts'

/**
 * A class recording, or a stretch of it, as files that play, each with a manifest. Nothing is encoded and nothing is held: the
 * segments are opened twice, once for the hash that stands before them, and once as the file is written.
 */

const MEGABYTE = 1_000_000

export type ClipDeps = { readonly record: ClipRecord; readonly crypto: Crypto; readonly signer: () => ChainSigner }
export type ClipOf = { readonly id: ClassId; readonly code: ClassCode; readonly span: ClipSpan; /** Refused beyond, `CLIP_TOO_LONG`. */ readonly mostBytes: number }

export type ClipFile = {
  readonly name: string
  readonly bytes: number
  /** The file from its beginning. Throws `Refused('CLIP_CHANGED')` at its end, when something of it was replaced meanwhile: it is not to be used then. */
  pieces(): AsyncGenerator<Buffer>
}

/** Throws `Refused`: `NOTHING_RECORDED`, `CLIP_CLAIMED`, `CLIP_TOO_LONG`, and what opening a segment is refused with. */
export async function makeClip(deps: ClipDeps, { id, code, span, mostBytes }: ClipOf): Promise<ClipFile[]> {
  const segments = withinSpan(deps.record.segments(id), span)
  if (segments.length === 0) throw new Refused('NOTHING_RECORDED')
  refuseClaimed(segments, deps.record.claimed(id))
  const plans = planFiles(segments)
  const media = segments.flatMap(({ parts }) => parts).reduce((sum, { bytes }) => sum + bytes, 0)
  if (media > mostBytes) throw new Refused('CLIP_TOO_LONG', { megabytes: Math.ceil(media / MEGABYTE), most: Math.floor(mostBytes / MEGABYTE) })
  const files: ClipFile[] = []
  for (const [index, plan] of plans.entries()) files.push(await fileOf(deps, id, plan, plans.length === 1 ? `${code}.mp4` : `${code}-${index + 1}.mp4`))
  return files
}

/** What somebody asked to have removed leaves the box neither way before it is decided. */
function refuseClaimed(segments: readonly ClipSegment[], claimed: ReturnType<ClipRecord['claimed']>): void {
  const open = claimed.filter(({ from, to }) => segments.some((segment) => segment.wall < to && endOf(segment) > from))
  if (open.length > 0) throw new Refused('CLIP_CLAIMED', { count: open.length })
}

async function fileOf(deps: ClipDeps, classId: ClassId, plan: PlannedFile, name: string): Promise<ClipFile> {
  const { record, crypto } = deps
  const signer = deps.signer()
  const head = headOf(record, plan)
  const claim: Claim = {
    id: crypto.randomBytes(16), title: name, generator: 'Lectern',
    assertions: assertionsOf(plan.placed, { hub: record.hub, classId, checkpoint: record.checkpoint() }),
  }
  const length = manifestBox(claim, new Uint8Array(32), signer, crypto).length
  const first = await hashOf(deps, classId, plan, head, length)
  const manifest = manifestBox(claim, first.digest, signer, crypto)
  return {
    name, bytes: first.length,
    async * pieces() {
      yield head.ftyp
      yield manifest
      const hash = hashFrom(head, length)
      yield head.moov
      for await (const piece of mediaOf(deps, classId, plan)) {
        hash.add(piece)
        yield piece
      }
      if (!Buffer.from(hash.digest()).equals(first.digest)) throw new Refused('CLIP_CHANGED')
    },
  }
}

function hashFrom({ ftyp, moov }: MovieHead, manifest: number): FileHash {
  const hash = new FileHash(ftyp.length + manifest)
  hash.add(moov)
  return hash
}

async function hashOf(deps: ClipDeps, classId: ClassId, plan: PlannedFile, head: MovieHead, manifest: number): Promise<{ readonly digest: Uint8Array; readonly length: number }> {
  const hash = hashFrom(head, manifest)
  for await (const piece of mediaOf(deps, classId, plan)) hash.add(piece)
  return { length: hash.length, digest: hash.digest() }
}

function headOf(record: ClipRecord, { inits: { video, audio }, brings }: PlannedFile): MovieHead {
  return movieHead({ ...video === undefined ? {} : { video: initOf(record, video) }, ...audio === undefined ? {} : { audio: initOf(record, audio) } }, brings)
}

function initOf(record: ClipRecord, sha256: string): Uint8Array {
  const init = record.init(sha256)
  if (!init) throw new Error(`no init segment ${sha256}`)
  return init
}

/** The fragments, in order. */
async function * mediaOf({ record }: ClipDeps, classId: ClassId, { placed, brings }: PlannedFile): AsyncGenerator<Buffer> {
  let sequence = 1
  for (const { segment, at } of placed) {
    const content = await record.open(classId, segment.number)
    let from = 0
    for (const { track, bytes, init } of segment.parts) {
      const placedHere = placeFragments(content.subarray(from, from + bytes), {
        track, sequence, shift: Math.round(((at - segment.from) * TIMESCALE[track]) / MICROS_PER_SECOND),
        brings: brings && track === 'video' ? parameterSets(initOf(record, init)) : null,
      })
      yield placedHere.bytes
      sequence += placedHere.count
      from += bytes
    }
  }
}
