import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { EvidenceWorld } from '../../../testkit/evidence-world.ts'
import type { MemoryBundle } from '../../../testkit/evidence-world.ts'
import { nodeCrypto } from '../../platform/crypto-node.ts'
import { verifyBundle } from '../verify/verify-bundle.ts'
import type { Outcome } from '../verify/verify-bundle.ts'
import { bundleOnDisk } from './bundle-on-disk.ts'
import { folderSink, memoryTar, tarFileSink } from './sink.ts'
import type { Sink } from '../export/sink.ts'

const folder = mkdtempSync(join(tmpdir(), 'lectern-disk-'))
const at = (name: string): string => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function aBundle(): Promise<MemoryBundle> {
  using world = new EvidenceWorld()
  world.begin()
  world.seal()
  return await world.export()
}
async function pour(bundle: MemoryBundle, sink: Sink): Promise<void> {
  for (const path of bundle.list()) await sink.file(path, bundle.files.get(path) ?? new Uint8Array(0))
  await sink.end()
}
async function outcome(path: string): Promise<Outcome | null> {
  const files = await bundleOnDisk(path)
  return files && (await verifyBundle(files, { keys: [], seen: [] }, nodeCrypto())).outcome
}

describe('a bundle on a disk', () => {
  it('is the same as a folder, as an archive, and packed again by another program', async () => {
    const bundle = await aBundle()
    await pour(bundle, folderSink(at('lectern-K7M4QX')))
    await pour(bundle, tarFileSink(at('own.tar'), 'lectern-K7M4QX'))
    execFileSync('tar', ['--format=ustar', '-cf', at('other.tar'), '-C', folder, './lectern-K7M4QX'])
    mkdirSync(at('unpacked'))
    execFileSync('tar', ['-xf', at('own.tar'), '-C', at('unpacked')])
    for (const name of ['lectern-K7M4QX', 'own.tar', 'other.tar', 'unpacked/lectern-K7M4QX']) {
      const files = await bundleOnDisk(at(name))
      expect([name, files?.list().toSorted()]).toEqual([name, bundle.list().toSorted()])
      for (const path of bundle.list()) expect(Buffer.compare(await files?.read(path) ?? Buffer.of(), bundle.files.get(path) ?? Buffer.of()), path).toBe(0)
      expect([name, await outcome(at(name))]).toEqual([name, 'self-consistent'])
    }
  })

  it('does not follow links out of its folder', async () => {
    await pour(await aBundle(), folderSink(at('linked')))
    symlinkSync('/etc/hostname', at('linked/media/9-video.m4s'))
    expect((await bundleOnDisk(at('linked')))?.list()).not.toContain('media/9-video.m4s')
  })

  it('is none, or broken, when the archive is cut anywhere or is something else, and never keeps anybody waiting', async () => {
    const tar = memoryTar('lectern-K7M4QX')
    await pour(await aBundle(), tar)
    const whole = tar.bytes()
    // Before the last block of content and the end's two.
    const content = whole.length - 1536
    await fc.assert(fc.asyncProperty(fc.nat(content - 1), async (length) => {
      writeFileSync(at('cut.tar'), whole.subarray(0, length))
      expect([null, 'broken']).toContain(await outcome(at('cut.tar')))
    }), { numRuns: 60 })
    await fc.assert(fc.asyncProperty(fc.nat(content - 1), fc.uint8Array({ minLength: 1, maxLength: 24 }), async (place, bytes) => {
      const changed = Uint8Array.from(whole)
      changed.set(bytes.subarray(0, changed.length - place), place)
      writeFileSync(at('changed.tar'), changed)
      await outcome(at('changed.tar'))
    }), { numRuns: 60 })
    for (const size of ['-7777777777', '77777777777', '9', '']) {
      const lying = Uint8Array.from(whole)
      lying.set(Buffer.from(size.padEnd(12, '\0')), 124)
      writeFileSync(at('lying.tar'), lying)
      expect([null, 'broken'], size).toContain(await outcome(at('lying.tar')))
    }
    writeFileSync(at('noise'), nodeCrypto().randomBytes(5000))
    expect(await outcome(at('noise'))).toBeNull()
    expect(await outcome(at('nothing'))).toBeNull()
    mkdirSync(at('empty'))
    expect(await outcome(at('empty'))).toBe('broken')
  })
})
