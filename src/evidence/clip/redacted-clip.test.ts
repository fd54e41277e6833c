import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBack } from '../../../testkit/c2pa-reader.ts'
import { wholeOf } from '../../../testkit/clip-record.ts'
import { FILM_START, hasFfmpeg, makeFilm } from '../../../testkit/streams/film.ts'
import { LOOKS, seenAndHeard } from '../../../testkit/streams/seen-and-heard.ts'
import { StreamBox } from '../../../testkit/streams/stream-box.ts'
import { storedSegments } from '../../features/capture/hub/store.ts'
import { encodeEntry, hashText } from '../../kernel/entry.ts'
import type { Entry } from '../../kernel/entry.ts'
import { leafHash } from '../../kernel/tree.ts'
import { nodeCrypto } from '../../platform/crypto-node.ts'
import { chainSigner, newAuthority } from './authority.ts'
import { pem } from './certificate/certificate.ts'
import { journalRecord } from './journal-record.ts'
import { makeClip } from './make-clip.ts'
import type { ClipDeps, ClipFile } from './make-clip.ts'

const [SEGMENTS, HERTZ] = [6, 400]
const crypto = nodeCrypto()
const folder = mkdtempSync(join(tmpdir(), 'lectern-redacted-clip-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.runIf(hasFfmpeg)('a clip of a recording of which something was removed', () => {
  let box: StreamBox
  let deps: ClipDeps
  let trusted: string
  const clip = (): Promise<ClipFile[]> => makeClip(deps, { id: box.classId, code: box.code, span: { from: null, to: null }, mostBytes: 1e9 })
  const refOf = (entry: Entry): unknown => ({ sequence: entry.sequence, hash: hashText(leafHash(encodeEntry(entry), crypto)) })

  beforeAll(async () => {
    box = new StreamBox(await makeFilm(SEGMENTS * 2, undefined, { hertz: HERTZ }))
    for (let number = 0; number < SEGMENTS; number += 1) await box.seal(number, FILM_START)
    const authority = newAuthority(box.journal.identity.hub, crypto)
    trusted = pem(authority.authority)
    deps = {
      crypto, signer: () => chainSigner(authority, crypto),
      record: journalRecord({
        journal: box.journal, crypto, begun: () => null, claimed: () => [],
        shelf: { segments: (classId) => storedSegments(box.journal.query, classId), init: box.deps.shelf.init, open: box.deps.shelf.open },
      }),
    }
  }, 60_000)
  afterAll(() => box[Symbol.asyncDispose]())

  it('is black and silent there in one file that plays through, and says by which entries; the original is no ingredient', async () => {
    const [before] = await clip()
    await box.redact(box.wallSpan(FILM_START + 4.5e6, FILM_START + 7e6), { sound: true, picture: true })
    await box.redact(box.wallSpan(FILM_START + 10e6, FILM_START + 11e6), { sound: true, picture: false })
    // A file that was prepared before is not finished with what is there now.
    if (before) await expect(wholeOf(before)).rejects.toMatchObject({ code: 'CLIP_CHANGED' })

    const [file, ...more] = await clip()
    if (!file || more.length > 0) throw new Error('not one file')
    const bytes = await wholeOf(file)
    const read = await readBack(bytes, trusted)
    expect(read).toMatchObject({ state: 'Trusted', failures: [], ingredients: 0 })
    const replaced = box.journal.ofClass(box.classId, { kinds: ['capture.segment-replaced.1'] })
    expect(read.said('org.lectern.redaction')).toMatchObject([
      { file: { from: 4000, to: 8000 }, what: ['sound', 'picture'], decided: [2, 3].map((segment, index) => ({ segment, means: 'silence', claim: null, entry: refOf(replaced[index] as Entry) })) },
      { file: { from: 10_000, to: 12_000 }, what: ['sound'], decided: [{ segment: 5, entry: refOf(replaced[2] as Entry) }] },
    ])
    const { size, root } = box.journal.head()
    expect(read.said('org.lectern.record')).toMatchObject([{ hub: box.journal.identity.hub, class: box.classId, checkpoint: { size, root: Buffer.from(root).toString('base64'), note: box.journal.checkpoint() } }])

    const path = join(folder, 'clip.mp4')
    writeFileSync(path, bytes)
    const { brightness, loudness, complaints } = await seenAndHeard(path, [HERTZ])
    expect(complaints).toBe('')
    const during = (looks: readonly number[], from: number, to: number): readonly number[] => looks.slice(Math.ceil(from * LOOKS), Math.floor(to * LOOKS))
    expect(during(brightness, 4.25, 7.75).every((value) => value < 1)).toBe(true)
    expect(during(loudness, 4.25, 8).every((value) => value < 0.001)).toBe(true)
    expect(during(loudness, 10.25, 11.75).every((value) => value < 0.001)).toBe(true)
    for (const [from, to] of [[0, 3.75], [8.25, 11.5]] as const) expect(during(brightness, from, to).every((value) => value > 50)).toBe(true)
    for (const [from, to] of [[0, 3.75], [8.25, 9.75]] as const) expect(during(loudness, from, to).every((value) => value > 0.05)).toBe(true)
  })
})
