import { type ReadonlySignal, signal } from '@preact/signals'
import { MICROS_PER_MS } from '../../../../kernel/time.ts'
import type { Player, PlayerEvent, PlayerOptions } from '../player/player.ts'
import { type ReplayState, startReplay } from './state.ts'

export type ReplayEnvironment = Pick<PlayerOptions, 'client' | 'timers' | 'now'> & {
  readonly code: string
  readonly play: (options: PlayerOptions) => Player
}

/** One page's visit of one recording. The page hands in its picture once that is drawn. */
export class ReplayVisit {
  readonly #deps: ReplayEnvironment
  readonly #state
  #player: Player | null = null
  #media: HTMLMediaElement | null = null

  constructor(deps: ReplayEnvironment) {
    this.#deps = deps
    this.#state = signal<ReplayState>(startReplay(deps.code))
  }

  get state(): ReadonlySignal<ReplayState> {
    return this.#state
  }

  /** Opens the recording on this element; with null the element is going. */
  picture(media: HTMLMediaElement | null): void {
    if (media === this.#media) return
    this.#player?.close()
    this.#player = null
    this.#media = media
    if (media === null || this.#deps.code === '') return
    const { play, client, timers, now, code } = this.#deps
    this.#player = play({ media, client, timers, now, code, of: 'replay', on: (event) => this.#hear(event) })
  }

  /** From a press. */
  play(): void {
    this.#tell({ needsPress: false, hasEnded: false })
    this.#player?.play()
  }

  /** Goes to a place, in seconds of the element, and plays from there. */
  goTo(seconds: number): void {
    if (this.#media === null) return
    this.#media.currentTime = seconds
    this.play()
  }

  /** Asks once more after a refusal. */
  retry(): void {
    const media = this.#media
    this.picture(null)
    this.#state.value = startReplay(this.#deps.code)
    this.picture(media)
  }

  #hear(event: PlayerEvent): void {
    switch (event.type) {
      case 'opened': return this.#tell({ at: 'playing', told: event.replay, isWaiting: false })
      case 'waiting': return this.#tell({ isWaiting: true })
      case 'spans': return this.#tell({ spans: event.spans })
      case 'progress': return this.#tell({ isWaiting: false, needsPress: false, hasEnded: false, seen: this.#seen() })
      case 'needs-touch': return this.#tell({ needsPress: true })
      case 'ended': return this.#tell({ hasEnded: true })
      case 'failed': return this.#tell({ at: 'failed', failure: event.failure })
    }
  }

  /** By the place on the element, since a box that was started anew in mid-class counts its clock from elsewhere. */
  #seen(): number | null {
    const at = this.#media?.currentTime ?? 0
    const span = this.#state.peek().spans.findLast((one) => one.at <= at + 1 / MICROS_PER_MS)
    return span ? span.wall + (at - span.at) * 1000 : null
  }

  #tell(change: Partial<ReplayState>): void {
    this.#state.value = { ...this.#state.peek(), ...change }
  }
}
