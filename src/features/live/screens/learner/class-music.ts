import type { HubTime } from '../../../../kernel/time.ts'
import type { Timers } from '../../../../ui/timers.ts'
import type { Music } from '../../wire/together.ts'
import type { ClassNowState } from '../link/class-now.ts'
import type { MusicPlayer, MusicPlayerDeps } from '../link/music-player.ts'

export type ClassMusicDeps = Pick<MusicPlayerDeps, 'clock' | 'context' | 'now' | 'sounds'> & {
  /** The bytes of a track that the box was given. */
  readonly fetch: MusicPlayerDeps['fetch']
  /** Whether they are on this page already. */
  readonly isHere: (track: string) => boolean
  readonly timers: Timers
  readonly onStarted: (id: Music['id'], at: HubTime) => void
}

/**
 * The class's music on this phone. What plays it is loaded while nothing sounds yet, so that a start is
 * not late for it.
 */
export class ClassMusic {
  readonly #deps: ClassMusicDeps
  #player: Promise<MusicPlayer> | undefined
  /** What the plan plays next. */
  #next: string | undefined

  constructor(deps: ClassMusicDeps) {
    this.#deps = deps
  }

  /** The link is good: a seat that sounds gets ready. Called again and again. */
  prepare(): void {
    const [next, { isHere, sounds }] = [this.#next, this.#deps]
    if (sounds()) this.#use((player) => { if (next !== undefined) player.expect(next, isHere(next)) })
  }

  /** What the box tells of plan and music. `wasThere`: this page was in the class before it began to play. */
  hear({ music, run }: Pick<ClassNowState, 'music' | 'run'>, wasThere: boolean): void {
    this.#next = run?.items.find((item) => item.state === 'ahead' && item.music !== null)?.music ?? undefined
    if (music === null && this.#player === undefined && !run?.items.some((item) => item.music !== null)) return
    this.#use((player) => player.hear(music, wasThere))
  }

  /** The seat, or the wish to hear, has changed. */
  changed(): void {
    if (this.#player) this.#use((player) => player.changed())
  }

  end(): void {
    if (this.#player) this.#use((player) => player.end())
  }

  #use(work: (player: MusicPlayer) => void): void {
    this.#player ??= this.#load()
    this.#player.then(work, () => { this.#player = undefined }) // The link may be gone just now: the next news loads it.
  }

  async #load(): Promise<MusicPlayer> {
    const { MusicPlayer, trackBytes } = await import('../link/music-player.ts')
    return new MusicPlayer({ ...this.#deps, fetch: (track) => trackBytes(track, this.#deps.fetch) })
  }
}
