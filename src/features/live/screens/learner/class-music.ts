import { Malformed, Refused } from '../../../../kernel/failures.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import { type Client, Unreachable } from '../../../../ui/client.ts'
import type { Timers } from '../../../../ui/timers.ts'
import { beatOf } from '../../rules/together/beat-sound.ts'
import { listTracks } from '../../wire/routes.ts'
import type { Music } from '../../wire/together.ts'
import type { ClassNowState } from '../link/class-now.ts'
import type { MusicPlayer, MusicPlayerDeps } from '../link/music-player.ts'

export type ClassMusicDeps = Pick<MusicPlayerDeps, 'clock' | 'context' | 'now' | 'sounds'> & {
  readonly client: Pick<Client, 'call' | 'signed'>
  readonly code: string
  readonly timers: Timers
  readonly onStarted: (id: Music['id'], at: HubTime) => void
}

/**
 * The class's music on this phone. What plays it, and what the host may play without a plan, is
 * fetched while nothing sounds yet, so that a start is not late for it.
 */
export class ClassMusic {
  readonly #deps: ClassMusicDeps
  #player: Promise<MusicPlayer> | undefined
  #isPrepared = false

  constructor(deps: ClassMusicDeps) {
    this.#deps = deps
  }

  /** The link is good: a seat that sounds gets ready, once. */
  prepare(): void {
    if (this.#isPrepared || !this.#deps.sounds()) return
    this.#isPrepared = true
    void this.#fetchAhead()
  }

  /** What the box tells of plan and music. `wasThere`: this page was in the class before it began to play. */
  hear({ music, run }: ClassNowState, wasThere: boolean): void {
    const planned = (run?.items ?? []).flatMap((item) => (item.state === 'ahead' && item.music !== null ? [item.music] : []))
    if (music === null && planned.length === 0 && this.#player === undefined) return
    this.#use((player) => {
      player.expect(planned)
      player.hear(music, wasThere)
    })
  }

  /** The seat, or the wish to hear, has changed. */
  changed(): void {
    if (this.#player) this.#use((player) => player.changed())
  }

  end(): void {
    if (this.#player) this.#use((player) => player.end())
  }

  async #fetchAhead(): Promise<void> {
    const { client, code } = this.#deps
    try {
      const { tracks } = await client.call(listTracks, { params: { code } })
      const files = tracks.filter(({ track }) => beatOf(track) === undefined).map(({ track }) => track)
      this.#use((player) => player.expect(files))
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreachable || error instanceof Malformed)) throw error
      if (error instanceof Unreachable) this.#isPrepared = false // Asked again when the link is good.
    }
  }

  #use(work: (player: MusicPlayer) => void): void {
    this.#player ??= this.#load()
    this.#player.then(work, () => { this.#player = undefined }) // As above: the next news loads it.
  }

  async #load(): Promise<MusicPlayer> {
    const { client, code } = this.#deps
    const { MusicPlayer, trackBytes } = await import('../link/music-player.ts')
    return new MusicPlayer({ ...this.#deps, fetch: (track) => trackBytes(client, code, track) })
  }
}
