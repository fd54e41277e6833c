import { base64url, concat, fromBase64url, hex } from '../../../kernel/bytes.ts'
import type { Crypto } from '../../../kernel/crypto.ts'
import { Malformed } from '../../../kernel/failures.ts'
import type { BundleFiles } from '../../bundle/bundle-files.ts'
import { initFile, MEDIA, partName, PLAYLIST, playlistName, Salts, SALTS } from '../../bundle/format.ts'
import type { Manifest } from '../../bundle/format.ts'
import { broken, found, MOST_OF_A_KIND } from '../finding.ts'
import type { Finding } from '../finding.ts'
import type { Leaf } from './entries.ts'
import { checkPlaylists } from './playlists.ts'
import { recordedSegments } from './recorded-segments.ts'
import type { RecordedSegment } from './recorded-segments.ts'

/** Every moment that can still be played is what was sealed, or what a decision put in its place. */
export async function checkSegments(
  files: BundleFiles, leaves: readonly Leaf[], manifest: Manifest, crypto: Crypto, onDone: (share: number) => void,
): Promise<Finding[]> {
  const { segments, gap } = recordedSegments(leaves)
  if (gap !== null) return [found('segments', 'SEGMENT_NUMBERS', { number: gap })]
  const there = manifest.media ? segments : []
  const foreign = foreignFiles(files, there)
  if (segments.length === 0) return [...foreign, found('segments', 'SEGMENTS_NONE')]
  if (!manifest.media) return [...foreign, found('segments', 'SEGMENTS_LEFT_OUT', { count: segments.length })]
  const faults = [...foreign, ...await checkInits(files, segments, crypto), ...await checkPlaylists(files, segments), ...await checkContents(files, segments, crypto, onDone)]
  const bytes = segments.flatMap(({ parts }) => parts).reduce((sum, part) => sum + part.bytes, 0)
  return faults.length > 0 ? faults : [found('segments', 'SEGMENTS_GOOD', { count: segments.length, bytes })]
}

async function checkContents(files: BundleFiles, segments: readonly RecordedSegment[], crypto: Crypto, onDone: (share: number) => void): Promise<Finding[]> {
  const salts = await readSalts(files)
  const faults: Finding[] = []
  // The next one is on its way from the disk while this one is gone through.
  let coming = segments[0] && partsOf(files, segments[0])
  for (const [index, segment] of segments.entries()) {
    const read = await coming
    const next = segments[index + 1]
    coming = next && partsOf(files, next)
    coming?.catch(() => undefined) // It is told where it is waited for; after the last fault nobody does.
    const fault = faultOf(segment, read ?? [], { salts, segments, crypto })
    if (fault) faults.push(fault)
    if (faults.length >= MOST_OF_A_KIND) break
    onDone((index + 1) / segments.length)
  }
  return faults
}

function partsOf(files: BundleFiles, { number, parts }: RecordedSegment): Promise<(Uint8Array | null)[]> {
  return Promise.all(parts.map(({ track }) => files.read(partName(number, track))))
}

/** What lies among the media and is of no segment on record. */
function foreignFiles(files: BundleFiles, segments: readonly RecordedSegment[]): Finding[] {
  const known = new Set(segments.flatMap(({ number, parts }) => parts.flatMap(({ track, init }) => [partName(number, track), initFile(init), playlistName(track)])))
  if (segments.length > 0) known.add(PLAYLIST)
  return files.list().filter((path) => path.startsWith(MEDIA) && !known.has(path)).slice(0, MOST_OF_A_KIND).map((file) => found('segments', 'SEGMENT_FOREIGN', { file }))
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

type Among = { readonly salts: ReadonlyMap<number, Uint8Array>; readonly segments: readonly RecordedSegment[]; readonly crypto: Crypto }

function faultOf(segment: RecordedSegment, read: readonly (Uint8Array | null)[], { salts, segments, crypto }: Among): Finding | null {
  const { number, parts, plain } = segment
  const there = read.filter((part) => part !== null)
  if (there.length < parts.length) return found('segments', 'SEGMENT_MISSING', { number })
  const lengths = there.map(({ length }) => length)
  const isSealed = ({ number: which, plain: sealed }: RecordedSegment): boolean => {
    const salt = salts.get(which)
    return salt !== undefined && hex(crypto.sha256(concat(salt, ...there))) === sealed
  }
  // The hash is over the parts together: where one ends and the next begins, their lengths say.
  const hasLengths = (one: RecordedSegment): boolean => one.parts.length === lengths.length && one.parts.every(({ bytes }, index) => bytes === lengths[index])
  if (hasLengths(segment) && isSealed(segment)) return null
  const other = segments.find((one) => one.plain !== plain && hasLengths(one) && isSealed(one))
  return other ? found('segments', 'SEGMENT_SWAPPED', { number, other: other.number }) : found('segments', 'SEGMENT_CHANGED', { number })
}

async function checkInits(files: BundleFiles, segments: readonly RecordedSegment[], crypto: Crypto): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const init of new Set(segments.flatMap(({ parts }) => parts.map((part) => part.init)))) {
    const bytes = await files.read(initFile(init))
    if (!bytes || hex(crypto.sha256(bytes)) !== init) findings.push(found('segments', 'INIT_CHANGED', { file: initFile(init) }))
  }
  return findings.slice(0, MOST_OF_A_KIND)
}
