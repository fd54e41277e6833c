import type { Micros } from '../../../../../kernel/time.ts'
import type { SeenClock } from '../../../rules/clock/seen-clock.ts'
import type { StreamPlayer, StreamSource, StreamWish } from './stream-player.ts'

export type StreamWayDeps = Pick<StreamWish, 'code' | 'client' | 'timers' | 'now' | 'hubNow'> & {
  readonly source: StreamSource
  readonly seen: SeenClock
  /** Something came, or nothing more will. */
  readonly onChange: () => void
}

/** A player's script that did not arrive is asked for again after this. */
const AGAIN_MS = 2000

/**
 * The class as a stream, while it is the way: opens its player on an element, tells how far behind what
 * is seen lies, and lets go of everything when another way takes over.
 */
export class StreamWay {
  readonly #deps: StreamWayDeps
  #player: StreamPlayer | undefined
  #media: HTMLMediaElement | undefined
  /** What an earlier opening still says is not heard. */
  #turn = 0
  #progressAt: Micros | undefined
  #needsPress = false
  #hasEnded = false

  constructor(deps: StreamWayDeps) {
    this.#deps = deps
  }

  /** Picture or sound last moved. */
  get progressAt(): Micros | undefined {
    return this.#progressAt
  }

  get needsPress(): boolean {
    return this.#needsPress
  }

  get hasEnded(): boolean {
    return this.#hasEnded
  }

  /** Plays on this element; on another one than before it begins anew there. */
  open(media: HTMLMediaElement): void {
    if (this.#media === media) return
    this.close()
    this.#media = media
    void this.#start(media, ++this.#turn)
  }

  /** Class time again. */
  close(): void {
    this.#turn++
    this.#player?.close()
    this.#player = undefined
    this.#media = undefined
    this.#needsPress = false
    this.#hasEnded = false
    this.#progressAt = undefined
    this.#deps.seen.forget()
  }

  /** As the page wishes, and as far as the browser lets it sound: a picture may always play muted. */
  mute(isMuted: boolean): void {
    if (this.#media) this.#media.muted = isMuted || this.#needsPress
  }

  /** In a press's handler: the browser lets the page sound from now on. */
  pressed(isMuted: boolean): void {
    const waited = this.#needsPress
    this.#needsPress = false
    this.mute(isMuted)
    if (waited) this.#player?.play()
  }

  /** How far behind what is seen lies, looked at as often as the page looks at all. */
  look(): void {
    const [programme, now] = [this.#player?.programmeTime() ?? null, this.#deps.hubNow()]
    if (programme !== null && now !== undefined) this.#deps.seen.saw(programme, now)
  }

  async #start(media: HTMLMediaElement, turn: number): Promise<void> {
    const { source, code, client, timers, now, hubNow, onChange } = this.#deps
    const heard = (tell: () => void) => (): void => {
      if (turn !== this.#turn) return
      tell()
      onChange()
    }
    try {
      const player = await source.open({
        code, client, media, timers, now, hubNow,
        onProgress: heard(() => { this.#progressAt = now(); this.look() }),
        onNeedsPress: heard(() => {
          this.#needsPress = true
          media.muted = true
          this.#player?.play()
        }),
        onEnded: heard(() => { this.#hasEnded = true }),
      })
      if (turn === this.#turn) this.#player = player
      else player.close()
    } catch (error) {
      // The script comes over the same link that is failing; anything else is our defect.
      if (!(error instanceof TypeError)) throw error
      timers.after(AGAIN_MS, () => { if (turn === this.#turn) void this.#start(media, turn) })
    }
  }
}
