import { type Signal, signal } from '@preact/signals'
import { type PollId } from '../../../../../kernel/ids.ts'
import { m } from '../../../../../words/messages.js'
import * as routes from '../../../wire/routes.ts'
import type { LiveNews } from '../../../wire/messages.ts'
import type { PollDraft, TrackRef } from '../../../wire/run.ts'
import type { StartResult } from '../../../wire/together.ts'
import type { StudioRoom } from '../room.ts'
import { uploadFetch } from './upload-fetch.ts'

/** A file on its way to the box: the part that is there, 0 to 1; null while there is none. */
export type Upload = { readonly title: string; readonly part: number }
/** Twenty megabytes over a poor Wi-Fi. */
const UPLOAD_WITHIN_MS = 180_000
const TITLE_MOST = 80

/** What host and learners do together besides cues: timer, music, polls. */
export class TogetherDesk {
  readonly tracks: Signal<readonly routes.Track[]> = signal([])
  readonly upload: Signal<Upload | null> = signal(null)
  /** How the last start of a timer or of music arrived. */
  readonly started: Signal<StartResult | null> = signal(null)
  readonly #room: StudioRoom
  #asked = 0
  #shown = 0

  constructor(room: StudioRoom) {
    this.#room = room
  }

  hear(news: LiveNews): void {
    if (news.type === 'start-result') this.started.value = news.result
  }

  reset(): void {
    this.started.value = null
    this.upload.value = null
  }

  startTimer(seconds: number, label: string): Promise<boolean> {
    this.started.value = null
    return this.#room.command({ type: 'timer', start: { seconds, label } })
  }

  stopTimer(): Promise<boolean> { return this.#room.command({ type: 'timer', start: null }) }

  startMusic(track: TrackRef): Promise<boolean> {
    this.started.value = null
    return this.#room.command({ type: 'music', start: { track } })
  }

  stopMusic(): Promise<boolean> { return this.#room.command({ type: 'music', start: null }) }
  openPoll(poll: PollDraft): Promise<boolean> { return this.#room.command({ type: 'poll', act: { do: 'open', poll } }) }
  closePoll(poll: PollId): Promise<boolean> { return this.#room.command({ type: 'poll', act: { do: 'close', poll } }) }
  showPoll(poll: PollId, shown: boolean): Promise<boolean> { return this.#room.command({ type: 'poll', act: { do: 'show', poll, shown } }) }
  clearPoll(poll: PollId): Promise<boolean> { return this.#room.command({ type: 'poll', act: { do: 'clear', poll } }) }

  async loadTracks(): Promise<void> {
    const code = this.#room.class.peek()?.code
    if (code === undefined) return
    await this.#listing(async () => (await this.#room.client.call(routes.listTracks, { params: { code } })).tracks)
  }

  async addTrack(file: File): Promise<void> {
    const code = this.#room.class.peek()?.code
    if (code === undefined) return
    if (file.size > routes.TRACK_MOST_BYTES) return void (this.#room.asking.problem.value = m.live_refusal_TRACK_TOO_LARGE())
    const title = (file.name.replace(/\.[^.]+$/, '').trim() || file.name).slice(0, TITLE_MOST)
    this.upload.value = { title, part: 0 }
    await this.#listing(async () => {
      const path = `${routes.TRACK_DOORS.add.replace(':code', code)}?${new URLSearchParams({ title }).toString()}`
      const { text } = await this.#room.client.signed({
        method: 'POST', path, body: new Uint8Array(await file.arrayBuffer()), contentType: 'application/octet-stream',
        withinMs: UPLOAD_WITHIN_MS, fetch: uploadFetch((part) => { this.upload.value = { title, part } }),
      })
      return routes.listTracks.output.parse(JSON.parse(text)).tracks
    })
    this.upload.value = null
  }

  async removeTrack(track: TrackRef): Promise<void> {
    const code = this.#room.class.peek()?.code
    if (code === undefined) return
    await this.#listing(async () => (await this.#room.client.call(routes.removeTrack, { params: { code, track } })).tracks)
  }

  /** Answers may overtake each other: one that was asked for earlier never takes the place of a later one. */
  async #listing(ask: () => Promise<readonly routes.Track[]>): Promise<void> {
    const turn = ++this.#asked
    await this.#room.asking.ask(async () => {
      const tracks = await ask()
      if (turn < this.#shown) return
      this.#shown = turn
      this.tracks.value = tracks
    })
  }
}
