import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holds, logPages, openedBytes, rawBytes } from '../../testkit/disk-search.ts'
import type { Host } from '../../testkit/host.ts'
import { TestHub } from '../../testkit/hub.ts'
import type { Learner } from '../../testkit/learner.ts'
import { Page } from '../../testkit/page.ts'
import { withRecord } from '../../testkit/read-record.ts'
import { MemoryBundle } from '../../testkit/evidence-world.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { exportClass } from '../evidence/export/export-class.ts'
import { verifyBundle } from '../evidence/verify/verify-bundle.ts'
import { keepInit, keepSegmentKey } from '../features/capture/hub/store.ts'
import { openReplay, setReplay } from '../features/capture/wire/routes.ts'
import { renameClass } from '../features/live/wire/routes.ts'
import { erasePerson, forgetClass, listPeople, makeClaim, showMine, stateConsent } from '../features/privacy/wire/routes.ts'
import { addLeaf, frontierRoot, leafHash, sameHash } from '../kernel/tree.ts'
import type { Frontier } from '../kernel/tree.ts'
import { encodeEntry } from '../kernel/entry.ts'
import { newId } from '../kernel/ids.ts'
import type { ClassCode, PersonId } from '../kernel/ids.ts'
import { classKey, signStatement } from '../kernel/statement.ts'
import type { StatementKind } from '../kernel/statement.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { parseVerifier, verifierText } from '../kernel/note.ts'
import type { WallTime } from '../kernel/time.ts'
import { openBlobs } from '../platform/blobs.ts'
import { dataFolder } from '../platform/data-folder.ts'
import { nodeCrypto } from '../platform/crypto-node.ts'
import { temporaryJournal } from '../platform/journal/temporary-journal.ts'
import { openKeys } from '../platform/keys/keys.ts'
import { ToldRefusal } from '../ui/client.ts'

/** A whole hub, perhaps on a busy machine. */
const WITHIN_MS = 60_000
/** log2 of scrypt's N: light, so that a test does not take seconds. */
const LIGHT = 10
const crypto = nodeCrypto()

/** What nobody else writes, so that finding it means that it is there. */
const OF_PERSON = {
  name: 'Ana-zwölfmal-Needle', contact: 'ana.needle@weit-weg.example', answer: 'Knees-answered-needle', question: 'Why-would-a-needle-ask?', reason: 'Because-the-needle-wants-it-gone',
} as const
const OF_CLASS = { title: 'Title-of-needles', poll: 'Which-needle-is-it?', segment: 'Sound-and-picture-of-a-needle' } as const
const everyNeedle = { ...OF_PERSON, ...OF_CLASS }

let kit: TestHub
let host: Host
let learner: Learner
let key: Uint8Array
let person: PersonId
let device: string
const code = (): string => host.code
const journal = () => {
  const core = kit.hub.core()
  if (!core) throw new Error('the hub is locked')
  return core.journal
}
const classId = () => journal().read(0, 1000).flatMap(({ class: place }) => place?.id ?? [])[0] ?? fail('no class')
const found = (needles: Readonly<Record<string, string>>, bytes: Buffer): string[] => Object.entries(needles).filter(([, text]) => holds(bytes, text)).map(([what]) => what)
function fail(what: string): never {
  throw new Error(what)
}

beforeAll(async () => {
  kit = await TestHub.start({ media: false })
  key = openKeys(dataFolder(kit.folder).keys, crypto).readUnprotected()
  host = await kit.host()
  await host.page.client.call(renameClass, { params: { code: code() }, input: { title: OF_CLASS.title } })
  await host.openLobby()
  learner = await kit.learner({ kind: 'room', headphones: false }, 'Before-any-yes')
  device = learner.page.key.device
  await host.begin()
  await host.enter()
  person = await sayYes()
  await sayThings()
  await seal()
  await host.end()
}, WITHIN_MS)

afterAll(() => kit.close())

const secret = crypto.randomBytes(32)
const signed = (kind: StatementKind, said: JsonObject) => signStatement({ kind, class: classId(), at: Date.now() as WallTime, said }, classKey(secret, classId(), crypto), crypto)

async function sayYes(): Promise<PersonId> {
  const choices = { heard: true, seen: false, answers: true, analytics: true, contact: true }
  const notice = { sha256: 'A'.repeat(43), language: 'en' }
  const statement = signed('consent', { choices, notice })
  const { mine } = await learner.page.client.call(stateConsent, { params: { code: code() }, input: { choices, notice, statement, name: OF_PERSON.name, contact: OF_PERSON.contact } })
  return mine.person
}

async function sayThings(): Promise<void> {
  const studio = host.page.link ?? fail('no studio')
  await studio.send({ type: 'poll', act: { do: 'open', poll: { question: OF_CLASS.poll, options: [OF_PERSON.answer, 'No'] } } })
  const poll = await learner.page.until('the poll', () => learner.page.last('poll')?.poll ?? undefined)
  await learner.link.send({ type: 'answer-poll', poll: poll.id, option: 0, at: learner.now() })
  await learner.link.send({ type: 'ask', question: newId('qst', crypto), named: true, text: OF_PERSON.question, at: learner.now() })
  await waitFor('what was said to be kept', () => ['live.answer-kept.1', 'live.question-kept.1'].every((kind) => journal().read(0, 1000).some((entry) => entry.kind === kind)), { within: 10_000 })
  journal().transact((tx) => tx.append({
    kind: 'privacy.claim-made.1', classId: classId(), actor: person,
    body: { claim: newId('clm', crypto), person, span: { from: 0, to: 1 }, remove: { sound: true, picture: true, text: false }, statement: null }, private: { reason: OF_PERSON.reason },
  }))
}

/** As the recorder does it, whose thread is not needed for that. */
async function seal(): Promise<void> {
  const { ref, key: own } = await openBlobs(dataFolder(kit.folder).blobs).put(Buffer.from(OF_CLASS.segment))
  const init = 'ab'.repeat(32)
  journal().transact((tx) => {
    keepInit(tx.sql, { sha256: init, track: 'audio', codec: 'opus', bytes: Uint8Array.of(1, 2, 3), size: null })
    keepSegmentKey(tx.sql, classId(), 0, { key: own, salt: crypto.randomBytes(32) })
    tx.append({
      kind: 'capture.segment-sealed.1', classId: classId(), actor: 'box', blobs: [ref],
      body: { number: 0, from: 0, to: 2_000_000, plain: '0'.repeat(64), discontinuity: false, parts: [{ track: 'audio', codec: 'opus', bytes: OF_CLASS.segment.length, init }] },
    })
  })
}

/** What somebody carries away who takes the disk of a box that has a passphrase, as it lay there at that moment. */
async function stolen(): Promise<string> {
  const copy = mkdtempSync(join(tmpdir(), 'lectern-stolen-'))
  cpSync(kit.folder, copy, { recursive: true })
  await openKeys(dataFolder(copy).keys, crypto, LIGHT).choosePassphrase(key, 'four quiet unrelated words')
  return copy
}
const spelled = (secret: Uint8Array): Buffer[] => (['hex', 'base64', 'base64url'] as const).map((how) => Buffer.from(Buffer.from(secret).toString(how))).concat(Buffer.from(secret))

describe('a thief of the disk', () => {
  it('finds no segment, name or answer in it, nor a key to any, of a box that ran with a passphrase', async () => {
    const folder = await stolen()
    const bytes = rawBytes(folder)
    expect(bytes.length).toBeGreaterThan(50_000)
    expect(readdirSync(dataFolder(folder).blobs)).toHaveLength(1)
    expect(found({ ...everyNeedle, device }, bytes)).toEqual([])
    expect(Object.entries(everyNeedle).filter(([, text]) => bytes.includes(Buffer.from(text, 'utf16le')))).toEqual([])
    const segmentKey = journal().query.get<{ key: Uint8Array }>('SELECT key FROM capture_segment_key')?.key ?? fail('no key')
    const hubSecret = journal().query.get<{ secret: Uint8Array }>('SELECT secret FROM hub_key')?.secret ?? fail('no secret')
    for (const secret of [key, segmentKey, hubSecret]) for (const one of spelled(secret)) expect(bytes.includes(one)).toBe(false)
    expect(openKeys(dataFolder(folder).keys, crypto).state()).toBe('locked')
    rmSync(folder, { recursive: true })
  })

  it('would find them if they lay there, so this can fail; and has everything of a box without a passphrase', async () => {
    const folder = await stolen()
    writeFileSync(join(folder, 'left-behind'), Object.values(everyNeedle).join('\n'))
    expect(found(everyNeedle, rawBytes(folder))).toEqual(Object.keys(everyNeedle))
    expect(rawBytes(kit.folder).includes(key)).toBe(true)
    rmSync(folder, { recursive: true })
  })
})

describe('with the disk and every key that is left', () => {
  it('what was erased lies in the log until that is emptied, so emptying it matters', () => {
    using world = temporaryJournal()
    world.journal.transact((tx) => tx.append({ kind: 'live.word-said.1', actor: 'box', body: {}, private: { word: OF_PERSON.name } }))
    world.journal.transact((tx) => tx.erase({ entries: [0], cause: 'test', actor: 'box' }))
    expect(holds(logPages(world.file, world.key), OF_PERSON.name)).toBe(true)
    world.journal.scrub()
    expect(logPages(world.file, world.key)).toHaveLength(0)
  })

  it('all that is kept can be read before it is erased, so that not finding it means something', () => {
    expect(found(everyNeedle, openedBytes(kit.folder, key))).toEqual(Object.keys(everyNeedle))
    // The log by itself holds the newest of it.
    expect(statSync(`${dataFolder(kit.folder).database}-wal`).size).toBeGreaterThan(32)
    expect(holds(openedBytes(kit.folder, key), 'Before-any-yes')).toBe(false)
    expect(holds(openedBytes(kit.folder, key), device)).toBe(true)
  })

  it('nothing of a person can be read once they were erased, while the hub goes on, and all else can', async () => {
    const { people } = await host.page.client.call(listPeople, { params: { code: code() } })
    expect(people).toMatchObject([{ person, name: OF_PERSON.name }])
    const { erased } = await host.page.client.call(erasePerson, { params: { code: code(), person } })
    expect(erased).toBeGreaterThanOrEqual(5)
    expect(statSync(`${dataFolder(kit.folder).database}-wal`).size).toBe(0)
    const bytes = openedBytes(kit.folder, key)
    // What the host wrote into the poll is the class's.
    expect(found(OF_PERSON, bytes)).toEqual(['answer'])
    expect(holds(bytes, device)).toBe(false)
    expect(found(OF_CLASS, bytes)).toEqual(Object.keys(OF_CLASS))
    const { data } = await learner.page.client.call(showMine, { params: { code: code() } })
    expect(data).toMatchObject({ person: null, seat: null, entries: [] })
  })

  it('nothing of a class can be read once it was forgotten, and nobody opens or claims in it any more', async () => {
    await host.page.client.call(setReplay, { params: { code: code() }, input: { who: 'code', until: null } })
    const { afterlife } = await host.page.client.call(forgetClass, { params: { code: code() } })
    expect(afterlife).toBe('forgotten')
    expect(statSync(`${dataFolder(kit.folder).database}-wal`).size).toBe(0)
    expect(found(everyNeedle, openedBytes(kit.folder, key))).toEqual([])
    await waitFor('the file, noise by now, to go', () => readdirSync(dataFolder(kit.folder).blobs).length === 0, { within: 10_000 })
    const refused = (asked: Promise<unknown>) => asked.then(() => 'nothing', (error: unknown) => (error instanceof ToldRefusal ? error.code : String(error)))
    expect(await refused(new Page(kit.base).client.call(openReplay, { params: { code: code() } }))).toBe('NO_RECORDING')
    expect(await refused(sayYes())).toBe('CLASS_FORGOTTEN')
    const asks = { claim: newId('clm', crypto), span: { from: 0 as WallTime, to: 1000 as WallTime }, remove: { sound: true, picture: false, text: false } }
    const statement = signed('claim', asks)
    expect(await refused(learner.page.client.call(makeClaim, { params: { code: code() }, input: { ...asks, reason: 'Mine', statement, person: null } }))).toBe('CLASS_FORGOTTEN')
    expect(await refused(host.openLobby())).toBe('CLASS_NOT_DRAFT')
  })

  it('is proven by what is left: every entry under the checkpoints it had, in a database that holds together, for a hub that starts on it', async () => {
    const { size, root } = journal().head()
    kit = await kit.restart()
    expect(found(everyNeedle, openedBytes(kit.folder, key))).toEqual([])
    const entries = journal().read(0, size)
    const forgotten = classId()
    const grown = entries.reduce<Frontier>((frontier, entry) => addLeaf(frontier, leafHash(encodeEntry(entry), crypto), crypto).frontier, { size: 0, peaks: [] })
    expect(sameHash(frontierRoot(grown, crypto), root)).toBe(true)
    expect(entries.map(({ kind }) => kind)).toContain('privacy.class-forgotten.1')
    const bundle = new MemoryBundle()
    const recording = { segments: () => [], open: () => fail('no segment'), init: () => undefined, salt: () => undefined }
    await exportClass({ journal: journal(), recording, witnesses: [], cosign: () => Promise.resolve(), page: Uint8Array.of(60), readme: '' }, { classId: forgotten, code: host.code as ClassCode, actor: host.page.key.device, media: true, disclosures: true }, bundle)
    const verdict = await verifyBundle(bundle, { keys: [parseVerifier(verifierText(journal().identity.signer), crypto)], seen: [] }, crypto)
    expect(verdict.findings.filter(({ state }) => state === 'bad')).toEqual([])
    expect(verdict.outcome).toBe('trusted')
    expect(found(everyNeedle, Buffer.concat([...bundle.files.values()]))).toEqual([])
    await kit.keep()
    await withRecord(kit.folder, (record) => {
      expect(record.countPrivate(forgotten)).toBe(0)
      record.rebuild()
    }, key)
    expect(found(everyNeedle, openedBytes(kit.folder, key))).toEqual([])
    rmSync(kit.folder, { recursive: true, force: true })
  })
})
