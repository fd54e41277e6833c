import { recordingDestroyed, segmentReplaced, segmentSealed } from '../../../features/capture/wire/entries.ts'
import type { SegmentPart } from '../../../features/capture/wire/words.ts'
import { classForgotten } from '../../../features/privacy/wire/entries.ts'
import { base64url, concat, fromBase64url, hex } from '../../../kernel/bytes.ts'
import type { Crypto } from '../../../kernel/crypto.ts'
import { Malformed } from '../../../kernel/failures.ts'
import type { BundleFiles } from '../../bundle/bundle-files.ts'
import { initFile, partName, Salts, SALTS } from '../../bundle/format.ts'
import type { Manifest } from '../../bundle/format.ts'
import { broken, found, MOST_OF_A_KIND } from '../finding.ts'
import type { Finding } from '../finding.ts'
import type { Leaf } from './entries.ts'

/** A segment as the record has it in the end. `plain`: salted SHA-256 of its parts, hex. */
export type RecordedSegment = { readonly number: number; readonly parts: readonly SegmentPart[]; readonly plain: string }

/** What the class's recording is by its entries: what was sealed, as it was replaced last, unless all of it was destroyed. */
export function recordedSegments(leaves: readonly Leaf[]): { readonly segments: RecordedSegment[]; readonly gap: number | null } {
  const segments = new Map<number, RecordedSegment>()
  let gap: number | null = null
  let next = 0
  for (const { entry: { kind, body } } of leaves) {
    if (kind === segmentSealed.kind) {
      const { number, parts, plain } = segmentSealed.body.parse(body)
      if (number !== next) gap ??= next
      next = number + 1
      segments.set(number, { number, parts, plain })
    } else if (kind === segmentReplaced.kind) {
      const { number, parts, plain } = segmentReplaced.body.parse(body)
      if (!segments.has(number)) gap ??= number
      segments.set(number, { number, parts, plain })
    } else if (kind === recordingDestroyed.kind || kind === classForgotten.kind) segments.clear()
  }
  return { segments: [...segments.values()], gap }
}

/** Every moment that can still be played is what was sealed, or what a decision put in its place. */
export async function checkSegments(
  files: BundleFiles, leaves: readonly Leaf[], manifest: Manifest, crypto: Crypto, onDone: (share: number) => void,
): Promise<Finding[]> {
  const { segments, gap } = recordedSegments(leaves)
  if (gap !== null) return [found('segments', 'SEGMENT_NUMBERS', { number: gap })]
  if (segments.length === 0) return [found('segments', 'SEGMENTS_NONE')]
  if (!manifest.media) return [found('segments', 'SEGMENTS_LEFT_OUT', { count: segments.length })]
  const salts = await readSalts(files)
  const findings: Finding[] = [...await checkInits(files, segments, crypto)]
  let bytes = 0
  for (const [index, segment] of segments.entries()) {
    const content = await contentOf(files, segment)
    bytes += content?.length ?? 0
    const fault = content ? faultOf(segment, content, salts, segments, crypto) : found('segments', 'SEGMENT_MISSING', { number: segment.number })
    if (fault) findings.push(fault)
    if (findings.length >= MOST_OF_A_KIND) break
    onDone((index + 1) / segments.length)
  }
  return findings.length > 0 ? findings : [found('segments', 'SEGMENTS_GOOD', { count: segments.length, bytes })]
}

async function readSalts(files: BundleFiles): Promise<ReadonlyMap<number, Uint8Array>> {
  const bytes = await files.read(SALTS)
  if (!bytes) throw broken('segments', 'FILE_MISSING', { file: SALTS })
  try {
    const salts = Salts.parse(JSON.parse(new TextDecoder().decode(bytes)))
    return new Map(Object.entries(salts).map(([number, salt]) => [Number(number), exactly(salt)]))
  } catch {
    throw broken('segments', 'FORMAT_UNKNOWN', { file: SALTS }) // Whatever is wrong with it: nothing can be checked by it.
  }
}

/** Bytes in their one spelling. */
function exactly(text: string): Uint8Array {
  const bytes = fromBase64url(text)
  if (base64url(bytes) !== text) throw new Malformed('salt')
  return bytes
}

async function contentOf(files: BundleFiles, { number, parts }: RecordedSegment): Promise<Uint8Array | null> {
  const read = await Promise.all(parts.map(({ track }) => files.read(partName(number, track))))
  const there = read.filter((part) => part !== null)
  return there.length === parts.length ? concat(...there) : null
}

function faultOf(
  { number, plain }: RecordedSegment, content: Uint8Array, salts: ReadonlyMap<number, Uint8Array>, all: readonly RecordedSegment[], crypto: Crypto,
): Finding | null {
  const salted = (salt: Uint8Array): string => hex(crypto.sha256(concat(salt, content)))
  const salt = salts.get(number)
  if (salt && salted(salt) === plain) return null
  const other = all.find((one) => {
    const itsSalt = salts.get(one.number)
    return one.number !== number && itsSalt !== undefined && salted(itsSalt) === one.plain
  })
  return other ? found('segments', 'SEGMENT_SWAPPED', { number, other: other.number }) : found('segments', 'SEGMENT_CHANGED', { number })
}

async function checkInits(files: BundleFiles, segments: readonly RecordedSegment[], crypto: Crypto): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const init of new Set(segments.flatMap(({ parts }) => parts.map((part) => part.init)))) {
    const bytes = await files.read(initFile(init))
    if (!bytes || hex(crypto.sha256(bytes)) !== init) findings.push(found('segments', 'INIT_CHANGED', { file: initFile(init) }))
  }
  return findings
}
