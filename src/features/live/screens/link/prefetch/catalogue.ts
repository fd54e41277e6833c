import { Malformed, Refused } from '../../../../../kernel/failures.ts'
import type { Micros } from '../../../../../kernel/time.ts'
import { MICROS_PER_MS } from '../../../../../kernel/time.ts'
import { type Client, Unreachable } from '../../../../../ui/client.ts'
import { Emitter } from '../../../../../ui/emitter.ts'
import type { FileNeed, FileRef } from '../../../rules/prefetch/needs.ts'
import { listPictures, type Picture } from '../../../wire/pictures.ts'
import { listTracks } from '../../../wire/routes.ts'
import type { KnownFile } from './file-bytes.ts'

/** A file of the box that pages of this class may fetch. */
export type FoundFile = KnownFile & { readonly picture: Pick<Picture, 'type' | 'title' | 'width' | 'height'> | null }

/** Of music that a host may play without a plan, so much is fetched ahead. */
const MOST_UNPLANNED = 2
/** A picture that was put into the run just now is known to the box a moment later; what it has not, it may be given. */
const AGAIN_MS = { first: 2000, most: 60_000 } as const
const isPicture = (ref: FileRef): boolean => ref.startsWith('pic_')

/** What the box has for this class: asked for when something is needed that is not known, and again now and then while it stays so. */
export class Catalogue {
  readonly #client: Pick<Client, 'call'>
  readonly #code: string
  readonly #now: () => Micros
  readonly #changes = new Emitter<undefined>()
  readonly #found = new Map<FileRef, FoundFile>()
  readonly #asked = { pictures: false, tracks: false }
  #isAsking = false
  #notBefore: Micros = -Infinity
  #waitMs: number = AGAIN_MS.first

  constructor({ client, code, now }: { readonly client: Pick<Client, 'call'>; readonly code: string; readonly now: () => Micros }) {
    this.#client = client
    this.#code = code
    this.#now = now
  }

  on(listener: () => void): () => void {
    return this.#changes.on(listener)
  }

  find(ref: FileRef): FoundFile | undefined {
    return this.#found.get(ref)
  }

  /** The box was asked and has it not: it was removed, or is another box's. */
  lacks(ref: FileRef): boolean {
    return !this.#found.has(ref) && (isPicture(ref) ? this.#asked.pictures : this.#asked.tracks)
  }

  /** Music that may be wanted although nothing plans it. */
  unplanned(planned: readonly FileNeed[]): FileRef[] {
    const known = new Set(planned.map(({ ref }) => ref))
    return [...this.#found.keys()].filter((ref) => !isPicture(ref) && !known.has(ref)).slice(0, MOST_UNPLANNED)
  }

  /** Asks the box when something of these is not known and it is time. `sounds`: all its music is to be known. */
  async look(refs: readonly FileRef[], sounds: boolean): Promise<void> {
    const missing = refs.filter((ref) => !this.#found.has(ref))
    const pictures = missing.some(isPicture)
    const tracks = (sounds && !this.#asked.tracks) || missing.some((ref) => !isPicture(ref))
    if (this.#isAsking || this.#now() < this.#notBefore || !(pictures || tracks)) return
    this.#isAsking = true
    const before = this.#found.size
    try {
      if (pictures) await this.#askPictures()
      if (tracks) await this.#askTracks()
    } catch (error) {
      // Asked again when it is time.
      if (!(error instanceof Unreachable || error instanceof Refused || error instanceof Malformed)) throw error
    } finally {
      this.#isAsking = false
      this.#waitMs = this.#found.size > before ? AGAIN_MS.first : Math.min(AGAIN_MS.most, this.#waitMs * 2)
      this.#notBefore = this.#now() + this.#waitMs * MICROS_PER_MS
      this.#changes.emit(undefined)
    }
  }

  async #askTracks(): Promise<void> {
    const { tracks } = await this.#client.call(listTracks, { params: { code: this.#code } })
    for (const { track, bytes, sha256, path } of tracks) if (bytes !== null) this.#found.set(track, { bytes, sha256, path, picture: null })
    this.#asked.tracks = true
  }

  async #askPictures(): Promise<void> {
    const { pictures } = await this.#client.call(listPictures, { params: { code: this.#code } })
    for (const { picture, bytes, sha256, path, ...about } of pictures) this.#found.set(picture, { bytes, sha256: sha256 === '' ? null : sha256, path, picture: about })
    this.#asked.pictures = true
  }
}
