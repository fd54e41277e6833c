import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { CLASS, EvidenceWorld, OTHER_CLASS } from '../../../testkit/evidence-world.ts'
import type { MemoryBundle } from '../../../testkit/evidence-world.ts'
import { canonicalBytes, parseCanonical } from '../../kernel/canonical.ts'
import type { JsonObject } from '../../kernel/canonical.ts'
import { signCheckpoint } from '../../kernel/checkpoint.ts'
import { cosignatureLine, cosignerOf } from '../../kernel/cosignature.ts'
import { receiptText } from '../../kernel/log-proof.ts'
import { parseVerifier, signerOf, verifierText } from '../../kernel/note.ts'
import { frontierRoot, inclusionProof } from '../../kernel/tree.ts'
import { nodeCrypto } from '../../platform/crypto-node.ts'
import { CHECKPOINT, ENTRIES, MANIFEST } from '../bundle/format.ts'
import type { FindingCode } from './finding.ts'
import { verifyBundle } from './verify-bundle.ts'
import type { Trust, Verdict } from './verify-bundle.ts'

const crypto = nodeCrypto()
const NOBODY: Trust = { keys: [], seen: [] }
const codes = ({ findings }: Verdict): FindingCode[] => findings.map(({ code }) => code)
const bad = ({ findings }: Verdict): FindingCode[] => findings.filter(({ state }) => state === 'bad').map(({ code }) => code)
const verify = (bundle: MemoryBundle, trust: Partial<Trust> = {}): Promise<Verdict> => verifyBundle(bundle, { ...NOBODY, ...trust }, crypto)

/** A whole class: consent, six segments, one of them redacted, somebody's words erased, an end. */
function aClass(): EvidenceWorld {
  const world = new EvidenceWorld()
  world.begin()
  world.consent()
  for (let number = 0; number < 6; number += 1) world.seal()
  world.redact(2)
  world.end()
  world.journal.transact((tx) => {
    tx.append({ kind: 'privacy.person-erased.1', classId: CLASS, actor: 'dev_a', body: { person: null, seat: null, purposes: null } })
    return tx.erase({ entries: [0], cause: 'person-erased', classId: CLASS, actor: 'dev_a' })
  })
  return world
}

describe('the evidence of a class', () => {
  let world: EvidenceWorld
  let bundle: MemoryBundle
  let key: string
  beforeAll(async () => {
    world = aClass()
    bundle = await world.export()
    key = verifierText(world.journal.identity.signer)
    return () => world[Symbol.dispose]()
  })
  const trusted = (): Partial<Trust> => ({ keys: [parseVerifier(key, crypto)] })

  it('is trusted by whoever knows the key of the box, and only self-consistent to everybody else', async () => {
    const verdict = await verify(bundle, trusted())
    expect(bad(verdict)).toEqual([])
    expect(verdict.outcome).toBe('trusted')
    expect(codes(verdict)).toEqual(expect.arrayContaining([
      'KEY_TRUSTED', 'CHECKPOINT_GOOD', 'TREE_GOOD', 'CHAIN_WHOLE', 'INCLUDED', 'SEGMENTS_GOOD', 'DECISION_GOOD', 'STATEMENTS_GOOD', 'FIELDS_ERASED', 'PERSON_ERASED', 'DISCLOSURES_NONE', 'WITNESS_NONE', 'TIME_CLAIMED',
    ]))
    expect((await verify(bundle)).outcome).toBe('self-consistent')
  })

  it('holds no entry of another class, no name, and what is removed no more', async () => {
    const text = [...bundle.files.values()].map((bytes) => Buffer.from(bytes).toString('latin1')).join('\n')
    expect(text).not.toContain(OTHER_CLASS)
    expect(text).not.toContain('Ana')
    const opened = await world.export({ disclosures: true })
    const words = opened.text('disclosures.jsonl').split('\n').map((line) => Buffer.from(line, 'base64url').toString())
    expect(words.join()).toContain('Ana')
    expect(words.join()).not.toContain('Knees')
    expect((await verify(opened, trusted())).outcome).toBe('trusted')
  })

  it('is trusted by a receipt or a checkpoint from before, and by a witness that cosigned it', async () => {
    const { journal } = world
    const [entry] = journal.read(3, 4)
    const size = journal.head().size
    if (!entry) throw new Error('no entry')
    const receipt = receiptText(entry, inclusionProof(3, size, journal.node, crypto), journal.checkpoint(size) ?? '')
    const later = await world.export()
    for (const text of [receipt, journal.checkpoint(5) ?? journal.checkpoint(3) ?? '']) {
      const verdict = await verify(later, { seen: [{ name: 'kept', text }] })
      expect([verdict.outcome, bad(verdict)]).toEqual(['trusted', []])
    }
    const witness = cosignerOf('witness.example', crypto.ed25519.newSecretKey(), crypto)
    const cosigned = later.copy()
    cosigned.put(CHECKPOINT, later.text(CHECKPOINT) + cosignatureLine(later.text(CHECKPOINT), witness, 1_800_000_500))
    const seen = await verify(cosigned, { keys: [witness] })
    expect(seen.outcome).toBe('trusted')
    expect(codes(seen)).toEqual(expect.arrayContaining(['WITNESSED_TRUSTED', 'TIME_BEFORE']))
  })

  it('is bounded from below by a witness whose signature stands in the record', async () => {
    using bounded = new EvidenceWorld()
    bounded.begin()
    const witness = cosignerOf('witness.example', crypto.ed25519.newSecretKey(), crypto)
    const { journal } = bounded
    const size = journal.head().size
    const put = (line: string): void => void journal.transact((tx) => tx.append({ kind: 'fleet.checkpoint-cosigned.1', classId: CLASS, actor: 'box', body: { size, line } }))
    put(cosignatureLine(journal.checkpoint(size) ?? '', witness, 1_800_000_100))
    bounded.seal()
    const verdict = await verify(await bounded.export(), { keys: [witness] })
    expect(bad(verdict)).toEqual([])
    expect(verdict.findings.find(({ code }) => code === 'TIME_AFTER')?.facts).toEqual({ count: 2, at: 1_800_000_100_000 })

    put(cosignatureLine(journal.checkpoint() ?? '', witness, 1_800_000_000)) // Of another checkpoint than it says.
    expect(bad(await verify(await bounded.export(), { keys: [witness] }))).toEqual(['TIME_FORGED'])
  })

  it('does not hold when any bit of it is another', async () => {
    const unsigned = /^(?:README\.txt|verify\.html|media\/.*\.m3u8)$/
    const paths = bundle.list().filter((path) => !unsigned.test(path))
    await fc.assert(fc.asyncProperty(fc.constantFrom(...paths), fc.nat(), fc.nat(7), async (path, at, bit) => {
      const changed = bundle.copy()
      const bytes = changed.files.get(path)
      if (!bytes || bytes.length === 0) return
      const place = at % bytes.length
      bytes[place] = (bytes[place] ?? 0) ^ (1 << bit)
      expect((await verify(changed, trusted())).outcome, `${path} ${place}.${bit}`).toBe('broken')
    }), { numRuns: 300 })
  })

  it('does not hold when any file is cut short or gone', async () => {
    const paths = bundle.list().filter((path) => !/^(?:README\.txt|verify\.html|media\/.*\.m3u8)$/.test(path))
    for (const path of paths) {
      const gone = bundle.copy()
      gone.files.delete(path)
      expect((await verify(gone, trusted())).outcome, `without ${path}`).toBe('broken')
      const cut = bundle.copy()
      const bytes = cut.files.get(path) ?? new Uint8Array(0)
      if (bytes.length < 2) continue
      cut.files.set(path, bytes.slice(0, Math.floor(bytes.length / 2)))
      expect((await verify(cut, trusted())).outcome, `half of ${path}`).toBe('broken')
    }
  })

  const lines = (copy: MemoryBundle): string[] => copy.text(ENTRIES).trimEnd().split('\n')
  it.each<[string, FindingCode, (copy: MemoryBundle) => void]>([
    ['an entry left out', 'CHAIN_GAP', (copy) => copy.put(ENTRIES, `${lines(copy).toSpliced(3, 1).join('\n')}\n`)],
    ['the last entries left out', 'CHAIN_OPEN', (copy) => copy.put(ENTRIES, `${lines(copy).slice(0, -2).join('\n')}\n`)],
    ['an entry said twice', 'ENTRY_TWICE', (copy) => copy.put(ENTRIES, `${lines(copy).toSpliced(4, 0, lines(copy)[3] ?? '').join('\n')}\n`)],
    ['entries in another order', 'CHAIN_GAP', (copy) => copy.put(ENTRIES, `${lines(copy).with(2, lines(copy)[3] ?? '').with(3, lines(copy)[2] ?? '').join('\n')}\n`)],
    ['a segment in the place of another', 'SEGMENT_SWAPPED', (copy) => {
      for (const track of ['video', 'audio']) copy.files.set(`media/1-${track}.m4s`, copy.files.get(`media/4-${track}.m4s`) ?? new Uint8Array(0))
    }],
    ['a segment that is another', 'SEGMENT_CHANGED', (copy) => copy.files.set('media/1-video.m4s', crypto.randomBytes(300))],
    ['a segment that is missing', 'SEGMENT_MISSING', (copy) => copy.files.delete('media/1-video.m4s')],
    ['a checkpoint of another key', 'CHECKPOINT_FORGED', (copy) => {
      const { signer } = world.journal.identity
      const forger = signerOf(signer.name, crypto.ed25519.newSecretKey(), crypto)
      copy.put(CHECKPOINT, signCheckpoint({ origin: signer.name, size: world.journal.head().size, root: crypto.randomBytes(32) }, forger))
    }],
    ['another box’s key in its place', 'KEY_NOT_HUBS', (copy) => {
      const manifest = parseCanonical(copy.files.get(MANIFEST) ?? new Uint8Array(0)) as JsonObject
      copy.files.set(MANIFEST, canonicalBytes({ ...manifest, log: verifierText(signerOf('lectern/hub_aaaaaaaaaaaaaaaa', crypto.ed25519.newSecretKey(), crypto)) }))
    }],
    ['a bundle of another format', 'FORMAT_UNKNOWN', (copy) => copy.put(MANIFEST, '{}')],
  ])('names %s', async (_, code, tamper) => {
    const copy = bundle.copy()
    tamper(copy)
    const verdict = await verify(copy, trusted())
    expect(verdict.outcome).toBe('broken')
    expect(bad(verdict)).toContain(code)
  })

  it('names a segment that was taken from another class', async () => {
    using other = aClass()
    const copy = bundle.copy()
    const foreign = await other.export()
    for (const track of ['video', 'audio']) copy.files.set(`media/1-${track}.m4s`, foreign.files.get(`media/1-${track}.m4s`) ?? new Uint8Array(0))
    expect(bad(await verify(copy, trusted()))).toEqual(['SEGMENT_CHANGED'])
  })

  it('names a segment that was replaced without a decision, and a statement that nobody signed', async () => {
    using forged = new EvidenceWorld()
    forged.begin()
    forged.consent()
    forged.seal()
    const [consent] = forged.journal.ofClass(CLASS, { kinds: ['privacy.consent-stated.1'] })
    if (!consent) throw new Error('no consent')
    const { _sd: _, ...body } = consent.body
    forged.journal.transact((tx) => tx.append({ kind: consent.kind, classId: CLASS, actor: consent.actor, body: { ...body, choices: { heard: true, seen: true, answers: true, analytics: true, contact: true } } }))
    const [sealed] = forged.journal.ofClass(CLASS, { kinds: ['capture.segment-sealed.1'] })
    const { parts = [], plain = '' } = sealed?.body ?? {}
    forged.journal.transact((tx) => tx.append({ kind: 'capture.segment-replaced.1', classId: CLASS, actor: 'dev_a', body: { number: 0, parts, plain, cause: 'clm_aaaaaaaaaaaaaaaa', means: 'silence' } }))
    expect(bad(await verify(await forged.export()))).toEqual(['DECISION_MISSING', 'STATEMENT_FALSE'])
  })

  it('names a database that was rolled back, and one that was rewritten', async () => {
    using rolled = aClass()
    const before = rolled.journal.checkpoint() ?? ''
    const { signer } = rolled.journal.identity
    const bundled = await rolled.export()
    expect(bad(await verify(bundled, { seen: [{ name: 'before', text: before }] }))).toEqual([])

    const beyond = signCheckpoint({ origin: signer.name, size: 10_000, root: crypto.randomBytes(32) }, signer)
    expect(bad(await verify(bundled, { seen: [{ name: 'receipt', text: beyond }] }))).toEqual(['SEEN_BEYOND'])
    const fork = signCheckpoint({ origin: signer.name, size: 4, root: frontierRoot({ size: 1, peaks: [crypto.randomBytes(32)] }, crypto) }, signer)
    expect(bad(await verify(bundled, { seen: [{ name: 'receipt', text: fork }] }))).toEqual(['SEEN_FORKED'])
    expect(bad(await verify(bundled, { seen: [{ name: 'noise', text: 'noise' }] }))).toEqual(['SEEN_UNREADABLE'])
  })
})
