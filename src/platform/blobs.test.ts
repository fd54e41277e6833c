import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { utf8 } from '../kernel/bytes.ts'
import { BlobDamaged, openBlobs } from './blobs.ts'
import type { Blobs } from './blobs.ts'

let root: string
let folder: string
let blobs: Blobs

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lectern-blobs-'))
  folder = join(root, 'blobs')
  blobs = openBlobs(folder)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const names = (): string[] => readdirSync(folder)
const only = (): string => join(folder, names()[0] ?? 'nothing')

describe('a blob', () => {
  it('comes back as it was, and lies on the disk as noise under the name of its ciphertext', async () => {
    const content = utf8('a song '.repeat(1000))
    const { ref, key } = await blobs.put(content)
    expect(await blobs.get(ref, key)).toEqual(content)
    expect(names()).toEqual([Buffer.from(ref.sha256, 'base64url').toString('hex')])
    expect(readFileSync(only()).includes('song')).toBe(false)
    expect(statSync(only()).size).toBe(ref.bytes)
    expect(statSync(only()).mode & 0o077).toBe(0)
  })

  it('of the same content is another each time, so that equal files do not show', async () => {
    const [one, two] = [await blobs.put(utf8('same')), await blobs.put(utf8('same'))]
    expect(one.ref.sha256).not.toBe(two.ref.sha256)
  })

  it('can be empty', async () => {
    const { ref, key } = await blobs.put(new Uint8Array())
    expect(await blobs.get(ref, key)).toEqual(new Uint8Array())
  })

  it.each([
    ['changed', (path: string) => { const bytes = readFileSync(path); bytes[0] = (bytes[0] ?? 0) ^ 1; writeFileSync(path, bytes) }],
    ['cut short', (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 9))],
    ['emptied', (path: string) => writeFileSync(path, '')],
    ['gone', (path: string) => rmSync(path)],
  ])('that was %s is damaged, not something else', async (_, harm) => {
    const { ref, key } = await blobs.put(utf8('a song of some length'))
    harm(only())
    await expect(blobs.get(ref, key)).rejects.toThrow(BlobDamaged)
  })

  it('does not open with another\'s key', async () => {
    const [one, two] = [await blobs.put(utf8('one')), await blobs.put(utf8('two'))]
    await expect(blobs.get(one.ref, two.key)).rejects.toThrow(BlobDamaged)
  })

  it('that the disk does not take leaves nothing of itself there', () => {
    // A process of its own, since a limit on the size of files holds for all of a process.
    const script = `import { openBlobs } from ${JSON.stringify(new URL('blobs.ts', import.meta.url).href)}
      await openBlobs(process.argv[1]).put(new Uint8Array(1_000_000)).catch(({ code }) => console.log(code))`
    const told = execFileSync('sh', ['-c', 'ulimit -f 8; exec "$0" --input-type=module -e "$1" "$2"', process.execPath, script, folder], { encoding: 'utf8' })
    expect(told.trim()).toBe('EFBIG')
    expect(names()).toEqual([])
  })

  it('can be removed, also twice', async () => {
    const { ref } = await blobs.put(utf8('a song'))
    await blobs.remove(ref)
    await blobs.remove(ref)
    expect(names()).toEqual([])
  })
})

describe('sweeping', () => {
  it('removes what a crash left, and what is named stays', async () => {
    const [kept] = [await blobs.put(utf8('kept')), await blobs.put(utf8('left'))]
    writeFileSync(join(folder, `${'ab'.repeat(32)}.new`), 'half written')
    expect(await blobs.sweep([kept.ref])).toBe(2)
    expect(await blobs.get(kept.ref, kept.key)).toEqual(utf8('kept'))
  })

  it('does not take for a leftover what is put meanwhile', async () => {
    const sweeping = blobs.sweep([])
    const { ref, key } = await blobs.put(utf8('new'))
    await sweeping
    expect(await blobs.get(ref, key)).toEqual(utf8('new'))
  })

  it('of a folder that is not there yet is no failure', async () => {
    expect(await blobs.sweep([])).toBe(0)
  })
})
