import { base64url, fromBase64url, hex } from '../../../kernel/bytes.ts'
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

/** SHA-256 of these bytes, one behind the other. */
export type Digest = (parts: readonly Uint8Array[]) => Promise<Uint8Array> | Uint8Array
type Means = { readonly crypto: Crypto; readonly digest: Digest; readonly onDone: (share: number) => void }

/** Every moment that can still be played is what was sealed, or what a decision put in its place. */
export async function checkSegments(files: BundleFiles, leaves: readonly Leaf[], manifest: Manifest, means: Means): Promise<Finding[]> {
  const { segments, gap } = recordedSegments(leaves)
  if (gap !== null) return [found('segments', 'SEGMENT_NUMBERS', { number: gap })]
  const there = manifest.media ? segments : []
  const foreign = foreignFiles(files, there)
  if (segments.length === 0) return [...foreign, found('segments', 'SEGMENTS_NONE')]
  if (!manifest.media) return [...foreign, found('segments', 'SEGMENTS_LEFT_OUT', { count: segments.length })]
  const faults = [...foreign, ...await checkInits(files, segments, means.crypto), ...await checkPlaylists(files, segments), ...await checkContents(files, segments, means)]
  const bytes = segments.flatMap(({ parts }) => parts).reduce((sum, part) => sum + part.bytes, 0)
  return faults.length > 0 ? faults : [found('segments', 'SEGMENTS_GOOD', { count: segments.length, bytes })]
}

/** So many are on their way from the disk, or through the hash, while one is waited for. */
const AHEAD = 4

async function checkContents(files: BundleFiles, segments: readonly RecordedSegment[], { digest, onDone }: Means): Promise<Finding[]> {
  const among: Among = { files, salts: await readSalts(files), segments, digest }
  const faults: Finding[] = []
  const underWay: Promise<Finding | null>[] = []
  for (const index of segments.keys()) {
    for (const segment of segments.slice(index + underWay.length, index + AHEAD)) {
      const looked = faultOf(segment, among)
      looked.catch(() => undefined) // It is told where it is waited for; after the last fault nobody does.
      underWay.push(looked)
    }
    const fault = await underWay.shift()
    if (fault) faults.push(fault)
    if (faults.length >= MOST_OF_A_KIND) break
    onDone((index + 1) / segments.length)
  }
  return faults
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

type Among = { readonly files: BundleFiles; readonly salts: ReadonlyMap<number, Uint8Array>; readonly segments: readonly RecordedSegment[]; readonly digest: Digest }

async function faultOf(segment: RecordedSegment, { files, salts, segments, digest }: Among): Promise<Finding | null> {
  const { number, parts, plain } = segment
  const read = await Promise.all(parts.map(({ track }) => files.read(partName(number, track))))
  const there = read.filter((part) => part !== null)
  if (there.length < parts.length) return found('segments', 'SEGMENT_MISSING', { number })
  const lengths = there.map(({ length }) => length)
  const isSealed = async ({ number: which, plain: sealed }: RecordedSegment): Promise<boolean> => {
    const salt = salts.get(which)
    return salt !== undefined && hex(await digest([salt, ...there])) === sealed
  }
  // The hash is over the parts together: where one ends and the next begins, their lengths say.
  const hasLengths = (one: RecordedSegment): boolean => one.parts.length === lengths.length && one.parts.every(({ bytes }, index) => bytes === lengths[index])
  if (hasLengths(segment) && await isSealed(segment)) return null
  for (const one of segments) {
    if (one.plain !== plain && hasLengths(one) && await isSealed(one)) return found('segments', 'SEGMENT_SWAPPED', { number, other: one.number })
  }
  return found('segments', 'SEGMENT_CHANGED', { number })
}

async function checkInits(files: BundleFiles, segments: readonly RecordedSegment[], crypto: Crypto): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const init of new Set(segments.flatMap(({ parts }) => parts.map((part) => part.init)))) {
    const bytes = await files.read(initFile(init))
    if (!bytes || hex(crypto.sha256(bytes)) !== init) findings.push(found('segments', 'INIT_CHANGED', { file: initFile(init) }))
  }
  return findings.slice(0, MOST_OF_A_KIND)
}
