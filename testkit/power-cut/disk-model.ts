import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { DiskOp } from './trace.ts'

/** A number in [0, 1). */
type Random = () => number

/** What a disk writes at once; a write that was under way is torn at these bounds. */
const SECTOR = 512

type Pending = { readonly number: number; readonly op: Extract<DiskOp, { type: 'write' | 'truncate' }> }
type File = { durable: Buffer; pending: Pending[] }
type NameChange = { readonly number: number; readonly folders: readonly string[]; apply(names: Names): void }
/** Path to file; folders stand as `null`. */
type Names = Map<string, File | null>

/**
 * A disk that keeps no more than it was told to keep. Bytes are durable once their file was synced,
 * names once their folder was. Of everything else a power cut leaves:
 *
 * 1. of a file's bytes, any sectors of any unsynced writes, whatever their order;
 * 2. of names, those changes that were made before some moment: file systems write them in order;
 * 3. nothing that was never written.
 */
export class DiskModel {
  #names: Names = new Map([['', null]])
  #durableNames: Names = new Map([['', null]])
  #changes: NameChange[] = []
  #number = 0

  take(op: DiskOp): void {
    const number = this.#number
    this.#number += 1
    switch (op.type) {
      case 'create': {
        const file: File = this.#names.get(op.path) ?? { durable: Buffer.alloc(0), pending: [] }
        this.#change(number, [op.path], (names) => void names.set(op.path, file))
        return
      }
      case 'folder':
        this.#change(number, [op.path], (names) => void names.set(op.path, null))
        return
      case 'unlink':
        this.#change(number, [op.path], (names) => void names.delete(op.path))
        return
      case 'rename':
        this.#change(number, [op.from, op.to], (names) => {
          const file = names.get(op.from)
          if (file === undefined) return
          names.set(op.to, file)
          names.delete(op.from)
        })
        return
      case 'sync':
        this.#sync(op)
        return
      default:
        this.#file(op.path).pending.push({ number, op })
    }
  }

  #change(number: number, paths: readonly string[], apply: NameChange['apply']): void {
    apply(this.#names)
    this.#changes.push({ number, folders: paths.map(folderOf), apply })
  }

  #sync({ path, covers }: Extract<DiskOp, { type: 'sync' }>): void {
    const file = this.#names.get(path)
    if (file) {
      for (const { op, number } of file.pending) if (number < covers) file.durable = applied(file.durable, op)
      file.pending = file.pending.filter(({ number }) => number >= covers)
      return
    }
    const last = this.#changes.findLastIndex(({ number, folders }) => number < covers && folders.includes(path))
    for (const { apply } of this.#changes.splice(0, last + 1)) apply(this.#durableNames)
  }

  #file(path: string): File {
    const file = this.#names.get(path)
    if (!file) throw new Error(`a write to ${path}, which nobody made`)
    return file
  }

  /** Writes into the empty `folder` what a power cut now might leave. */
  cutInto(folder: string, random: Random): void {
    const names: Names = new Map(this.#durableNames)
    const kept = Math.floor(random() * (this.#changes.length + 1))
    for (const { apply } of this.#changes.slice(0, kept)) apply(names)
    for (const [path, file] of [...names].toSorted(([a], [b]) => a.length - b.length)) {
      const at = join(folder, path)
      mkdirSync(file ? dirname(at) : at, { recursive: true })
      if (file) writeFileSync(at, survivor(file, random))
    }
  }
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
}

function survivor({ durable, pending }: File, random: Random): Buffer {
  // Either extreme is more telling than the middle: nearly all lost, or nearly all kept.
  const chance = [0, 0.5, 1][Math.floor(random() * 3)] ?? 0
  let bytes = durable
  for (const { op } of pending) {
    if (op.type === 'truncate') {
      if (random() < chance) bytes = applied(bytes, op)
      continue
    }
    for (let at = 0; at < op.bytes.length;) {
      const end = Math.min(op.bytes.length, at + SECTOR - ((op.offset + at) % SECTOR))
      if (random() < chance) bytes = applied(bytes, { ...op, offset: op.offset + at, bytes: op.bytes.subarray(at, end) })
      at = end
    }
  }
  return bytes
}

function applied(bytes: Buffer, op: Pending['op']): Buffer {
  const length = op.type === 'truncate' ? op.length : Math.max(bytes.length, op.offset + op.bytes.length)
  const next = Buffer.alloc(length)
  bytes.copy(next, 0, 0, Math.min(bytes.length, length))
  if (op.type === 'write') op.bytes.copy(next, op.offset)
  return next
}
