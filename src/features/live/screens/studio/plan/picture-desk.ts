import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { PictureId } from '../../../../../kernel/ids.ts'
import { m } from '../../../../../words/messages.js'
import * as wire from '../../../wire/pictures.ts'
import type { Plan } from '../../../wire/run.ts'
import { fetchPiece } from '../../link/prefetch/fetch-piece.ts'
import { FileList } from '../files/file-list.ts'
import type { StudioRoom } from '../room.ts'

/** The box's slides and overlays while a plan is being written: what there is, and how each looks. */
export class PictureDesk {
  readonly list: FileList<wire.Picture>
  readonly #room: StudioRoom
  readonly #previews: Signal<ReadonlyMap<PictureId, string>> = signal(new Map())
  readonly #asked = new Set<PictureId>()

  constructor(room: StudioRoom) {
    this.#room = room
    const { client } = room
    this.list = new FileList<wire.Picture>(room, {
      list: async (code) => (await client.call(wire.listPictures, { params: { code } })).pictures,
      remove: async (code, picture) => (await client.call(wire.removePicture, { params: { code, picture } })).pictures,
      addPath: (code) => wire.PICTURE_DOORS.add.replace(':code', code),
      parse: (answer) => wire.listPictures.output.parse(answer).pictures,
      mostBytes: wire.PICTURE_MOST_BYTES,
      tooLarge: m.live_refusal_PICTURE_TOO_LARGE,
    })
  }

  /** Addresses for an `img`, by picture, as far as they were asked for. */
  get previews(): ReadonlySignal<ReadonlyMap<PictureId, string>> {
    return this.#previews
  }

  /** Fetches how a picture looks, once. */
  async preview({ picture, path, bytes, type }: wire.Picture): Promise<void> {
    if (this.#asked.has(picture)) return
    this.#asked.add(picture)
    const parts: Uint8Array<ArrayBuffer>[] = []
    const isHere = await this.#room.asking.ask(() => fetchPiece(this.#room.client, path, { from: 0, to: bytes }, (part) => void parts.push(part)))
    if (!isHere) return void this.#asked.delete(picture)
    this.#previews.value = new Map([...this.#previews.peek(), [picture, URL.createObjectURL(new Blob(parts, { type }))]])
  }

  /** Of a plan from elsewhere: without pictures that this box does not have, and on how many items they were. When the box cannot say, nothing is dropped. */
  async withoutMissing(plan: Plan): Promise<{ readonly plan: Plan; readonly dropped: number }> {
    if (!plan.items.some(({ picture }) => picture !== undefined)) return { plan, dropped: 0 }
    await this.list.load()
    if (!this.list.loaded.peek()) return { plan, dropped: 0 }
    return withoutPictures(plan, new Set(this.list.files.peek().map(({ picture }) => picture)))
  }
}

/** Keeps the pictures that are known. */
export function withoutPictures(plan: Plan, known: ReadonlySet<PictureId>): { readonly plan: Plan; readonly dropped: number } {
  let dropped = 0
  const items = plan.items.map(({ picture, ...item }) => {
    if (picture === undefined || known.has(picture.picture)) return picture === undefined ? item : { ...item, picture }
    dropped += 1
    return item
  })
  return { plan: { ...plan, items }, dropped }
}
