import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { initSegment } from '../../src/media/cmaf/init-segment.ts'
import { fragment } from '../../src/media/cmaf/fragment.ts'
import { movieHead, placeFragments } from '../../src/media/cmaf/movie.ts'
import { vp9Config } from '../../src/media/cmaf/vp9/depacketise.ts'
import { openBlobs } from '../../src/platform/blobs.ts'
import { nodeCrypto } from '../../src/platform/crypto-node.ts'

/** A recording of noise on a disk: as sealed segments, and as the film that they make, without a manifest. */

export const SEGMENT_MICROS = 2_000_000
const [PICTURES, TICKS] = [60, 3000]
export const INIT = initSegment(vp9Config({ width: 1280, height: 720 }))
type Stored = { readonly sha256: string; readonly bytes: number; readonly key: string; readonly plain: number }

const listOf = (folder: string): string => join(folder, 'segments.json')
export const filmOf = (folder: string): string => join(folder, 'film.mp4')
export const blobsOf = (folder: string): string => join(folder, 'blobs')

/** `segments` of `bytes` each. */
export async function makeRecording(folder: string, segments: number, bytes: number): Promise<void> {
  const blobs = openBlobs(blobsOf(folder))
  const { ftyp, moov } = movieHead({ video: INIT }, false)
  const stored: Stored[] = []
  await mkdir(folder, { recursive: true })
  await writeFile(filmOf(folder), Buffer.concat([ftyp, moov]))
  for (let number = 0; number < segments; number += 1) {
    const start = number * PICTURES * TICKS
    const samples = Array.from({ length: PICTURES }, (_, index) => ({ data: nodeCrypto().randomBytes(Math.round(bytes / PICTURES)), time: start + index * TICKS, key: index === 0 }))
    const plain = fragment(samples, start + PICTURES * TICKS, number + 1)
    const { ref, key } = await blobs.put(plain)
    stored.push({ ...ref, key: Buffer.from(key).toString('hex'), plain: plain.length })
    await writeFile(filmOf(folder), placeFragments(plain, { track: 'video', sequence: number + 1, shift: 0, brings: null }).bytes, { flag: 'a' })
  }
  await writeFile(listOf(folder), JSON.stringify(stored))
}

export async function storedSegments(folder: string): Promise<readonly Stored[]> {
  return JSON.parse(await readFile(listOf(folder), 'utf8')) as Stored[] // What makeRecording wrote.
}
