import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CLASS, EvidenceWorld } from '../../../testkit/evidence-world.ts'
import type { MemoryBundle } from '../../../testkit/evidence-world.ts'
import { canonicalBytes, parseCanonical } from '../../kernel/canonical.ts'
import type { JsonObject } from '../../kernel/canonical.ts'
import { signCheckpoint } from '../../kernel/checkpoint.ts'
import { cosignatureLine, cosignerOf } from '../../kernel/cosignature.ts'
import { nodeCrypto } from '../../platform/crypto-node.ts'
import { DISCLOSURES, ENTRIES, MANIFEST, witnessedName } from '../bundle/format.ts'
import type { FindingCode } from './finding.ts'
import { verifyBundle } from './verify-bundle.ts'
import type { Trust, Verdict } from './verify-bundle.ts'

const crypto = nodeCrypto()
const bad = ({ findings }: Verdict): FindingCode[] => findings.filter(({ state }) => state === 'bad').map(({ code }) => code)
const codes = ({ findings }: Verdict): FindingCode[] => findings.map(({ code }) => code)
const verify = (bundle: MemoryBundle, trust: Partial<Trust> = {}): Promise<Verdict> => verifyBundle(bundle, { keys: [], seen: [], ...trust }, crypto)

function recorded(segments = 3): EvidenceWorld {
  const world = new EvidenceWorld()
  world.begin()
  for (let number = 0; number < segments; number += 1) world.seal()
  return world
}

/** What somebody does who has the files and not the key, to what no signature covers. */
describe('what nobody signs is held against what is signed', () => {
  const move = (bundle: MemoryBundle, from: string, to: string, bytes: number): void => {
    const [one, other] = [bundle.files.get(from), bundle.files.get(to)]
    if (!one || !other) throw new Error('no such parts')
    bundle.files.set(from, one.slice(0, -bytes))
    bundle.files.set(to, Uint8Array.from([...one.slice(-bytes), ...other]))
  }

  it.each<[string, FindingCode, (bundle: MemoryBundle) => void]>([
    ['bytes that moved from the picture to the sound, which together are what was sealed', 'SEGMENT_CHANGED', (bundle) => move(bundle, 'media/1-video.m4s', 'media/1-audio.m4s', 7)],
    ['a playlist that plays moments in another order', 'PLAYLIST_FALSE', (bundle) => {
      bundle.put('media/video.m3u8', bundle.text('media/video.m3u8').replace('0-video', 'x').replace('1-video', '0-video').replace('x', '1-video'))
    }],
    ['a playlist that leaves a moment out', 'PLAYLIST_FALSE', (bundle) => bundle.put('media/audio.m3u8', bundle.text('media/audio.m3u8').replace(/#EXTINF[^\n]*\n1-audio\.m4s\n/, ''))],
    ['a playlist that plays from elsewhere', 'PLAYLIST_FALSE', (bundle) => bundle.put('media/main.m3u8', bundle.text('media/main.m3u8').replace('audio.m3u8', 'https://elsewhere.example/audio.m3u8'))],
    ['a playlist with a key to fetch', 'PLAYLIST_FALSE', (bundle) => bundle.put('media/video.m3u8', bundle.text('media/video.m3u8').replace('#EXTINF', '#EXT-X-KEY:METHOD=AES-128,URI="key"\n#EXTINF'))],
    ['a moment that the record knows nothing of', 'SEGMENT_FOREIGN', (bundle) => bundle.put('media/99-video.m4s', 'more')],
    ['private words that were put beside it', 'MANIFEST_FALSE', (bundle) => bundle.put(DISCLOSURES, 'WyJhIl0\n')],
    ['another class’s code on it', 'MANIFEST_FALSE', (bundle) => {
      bundle.files.set(MANIFEST, canonicalBytes({ ...parseCanonical(bundle.files.get(MANIFEST) ?? new Uint8Array()) as JsonObject, code: 'AAAAAA' }))
    }],
  ])('names %s', async (_, code, tamper) => {
    using world = recorded()
    const bundle = await world.export()
    expect(bad(await verify(bundle))).toEqual([])
    tamper(bundle)
    const verdict = await verify(bundle)
    expect([verdict.outcome, bad(verdict)[0]]).toEqual(['broken', code])
  })

  it('passes over a file that the system put there, and says so', async () => {
    using world = recorded()
    const bundle = await world.export()
    bundle.put('.DS_Store', 'x')
    const verdict = await verify(bundle)
    expect([verdict.outcome, codes(verdict).includes('FILE_STRANGE')]).toEqual(['self-consistent', true])
  })

  it('holds no entry when lines are left out, said twice or exchanged, whichever', async () => {
    using world = recorded()
    const bundle = await world.export()
    const lines = bundle.text(ENTRIES).trimEnd().split('\n')
    const place = fc.nat(lines.length - 1)
    await fc.assert(fc.asyncProperty(place, place, fc.constantFrom('drop', 'twice', 'exchange'), async (one, other, how) => {
      const [a = '', b = ''] = [lines[one], lines[other]]
      if (how === 'exchange' && a === b) return
      const changed = how === 'drop' ? lines.toSpliced(one, 1) : how === 'twice' ? lines.toSpliced(other, 0, a) : lines.with(one, b).with(other, a)
      const copy = bundle.copy()
      copy.put(ENTRIES, changed.map((line) => `${line}\n`).join(''))
      expect((await verify(copy)).outcome, `${how} ${one} ${other}`).toBe('broken')
    }), { numRuns: 100 })
  })
})

/** What the owner of the key could do, and still be found out. */
describe('what the box itself signed', () => {
  it('does not pass as an entry of its kind when it is none', async () => {
    using world = recorded()
    world.journal.transact((tx) => tx.append({ kind: 'capture.segment-sealed.1', classId: CLASS, actor: 'box', body: { number: 'three' } }))
    expect(bad(await verify(await world.export()))).toEqual(['ENTRY_BODY'])
  })

  it('does not erase what people said without a decision on record, nor by somebody else’s', async () => {
    for (const cause of ['person-erased', 'class-forgotten', 'withdrawn', 'clm_aaaaaaaaaaaaaaaa', 'whim']) {
      using world = recorded()
      world.consent()
      world.journal.transact((tx) => tx.erase({ entries: [0], cause, classId: CLASS, actor: 'dev_b' }))
      expect(bad(await verify(await world.export())), cause).toEqual(['ERASURE_UNDECIDED'])
    }
  })

  it('lets a person take back what they said', async () => {
    using world = recorded()
    world.consent()
    world.consent()
    world.journal.transact((tx) => tx.erase({ entries: [0], cause: 'withdrawn', classId: CLASS, actor: world.person }))
    const verdict = await verify(await world.export())
    expect([bad(verdict), codes(verdict).includes('FIELDS_ERASED')]).toEqual([[], true])
  })

  it('hands out no private words that are on record as erased', async () => {
    using world = recorded()
    world.consent()
    const before = await world.export({ disclosures: true })
    world.journal.transact((tx) => {
      tx.append({ kind: 'privacy.person-erased.1', classId: CLASS, actor: 'dev_a', body: { person: world.person, seat: null, purposes: null } })
      return tx.erase({ entries: world.journal.ofClass(CLASS, { kinds: ['privacy.consent-stated.1'] }).map(({ sequence }) => sequence), cause: 'person-erased', classId: CLASS, actor: 'dev_a' })
    })
    const after = await world.export({ disclosures: true })
    expect(bad(await verify(after))).toEqual([])
    after.put(DISCLOSURES, before.text(DISCLOSURES))
    expect(bad(await verify(after))).toEqual(['DISCLOSURE_ERASED'])
    after.put(DISCLOSURES, `${before.text(DISCLOSURES)}${before.text(DISCLOSURES)}`)
    expect((await verify(after)).outcome).toBe('broken')
  })

  it('is bounded in time by a witness of an earlier checkpoint, and caught when that was another record', async () => {
    using world = recorded()
    const { journal } = world
    const size = journal.head().size
    const witness = cosignerOf('witness.example', crypto.ed25519.newSecretKey(), crypto)
    const note = journal.checkpoint(size) ?? ''
    world.seal()
    const line = cosignatureLine(note, witness, 1_800_000_100)
    journal.keepCosignature(size, { name: witness.name, keyId: witness.id, line })
    const bundle = await world.export()
    expect(bundle.text(witnessedName(size))).toBe(note + line)
    const verdict = await verify(bundle, { keys: [witness] })
    expect([verdict.outcome, bad(verdict)]).toEqual(['trusted', []])
    expect(verdict.findings.find(({ code }) => code === 'TIME_BEFORE')?.facts).toEqual({ count: journal.ofClass(CLASS).filter(({ sequence }) => sequence < size).length, at: 1_800_000_100_000 })

    const { signer } = journal.identity
    const forked = signCheckpoint({ origin: signer.name, size, root: crypto.randomBytes(32) }, signer)
    const fork = bundle.copy()
    fork.put(witnessedName(size), forked + cosignatureLine(forked, witness, 1_800_000_100))
    expect(bad(await verify(fork))).toEqual(['WITNESS_FORKED'])
    const renamed = bundle.copy()
    renamed.put(witnessedName(size + 1), bundle.text(witnessedName(size)))
    expect(bad(await verify(renamed))).toEqual(['WITNESS_FORGED'])
    expect((await verify(bundle, { keys: [cosignerOf('other.example', crypto.ed25519.newSecretKey(), crypto)] })).outcome).toBe('self-consistent')
  })
})
