import type { ClassId } from '../../../../kernel/ids.ts'
import type { SegmentShelf } from '../segments.ts'
import { share } from './source.ts'
import type { SharedBytes } from './source.ts'

/** About four minutes of a class at 2 Mbit/s: viewers who began together share what one of them opened. */
const MOST_BYTES = 64 * 1024 * 1024

/** Opened segments of recordings, in memory alone; those used longest ago go first. */
export class SegmentCache {
  readonly #shelf: Pick<SegmentShelf, 'open'>
  readonly #opened = new Map<string, Promise<SharedBytes>>()
  readonly #lengths = new Map<string, number>()
  #bytes = 0
  readonly #mostBytes: number

  constructor(shelf: Pick<SegmentShelf, 'open'>, mostBytes = MOST_BYTES) {
    this.#shelf = shelf
    this.#mostBytes = mostBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  /** The plaintext. Whoever asks while it is being opened waits for the same opening. Throws as the shelf does, and remembers no failure. */
  open(classId: ClassId, number: number): Promise<SharedBytes> {
    const name = `${classId} ${number}`
    const known = this.#opened.get(name)
    // Maps keep the order of insertion: the first is the one used longest ago.
    this.#opened.delete(name)
    const opening = known ?? this.#shelf.open(classId, number).then(share)
    this.#opened.set(name, opening)
    if (!known) opening.then(({ length }) => this.#hold(name, opening, length), () => this.#letGo(name, opening))
    return opening
  }

  /** Everything of a class: its keys were destroyed, or some of its segments replaced. */
  forget(classId: ClassId): void {
    for (const name of [...this.#opened.keys()]) if (name.startsWith(`${classId} `)) this.#drop(name)
  }

  /** One that was forgotten while it was being opened is not held, whatever lies under its name by now. */
  #hold(name: string, opening: Promise<SharedBytes>, length: number): void {
    if (this.#opened.get(name) !== opening) return
    this.#lengths.set(name, length)
    this.#bytes += length
    this.#trim(name)
  }

  #letGo(name: string, opening: Promise<SharedBytes>): void {
    if (this.#opened.get(name) === opening) this.#drop(name)
  }

  #trim(newest: string): void {
    for (const name of this.#opened.keys()) {
      if (this.#bytes <= this.#mostBytes) return
      if (name !== newest && this.#lengths.has(name)) this.#drop(name)
    }
  }

  #drop(name: string): void {
    this.#bytes -= this.#lengths.get(name) ?? 0
    this.#lengths.delete(name)
    this.#opened.delete(name)
  }
}
