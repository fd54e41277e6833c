import { openReplay, setRecording, setReplay, showRecording } from '../../features/capture/wire/routes.ts'
import type { RecordingLamp } from '../../features/live/wire/words.ts'
import { Refused } from '../../kernel/failures.ts'
import { monotonicMs } from '../media/stamp.ts'
import type { Host } from '../people/host.ts'

const MOST_FILES = 10_000

/** The recording of a rehearsal: switched on, its lamp watched, and played back from the box afterwards. */
export class RecordingCheck {
  readonly #host: Host
  #onMs: number | undefined
  #offMs: number | undefined

  constructor(host: Host) {
    this.#host = host
  }

  /** False when this box cannot record. */
  async start(): Promise<boolean> {
    const { client } = this.#host.page
    try {
      await client.call(setRecording, { params: { code: this.#host.code }, input: { on: true } })
      this.#onMs = monotonicMs()
      return true
    } catch (error) {
      if (error instanceof Refused) return false
      throw error
    }
  }

  classEnded(): void {
    this.#offMs = monotonicMs()
  }

  /** As the studio is told. */
  get lamp(): RecordingLamp['state'] | undefined {
    return this.#host.page.last('recording')?.recording.state
  }

  /** Seconds that should be in it and are not; null when nothing was recorded at all. */
  async missingSeconds(): Promise<number | null> {
    if (this.#onMs === undefined || this.#offMs === undefined) return null
    const { recording } = await this.#host.page.client.call(showRecording, { params: { code: this.#host.code } })
    return Math.max(0, (this.#offMs - this.#onMs) / 1000 - recording.seconds)
  }

  /** Of all its segments, those that open as they were sealed: the box checks each when it serves it. Null when there are none. */
  async replayedShare(): Promise<number | null> {
    const { client, base } = this.#host.page
    const params = { code: this.#host.code }
    try {
      await client.call(setReplay, { params, input: { who: 'code', until: null } })
      const { path } = await client.call(openReplay, { params })
      const files = await listed(new URL(path, base))
      if (files.length === 0) return null
      let opened = 0
      for (const file of files) if (await isThere(file)) opened++
      return opened / files.length
    } catch (error) {
      if (error instanceof Refused) return null
      throw error
    }
  }
}

/** Every segment and init segment below a playlist (RFC 8216): variants and renditions first, then what they list. */
async function listed(playlist: URL): Promise<URL[]> {
  const seen = new Set([playlist.href])
  const waiting = [playlist]
  const files = new Map<string, URL>()
  for (let next = waiting.shift(); next && seen.size + files.size < MOST_FILES; next = waiting.shift()) {
    const answer = await fetch(next)
    if (!answer.ok) throw new Error(`a playlist was answered with ${answer.status}`)
    const text = await answer.text()
    const within = next
    const named = text.split(/\r?\n/).flatMap((line) => (line.startsWith('#') ? [...line.matchAll(/URI="([^"]+)"/g)].map(([, uri]) => uri) : [line.trim()]))
    for (const uri of named.filter((one) => one !== undefined && one !== '')) {
      const address = new URL(uri ?? '', within)
      if (!address.pathname.endsWith('.m3u8')) files.set(address.href, address)
      else if (!seen.has(address.href)) {
        seen.add(address.href)
        waiting.push(address)
      }
    }
  }
  return [...files.values()]
}

async function isThere(file: URL): Promise<boolean> {
  const answer = await fetch(file)
  const bytes = await answer.arrayBuffer()
  return answer.ok && bytes.byteLength > 0
}
