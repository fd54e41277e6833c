import { type Signal, signal } from '@preact/signals'
import { type PollId } from '../../../../../kernel/ids.ts'
import { m } from '../../../../../words/messages.js'
import * as routes from '../../../wire/routes.ts'
import type { LiveNews } from '../../../wire/messages.ts'
import type { PollDraft, TrackRef } from '../../../wire/run.ts'
import type { StartResult } from '../../../wire/together.ts'
import { FileList } from '../files/file-list.ts'
import type { StudioRoom } from '../room.ts'

/** What host and learners do together besides cues: timer, music, polls. */
export class TogetherDesk {
  readonly tracks: FileList<routes.Track>
  /** How the last start of a timer or of music arrived. */
  readonly started: Signal<StartResult | null> = signal(null)
  readonly #room: StudioRoom

  constructor(room: StudioRoom) {
    this.#room = room
    const { client } = room
    this.tracks = new FileList<routes.Track>(room, {
      list: async (code) => (await client.call(routes.listTracks, { params: { code } })).tracks,
      remove: async (code, track) => (await client.call(routes.removeTrack, { params: { code, track } })).tracks,
      addPath: (code) => routes.TRACK_DOORS.add.replace(':code', code),
      parse: (answer) => routes.listTracks.output.parse(answer).tracks,
      mostBytes: routes.TRACK_MOST_BYTES,
      tooLarge: m.live_refusal_TRACK_TOO_LARGE,
    })
  }

  hear(news: LiveNews): void {
    if (news.type === 'start-result') this.started.value = news.result
  }

  reset(): void {
    this.started.value = null
    this.tracks.upload.value = null
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
}
