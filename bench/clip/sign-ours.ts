import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { chainSigner, newAuthority } from '../../src/evidence/clip/authority.ts'
import type { ClipRecord } from '../../src/evidence/clip/clip.ts'
import { makeClip } from '../../src/evidence/clip/make-clip.ts'
import type { ClassCode, ClassId, HubId } from '../../src/kernel/ids.ts'
import { hubTime } from '../../src/kernel/time.ts'
import type { WallTime } from '../../src/kernel/time.ts'
import { openBlobs } from '../../src/platform/blobs.ts'
import { nodeCrypto } from '../../src/platform/crypto-node.ts'
import { blobsOf, INIT, SEGMENT_MICROS, storedSegments } from './film.ts'

/** Makes the clip of the recording in a folder as a box does, and says what it cost. */
const [folder = ''] = process.argv.slice(2)
const crypto = nodeCrypto()
const stored = await storedSegments(folder)
const blobs = openBlobs(blobsOf(folder))
const hub = 'hub_aaaaaaaaaaaaaaaa' as HubId
const authority = newAuthority(hub, crypto)
const record: ClipRecord = {
  hub, began: () => null, claimed: () => [], init: () => INIT,
  checkpoint: () => ({ size: 1, root: '', note: '' }),
  segments: () => stored.map(({ plain }, number) => ({
    number, boot: 'a', from: hubTime(number * SEGMENT_MICROS), to: hubTime((number + 1) * SEGMENT_MICROS), wall: number as WallTime,
    parts: [{ track: 'video', codec: 'vp09.00.31.08', bytes: plain, init: '' }], sealed: { sequence: number, hash: '' }, replaced: null,
  })),
  open: async (_, number) => {
    const one = stored[number]
    if (!one) throw new RangeError('no such segment')
    return await blobs.get(one, Buffer.from(one.key, 'hex'))
  },
}
const begun = performance.now()
const [film] = await makeClip({ record, crypto, signer: () => chainSigner(authority, crypto) }, { id: 'cls_a' as ClassId, code: 'AAAAAA' as ClassCode, span: { from: null, to: null }, mostBytes: Number.MAX_SAFE_INTEGER })
if (!film) throw new Error('no film')
await pipeline(film.pieces(), createWriteStream(join(folder, 'ours.mp4')))
process.stdout.write(JSON.stringify({ seconds: (performance.now() - begun) / 1000, peak: process.resourceUsage().maxRSS / 1000 }))
