import { type ReadonlySignal, signal } from '@preact/signals'
import { m } from '../../../../words/messages.js'

/** What a player of streams tells, as far as a stretch of a class needs to know. */
export type SpanEvent =
  | { readonly type: 'opened' | 'waiting' | 'progress' | 'needs-touch' | 'ended' }
  | { readonly type: 'spans'; readonly spans: readonly PlayedPart[] }
  | { readonly type: 'failed'; readonly failure: { readonly why: 'unsupported' } | { readonly why: 'refused'; readonly code: string; readonly sentence: string } }

/** Where it lies on the element, in seconds, and its wall time, milliseconds since 1970. */
type PlayedPart = { readonly at: number; readonly seconds: number; readonly wall: number }

/** Another feature plays; the page's entry puts it in. `open` asks the box for the stretch. */
export type PlaySpan = (options: {
  readonly media: HTMLMediaElement
  readonly open: () => Promise<{ readonly path: string; readonly wallAtZero: number }>
  readonly on: (event: SpanEvent) => void
}) => { play(): void; close(): void }

export type SpanPlaying = {
  readonly at: 'opening' | 'playing' | 'failed'
  /** The box does not answer just now. */
  readonly isWaiting: boolean
  readonly needsPress: boolean
  readonly hasEnded: boolean
  /** Wall time of what is seen. */
  readonly seen: number | null
  /** Why it cannot be played. */
  readonly sentence: string | null
}

const START: SpanPlaying = { at: 'opening', isWaiting: false, needsPress: false, hasEnded: false, seen: null, sentence: null }

export type SpanPart = {
  readonly state: ReadonlySignal<SpanPlaying>
  picture(media: HTMLMediaElement | null): void
  play(): void
  again(): void
}

/** One stretch of a class on one element. The page hands in its picture once that is drawn. */
export class SpanVisit implements SpanPart {
  readonly #state = signal<SpanPlaying>(START)
  readonly #play: PlaySpan
  readonly #open: Parameters<PlaySpan>[0]['open']
  #player: ReturnType<PlaySpan> | null = null
  #media: HTMLMediaElement | null = null
  #parts: readonly PlayedPart[] = []

  constructor(play: PlaySpan, open: Parameters<PlaySpan>[0]['open']) {
    this.#play = play
    this.#open = open
  }

  get state(): ReadonlySignal<SpanPlaying> {
    return this.#state
  }

  /** Opens the stretch on this element; with null the element is going. */
  picture(media: HTMLMediaElement | null): void {
    if (media === this.#media) return
    this.#player?.close()
    this.#player = null
    this.#media = media
    if (media !== null) this.#player = this.#play({ media, open: this.#open, on: (event) => this.#hear(event) })
  }

  /** From a press. */
  play(): void {
    this.#tell({ needsPress: false, hasEnded: false })
    this.#player?.play()
  }

  /** From its beginning. */
  again(): void {
    if (this.#media === null) return
    this.#media.currentTime = this.#parts[0]?.at ?? 0
    this.play()
  }

  #hear(event: SpanEvent): void {
    switch (event.type) {
      case 'opened': return
      case 'waiting': return this.#tell({ isWaiting: true })
      case 'spans':
        this.#parts = event.spans
        return this.#tell({ at: 'playing', isWaiting: false })
      case 'progress': return this.#tell({ at: 'playing', isWaiting: false, needsPress: false, hasEnded: false, seen: this.#seen() })
      case 'needs-touch': return this.#tell({ at: 'playing', needsPress: true })
      case 'ended': return this.#tell({ hasEnded: true })
      case 'failed': return this.#tell({ at: 'failed', sentence: event.failure.why === 'unsupported' ? m.privacy_crew_unsupported() : event.failure.sentence })
    }
  }

  #seen(): number | null {
    const at = this.#media?.currentTime ?? 0
    const part = this.#parts.findLast((one) => one.at <= at + 0.001)
    return part === undefined ? null : part.wall + (at - part.at) * 1000
  }

  #tell(change: Partial<SpanPlaying>): void {
    this.#state.value = { ...this.#state.peek(), ...change }
  }
}
