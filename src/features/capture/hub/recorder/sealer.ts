import type { Crypto } from '../../../../kernel/crypto.ts'
import { hex } from '../../../../kernel/bytes.ts'
import type { ClassId } from '../../../../kernel/ids.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import type { Blobs } from '../../../../platform/blobs.ts'
import type { Journal, Tx } from '../../../../platform/journal/journal.ts'
import type { Timers } from '../../../../platform/timers.ts'
import { segmentSealed, segmentsLost } from '../../wire/entries.ts'
import type { NotWritten } from '../../wire/words.ts'
import type { InitSegment, LiveSegment } from '../segments.ts'
import { keepInit, keepSegmentKey, storedRecording } from '../store.ts'
import type { DiskRoom } from './disk-room.ts'

/** A segment that belongs on the record. */
export type ToSeal = { readonly classId: ClassId; readonly segment: LiveSegment; readonly inits: readonly InitSegment[] }
type Lost = { readonly classId: ClassId; readonly from: HubTime; readonly to: HubTime; readonly why: NotWritten }

export type SealerDeps = {
  readonly journal: Pick<Journal, 'transact' | 'query'>
  readonly crypto: Crypto
  readonly timers: Timers
  readonly blobs: Pick<Blobs, 'put' | 'remove'>
  readonly room: Pick<DiskRoom, 'fits' | 'look'>
  readonly onKept: (sealed: ToSeal) => void
  /** Sealing fails, or works again (null). Told with each change. */
  readonly onState: (why: 'disk-full' | 'disk-failing' | null) => void
  readonly onFault: (error: unknown) => void
}

/** Half a minute of class that waits for a disk; what comes on top of that is lost. */
const MOST_WAITING = 16
const RETRY_MS = 2000
const SALT_BYTES = 32
const NO_ROOM: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'DB_FULL'])
/** The actor of what the box does by itself. */
const BOX = 'box'

/**
 * Puts segments on the record, one after another.
 *
 * 1. An entry is made only of bytes that are durable, and its key stands in the same commit.
 * 2. A segment's number is the count of those before it, whatever failed in between.
 * 3. What could not be written is declared with the next segment that can.
 */
export class Sealer {
  readonly #deps: SealerDeps
  #waiting: ToSeal[] = []
  #lost: Lost[] = []
  #working = false
  #retry: (() => void) | undefined
  #why: 'disk-full' | 'disk-failing' | null = null
  #idle: Array<() => void> = []
  #ended = false

  constructor(deps: SealerDeps) {
    this.#deps = deps
  }

  add(one: ToSeal): void {
    if (this.#waiting.length >= MOST_WAITING) {
      const [oldest] = this.#waiting.splice(this.#working ? 1 : 0, 1)
      if (oldest) this.lose({ classId: oldest.classId, ...oldest.segment, why: this.#why ?? 'disk-failing' })
    }
    this.#waiting.push(one)
    void this.#work()
  }

  /** Media that was meant to be recorded and is not. */
  lose({ classId, from, to, why }: Lost): void {
    const last = this.#lost.at(-1)
    if (last && last.classId === classId && last.why === why && last.to === from) this.#lost[this.#lost.length - 1] = { ...last, to }
    else this.#lost.push({ classId, from, to, why })
  }

  /** The class ends: what is not written by now is lost, and that is on record before its end. */
  giveUp(classId: ClassId): void {
    const left = this.#waiting.filter((one) => one.classId === classId)
    this.#waiting = this.#waiting.filter((one) => one.classId !== classId)
    for (const { segment } of left) this.lose({ classId, from: segment.from, to: segment.to, why: this.#why ?? 'disk-failing' })
    const lost = this.#lost.filter((one) => one.classId === classId)
    this.#lost = this.#lost.filter((one) => one.classId !== classId)
    if (lost.length === 0) return
    try {
      this.#deps.journal.transact((tx) => declare(tx, lost))
    } catch (error) {
      this.#deps.onFault(error) // The class ends all the same; its segments show where the gap is.
    }
  }

  /** Resolves once nothing waits any more, or writing it failed. */
  async settled(): Promise<void> {
    if (this.#working) await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  /** Tries nothing again: the record is being closed. */
  end(): void {
    this.#ended = true
    this.#retry?.()
  }

  async #work(): Promise<void> {
    if (this.#working || this.#ended) return
    this.#working = true
    try {
      for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
        const isKept = await this.#seal(next)
        this.#waiting = this.#waiting.filter((one) => one !== next)
        this.#setWhy(null)
        if (isKept) this.#deps.onKept(next)
      }
    } catch (error) {
      this.#failed(error)
    } finally {
      this.#working = false
      for (const tell of this.#idle.splice(0)) tell()
    }
  }

  #failed(error: unknown): void {
    if (this.#why === null) this.#deps.onFault(error)
    this.#setWhy(isFull(error) ? 'disk-full' : 'disk-failing')
    this.#retry?.()
    if (!this.#ended) this.#retry = this.#deps.timers.after(RETRY_MS, () => void this.#work())
  }

  #setWhy(why: 'disk-full' | 'disk-failing' | null): void {
    if (why === this.#why) return
    this.#why = why
    this.#deps.onState(why)
  }

  /** False when its class ended meanwhile. */
  async #seal(one: ToSeal): Promise<boolean> {
    const { blobs, crypto, room } = this.#deps
    const content = Buffer.concat(one.segment.parts.map(({ content: part }) => part))
    await room.look()
    if (!room.fits(content.length)) throw Object.assign(new Error('no room left for the recording'), { code: 'ENOSPC' })
    const salt = crypto.randomBytes(SALT_BYTES)
    const plain = hex(crypto.sha256(Buffer.concat([salt, content])))
    const { ref, key } = await blobs.put(content)
    let isKept = false
    try {
      if (this.#waiting.includes(one)) {
        this.#commit(one, { plain, ref, key, salt })
        isKept = true
      }
    } finally {
      // Without its row it is noise, and the next start would clear it away.
      if (!isKept) await blobs.remove(ref).catch(this.#deps.onFault)
    }
    return isKept
  }

  #commit({ classId, segment, inits }: ToSeal, { plain, ref, key, salt }: { plain: string; ref: Awaited<ReturnType<Blobs['put']>>['ref']; key: Uint8Array; salt: Uint8Array }): void {
    const { from, to, discontinuity } = segment
    const parts = segment.parts.map(({ content: _, ...part }) => part)
    const lost = this.#lost.filter((one) => one.classId === classId)
    this.#deps.journal.transact((tx) => {
      declare(tx, lost)
      const number = storedRecording(tx.sql, classId).segments
      const isFirst = number === 0
      tx.append({ kind: segmentSealed.kind, classId, actor: BOX, blobs: [ref], body: { number, from, to, parts, plain, discontinuity: discontinuity && !isFirst } })
      keepSegmentKey(tx.sql, classId, number, { key, salt })
      for (const init of inits) keepInit(tx.sql, init)
    })
    this.#lost = this.#lost.filter((one) => one.classId !== classId)
  }
}

function declare(tx: Tx, lost: readonly Lost[]): void {
  for (const { classId, ...body } of lost) tx.append({ kind: segmentsLost.kind, classId, actor: BOX, body })
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && NO_ROOM.has(error.code)
}
