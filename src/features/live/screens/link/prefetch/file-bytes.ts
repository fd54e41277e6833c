import { base64url } from '../../../../../kernel/bytes.ts'
import type { Crypto } from '../../../../../kernel/crypto.ts'

/** What is known of a file before its bytes come. `sha256`: base64url; null where the box cannot say. */
export type KnownFile = { readonly bytes: number; readonly sha256: string | null; readonly path: string }

/**
 * A file as it comes, from its beginning, stretch by stretch.
 *
 * 1. It is whole only when its bytes are those that the box promised; else it begins anew.
 */
export class FileBytes {
  readonly known: KnownFile
  readonly #sha256: Crypto['sha256']
  #parts: Uint8Array<ArrayBuffer>[] = []
  #have = 0
  #whole: Uint8Array<ArrayBuffer> | null = null

  constructor(known: KnownFile, sha256: Crypto['sha256']) {
    this.known = known
    this.#sha256 = sha256
  }

  /** Bytes that are here, from the beginning. */
  get have(): number {
    return this.#have
  }

  /** All of it, once it is here and right. */
  get whole(): Uint8Array<ArrayBuffer> | null {
    return this.#whole
  }

  /** Takes what follows what is here; more than the file may have is dropped. False: it was all here and wrong, and is forgotten. */
  take(bytes: Uint8Array<ArrayBuffer>): boolean {
    const part = bytes.subarray(0, this.known.bytes - this.#have)
    if (part.length > 0) this.#parts.push(part)
    this.#have += part.length
    if (this.#have < this.known.bytes || this.#whole !== null) return true
    const whole = joined(this.#parts, this.#have)
    const isRight = this.known.sha256 === null || base64url(this.#sha256(whole)) === this.known.sha256 // 1
    this.#parts = []
    this.#have = isRight ? this.#have : 0
    this.#whole = isRight ? whole : null
    return isRight
  }
}

function joined(parts: readonly Uint8Array<ArrayBuffer>[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
