import { type Signal, signal } from '@preact/signals'
import type { StudioRoom } from '../room.ts'
import { uploadFetch } from './upload-fetch.ts'

/** A file on its way to the box: the part that is there, 0 to 1; null while there is none. */
export type Upload = { readonly title: string; readonly part: number }
/** Twenty megabytes over a poor Wi-Fi. */
const UPLOAD_WITHIN_MS = 180_000
const TITLE_MOST = 80

/** One kind of file that the box keeps: how it is asked about, and what it may be. `code` is that of the class at hand. */
export type FileKind<T> = {
  readonly list: (code: string) => Promise<readonly T[]>
  readonly remove: (code: string, id: string) => Promise<readonly T[]>
  /** Where a file is sent; the answer is the list as it is then. */
  readonly addPath: (code: string) => string
  readonly parse: (answer: unknown) => readonly T[]
  readonly mostBytes: number
  readonly tooLarge: () => string
}

/** The files of one kind on the box, as the studio shows and changes them. */
export class FileList<T> {
  readonly files: Signal<readonly T[]> = signal([])
  readonly upload: Signal<Upload | null> = signal(null)
  /** The box was asked at least once. */
  readonly loaded: Signal<boolean> = signal(false)
  readonly #room: StudioRoom
  readonly #kind: FileKind<T>
  #asked = 0
  #shown = 0

  constructor(room: StudioRoom, kind: FileKind<T>) {
    this.#room = room
    this.#kind = kind
  }

  async load(): Promise<void> {
    await this.#listing((code) => this.#kind.list(code))
  }

  async add(file: File): Promise<void> {
    const { mostBytes, tooLarge, addPath, parse } = this.#kind
    if (file.size > mostBytes) return void (this.#room.asking.problem.value = tooLarge())
    const title = (file.name.replace(/\.[^.]+$/, '').trim() || file.name).slice(0, TITLE_MOST)
    this.upload.value = { title, part: 0 }
    await this.#listing(async (code) => {
      const { text } = await this.#room.client.signed({
        method: 'POST', path: `${addPath(code)}?${new URLSearchParams({ title }).toString()}`, body: new Uint8Array(await file.arrayBuffer()), contentType: 'application/octet-stream',
        withinMs: UPLOAD_WITHIN_MS, fetch: uploadFetch((part) => { this.upload.value = { title, part } }),
      })
      return parse(JSON.parse(text))
    })
    this.upload.value = null
  }

  async remove(id: string): Promise<void> {
    await this.#listing((code) => this.#kind.remove(code, id))
  }

  /** Answers may overtake each other: one that was asked for earlier never takes the place of a later one. */
  async #listing(ask: (code: string) => Promise<readonly T[]>): Promise<void> {
    const code = this.#room.class.peek()?.code
    if (code === undefined) return
    const turn = ++this.#asked
    await this.#room.asking.ask(async () => {
      const files = await ask(code)
      if (turn < this.#shown) return
      this.#shown = turn
      this.files.value = files
      this.loaded.value = true
    })
  }
}
