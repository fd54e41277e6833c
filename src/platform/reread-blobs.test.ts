import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BlobDamaged, openBlobs } from './blobs.ts'
import type { Blobs } from './blobs.ts'
import { rereadBlobs } from './reread-blobs.ts'

let folder: string
let blobs: Blobs
/** Hashes of what was opened from the disk. */
let opened: string[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-reread-'))
  opened = []
  const disk = openBlobs(folder)
  blobs = rereadBlobs({ ...disk, get: (ref, key) => { opened.push(ref.sha256); return disk.get(ref, key) } }, 1000)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const kept = (letter: string) => blobs.put(Buffer.from(letter.repeat(400)))

describe('what many ask for stretch by stretch', () => {
  it('is opened once, also while it is being opened', async () => {
    const { ref, key } = await kept('a')
    const all = await Promise.all([blobs.get(ref, key), blobs.get(ref, key), blobs.get(ref, key)])
    await blobs.get(ref, key)
    expect(all.map((content) => Buffer.from(content).toString())).toEqual(Array.from({ length: 3 }, () => 'a'.repeat(400)))
    expect(opened).toEqual([ref.sha256])
  })

  it('is held within a bound: what was used longest ago goes first', async () => {
    const [one, two, three] = [await kept('a'), await kept('b'), await kept('c')]
    for (const { ref, key } of [one, two, one, three, one, two]) await blobs.get(ref, key)
    expect(opened).toEqual([one, two, three, two].map(({ ref }) => ref.sha256))
  })

  it('is gone once it is removed, and opens with its own key alone', async () => {
    const { ref, key } = await kept('a')
    await blobs.get(ref, key)
    await expect(blobs.get(ref, new Uint8Array(32))).rejects.toThrow(BlobDamaged)
    expect(Buffer.from(await blobs.get(ref, key)).toString()).toBe('a'.repeat(400))
    await blobs.remove(ref)
    await expect(blobs.get(ref, key)).rejects.toThrow(BlobDamaged)
    await expect(blobs.get(ref, key)).rejects.toThrow(BlobDamaged)
  })
})
