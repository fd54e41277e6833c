import { exportClass } from '../src/evidence/export/export-class.ts'
import type { ExportAsked, ExportedRecording, ExportedSegment } from '../src/evidence/export/export-class.ts'
import type { Sink } from '../src/evidence/export/sink.ts'
import type { BundleFiles } from '../src/evidence/bundle/bundle-files.ts'
import { segmentReplaced, segmentSealed } from '../src/features/capture/wire/entries.ts'
import type { SegmentPart } from '../src/features/capture/wire/words.ts'
import { claimDecided, claimMade, consentStated } from '../src/features/privacy/wire/entries.ts'
import { base64url, concat, hex } from '../src/kernel/bytes.ts'
import { newId } from '../src/kernel/ids.ts'
import type { ClassCode, ClassId, PersonId } from '../src/kernel/ids.ts'
import { personIdOf } from '../src/kernel/ids.ts'
import { signStatement } from '../src/kernel/statement.ts'
import { hubTime, MICROS_PER_SECOND } from '../src/kernel/time.ts'
import type { WallTime } from '../src/kernel/time.ts'
import { nodeCrypto } from '../src/platform/crypto-node.ts'
import { temporaryJournal } from '../src/platform/journal/temporary-journal.ts'
import type { TemporaryJournal } from '../src/platform/journal/temporary-journal.ts'

export const CLASS = `cls_${'a'.repeat(16)}` as ClassId
export const OTHER_CLASS = `cls_${'b'.repeat(16)}` as ClassId
export const CODE = 'K7M4QX' as ClassCode
const INIT_BYTES = { video: Uint8Array.of(1, 2, 3), audio: Uint8Array.of(4, 5) }
const WALL = 1_800_000_000_000
const crypto = nodeCrypto()

type Kept = { readonly content: Uint8Array; readonly salt: Uint8Array; readonly parts: readonly SegmentPart[] }

/** A class on a real journal, with made segments, and what is exported of it. */
export class EvidenceWorld implements Disposable {
  readonly kit: TemporaryJournal = temporaryJournal()
  readonly #kept = new Map<string, Kept>()
  readonly #secret = crypto.ed25519.newSecretKey()
  readonly #numbers = new Map<ClassId, number>()

  get journal(): TemporaryJournal['journal'] {
    return this.kit.journal
  }

  get person(): PersonId {
    return personIdOf(crypto.ed25519.publicKey(this.#secret), crypto)
  }

  /** The class is made, in lobby and live, with entries of another class between. */
  begin(classId = CLASS, code = CODE): void {
    this.journal.transact((tx) => {
      tx.append({ kind: 'live.class-made.1', classId, actor: 'dev_a', body: { code }, private: { title: 'Knees of Ana' } })
      tx.append({ kind: 'live.lobby-opened.1', classId: classId === CLASS ? OTHER_CLASS : CLASS, actor: 'dev_a', body: {} })
      tx.append({ kind: 'live.class-begun.1', classId, actor: 'dev_a', body: { at: 5 } })
    })
  }

  consent(): void {
    const choices = { heard: true, seen: false, answers: true, analytics: false, contact: false }
    const notice = { sha256: base64url(crypto.sha256(Uint8Array.of(1))), language: 'en' }
    const statement = signStatement({ kind: 'consent', class: CLASS, at: WALL as WallTime, said: { choices, notice } }, this.#secret, crypto)
    this.journal.transact((tx) => tx.append({
      kind: consentStated.kind, classId: CLASS, actor: this.person, body: { person: this.person, by: 'self', choices, notice, statement }, private: { name: 'Ana' },
    }))
  }

  /** Seals a segment of two seconds, of `bytes` random bytes a track. */
  seal(bytes = 300, classId = CLASS): void {
    const number = this.#numbers.get(classId) ?? 0
    this.#numbers.set(classId, number + 1)
    const { parts, content, salt, plain } = this.#made(bytes)
    this.#kept.set(`${classId} ${number}`, { content, salt, parts })
    this.journal.transact((tx) => tx.append({
      kind: segmentSealed.kind, classId, actor: 'box', blobs: [{ sha256: base64url(crypto.sha256(content)), bytes: content.length }],
      body: { number, from: hubTime(number * 2 * MICROS_PER_SECOND), to: hubTime((number + 1) * 2 * MICROS_PER_SECOND), parts, plain, discontinuity: false },
    }))
  }

  /** Somebody asks for a segment to be removed, and it is. */
  redact(number: number): void {
    const claim = newId('clm', crypto)
    const span = { from: (WALL + number * 2000) as WallTime, to: (WALL + number * 2000 + 1000) as WallTime }
    const remove = { sound: true, picture: true, text: false }
    const statement = signStatement({ kind: 'claim', class: CLASS, at: WALL as WallTime, said: { claim, span, remove } }, this.#secret, crypto)
    const { parts, content, salt, plain } = this.#made(40)
    this.journal.transact((tx) => {
      tx.append({ kind: claimMade.kind, classId: CLASS, actor: this.person, body: { claim, person: this.person, span, remove, statement }, private: { reason: 'my name' } })
      tx.append({ kind: claimDecided.kind, classId: CLASS, actor: 'dev_a', body: { claim, removed: remove, span, means: 'silence', segments: [number] }, private: { note: '' } })
      tx.append({ kind: segmentReplaced.kind, classId: CLASS, actor: 'dev_a', blobs: [{ sha256: base64url(crypto.sha256(content)), bytes: content.length }], body: { number, parts, plain, cause: claim, means: 'silence' } })
    })
    this.#kept.set(`${CLASS} ${number}`, { content, salt, parts })
  }

  end(): void {
    this.journal.transact((tx) => tx.append({ kind: 'live.class-ended.1', classId: CLASS, actor: 'dev_a', body: { at: 9 } }))
  }

  async export(asked: Partial<ExportAsked> = {}): Promise<MemoryBundle> {
    const bundle = new MemoryBundle()
    await exportClass(this.deps(), { classId: CLASS, code: CODE, actor: 'dev_a', media: true, disclosures: false, ...asked }, bundle)
    return bundle
  }

  deps(): Parameters<typeof exportClass>[0] {
    return { journal: this.journal, recording: this.#recording(), witnesses: [], cosign: () => Promise.resolve(), page: Uint8Array.of(60), readme: 'read me' }
  }

  [Symbol.dispose](): void {
    this.kit[Symbol.dispose]()
  }

  #made(bytes: number): Kept & { readonly plain: string } {
    const parts = (['video', 'audio'] as const).map((track): SegmentPart => ({ track, codec: track === 'video' ? 'avc1.42e01f' : 'opus', bytes, init: hex(crypto.sha256(INIT_BYTES[track])) }))
    const [content, salt] = [crypto.randomBytes(2 * bytes), crypto.randomBytes(16)]
    return { parts, content, salt, plain: hex(crypto.sha256(concat(salt, content))) }
  }

  #recording(): ExportedRecording {
    const kept = (classId: ClassId, number: number): Kept => {
      const one = this.#kept.get(`${classId} ${number}`)
      if (!one) throw new RangeError('no such segment')
      return one
    }
    return {
      segments: (classId) => Array.from({ length: this.#numbers.get(classId) ?? 0 }, (_, number): ExportedSegment => {
        const { parts, salt } = kept(classId, number)
        return { number, wall: (WALL + number * 2000) as WallTime, micros: 2 * MICROS_PER_SECOND, discontinuity: false, parts, seal: hex(salt) }
      }),
      open: (classId, number) => Promise.resolve(kept(classId, number).content),
      salt: (classId, number) => kept(classId, number).salt,
      init: (sha256) => {
        const track = sha256 === hex(crypto.sha256(INIT_BYTES.video)) ? 'video' : 'audio'
        return { bytes: INIT_BYTES[track], codec: track === 'video' ? 'avc1.42e01f' : 'opus', size: track === 'video' ? { width: 640, height: 360 } : null }
      },
    }
  }
}

/** A bundle in memory, to be looked at and tampered with. */
export class MemoryBundle implements BundleFiles, Sink {
  readonly files = new Map<string, Uint8Array>()

  file(path: string, bytes: Uint8Array): Promise<void> {
    if (this.files.has(path)) throw new Error(`${path} twice`)
    this.files.set(path, Uint8Array.from(bytes))
    return Promise.resolve()
  }

  end(): Promise<void> {
    return Promise.resolve()
  }

  list(): string[] {
    return [...this.files.keys()]
  }

  read(path: string): Promise<Uint8Array | null> {
    return Promise.resolve(this.files.get(path) ?? null)
  }

  text(path: string): string {
    return new TextDecoder().decode(this.files.get(path))
  }

  put(path: string, text: string): void {
    this.files.set(path, new TextEncoder().encode(text))
  }

  copy(): MemoryBundle {
    const copy = new MemoryBundle()
    for (const [path, bytes] of this.files) copy.files.set(path, Uint8Array.from(bytes))
    return copy
  }
}
