import type { StreamBox } from './stream-box.ts'

export type Fetched = { readonly status: number; readonly type: string; readonly text: string; readonly body: Uint8Array; /** Of a refusal. */ readonly code: string | undefined }

/** Somebody who fetches a stream's files through the box's door. */
export class StreamViewer {
  readonly #box: StreamBox
  readonly #folder: string

  /** `path` as the box told it. */
  constructor(box: StreamBox, path: string) {
    this.#box = box
    this.#folder = path.slice(0, path.lastIndexOf('/') + 1)
  }

  async get(file: string): Promise<Fetched> {
    const { status, headers, body } = await this.#box.door.answer({ method: 'GET', path: this.#folder + file, headers: [], body: new Uint8Array(), address: '127.0.0.1', trust: 'plain' })
    const type = headers.find(([name]) => name === 'content-type')?.[1] ?? ''
    const text = type === 'video/mp4' || type === 'audio/mp4' ? '' : Buffer.from(body).toString()
    return { status, type, text, body, code: status >= 400 ? (JSON.parse(text) as { code: string }).code : undefined }
  }

  /** Every file that a media playlist names, fetched; answers the names of those that are not there. */
  async missing(playlist: string): Promise<string[]> {
    const names = [...playlist.matchAll(/URI="([^"]+)"/g)].flatMap(([, name]) => name ?? []).concat(playlist.split('\n').filter((line) => line !== '' && !line.startsWith('#')))
    const found = await Promise.all(names.map(async (name) => ({ name, status: (await this.get(name)).status })))
    return found.filter(({ status }) => status !== 200).map(({ name }) => name)
  }
}

/** Names of the segments that a playlist lists. */
export function listed(playlist: string): string[] {
  return playlist.split('\n').filter((line) => line.endsWith('.m4s'))
}
