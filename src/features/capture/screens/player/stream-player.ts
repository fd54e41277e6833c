import { Malformed } from '../../../../kernel/failures.ts'
import { elapsedMs, hubTime, type HubTime, MICROS_PER_MS } from '../../../../kernel/time.ts'
import { ToldRefusal, Unreachable } from '../../../../ui/client.ts'
import { type Engine, type StartEngine, waysToPlay } from './engine.ts'
import type { Player, PlayerEvent, PlayerOptions } from './player.ts'
import { openOnBox, type OpenedStream, openStretch } from './stream-opening.ts'

/** Refusals that mean later rather than no. */
const LATER: ReadonlySet<string> = new Set(['HUB_LOCKED', 'TOO_MANY', 'BUSY', 'INTERNAL', 'CLASS_NOT_OPEN', 'STREAMS_TOO_MANY'])
/** Between attempts, growing. */
const AGAIN_MS = { first: 500, most: 4000 }
const LOOK_MS = 250
/**
 * How near the class is played. A playlist does not say how old its newest segment is, so a player begins up to a
 * segment too far behind; by the shared clock the page knows. It goes nearer at its beginning, and later only when it
 * fell behind by much, within what is loaded and leaving some of that.
 */
const NEAR = { targetMs: 2600, slackMs: 400, farMs: 3600, keepSeconds: 0.35, leastSeconds: 0.3, againMs: 5000 } as const

/** What of the page is asked that tests stand in for. */
export type PlayerParts = { readonly way: ReturnType<typeof waysToPlay>; readonly load: () => Promise<StartEngine> }

/**
 * 1. At most one engine is on the element; it is closed before another is opened.
 * 2. Progress is told only when the element's own time has moved on since it was last told.
 * 3. After `close`, `ended` of a class or `failed`, nothing is told and nothing is asked of the box.
 */
export class StreamPlayer implements Player {
  readonly #options: PlayerOptions
  readonly #parts: PlayerParts
  #stream: OpenedStream | null = null
  #engine: Engine | null = null
  #isClosed = false
  #waitMs = AGAIN_MS.first
  #seenAt = 0
  /** When it last went nearer to the class, by the page's clock; null: not with this engine. */
  #nearedAt: number | null = null
  #callOff: (() => void) | undefined
  #callOffLook: (() => void) | undefined

  constructor(options: PlayerOptions, parts: PlayerParts = browserParts(options.media)) {
    this.#options = options
    this.#parts = parts
    options.media.addEventListener('ended', this.#atEnd)
    void this.#open()
    this.#look()
  }

  play(): void {
    this.#options.media.play().catch((error: unknown) => {
      // Anything else, an engine that was replaced meanwhile or a source that is gone, shows as missing progress.
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.#tell({ type: 'needs-touch' })
    })
  }

  programmeTime(): HubTime | null {
    const at = this.#engine?.playingAt() ?? null
    if (at === null || this.#stream === null) return null
    const micros = (at - this.#stream.wallAtZero) * MICROS_PER_MS
    return micros < 0 ? null : hubTime(micros)
  }

  latencyMs(): number | null {
    const [at, now] = [this.programmeTime(), this.#options.hubNow?.()]
    return at === null || now === undefined ? null : elapsedMs(at, now)
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#callOff?.()
    this.#callOffLook?.()
    this.#options.media.removeEventListener('ended', this.#atEnd)
    this.#engine?.close()
    this.#engine = null
  }

  /** Opening and loading the player's script go side by side; the box's word is asked for anew with each attempt. */
  async #open(): Promise<void> {
    const { media, client, code, of, open, timers } = this.#options
    if (this.#parts.way === null) return this.#fail({ why: 'unsupported' })
    try {
      const [stream, start] = await Promise.all([open === undefined ? openOnBox(client, of, code) : openStretch(open), this.#parts.load()])
      if (this.#isClosed) return
      const isFirst = this.#stream === null
      this.#stream = stream
      this.#nearedAt = null
      if (isFirst && stream.replay !== null) this.#tell({ type: 'opened', replay: stream.replay })
      this.#engine = start({ media, path: stream.path, isLive: of === 'class', timers, onBroken: () => this.#again(), onSpans: (spans) => this.#tell({ type: 'spans', spans }) })
      this.play()
    } catch (error) {
      this.#refused(error)
    }
  }

  #refused(error: unknown): void {
    if (this.#isClosed) return
    const isLater = error instanceof Unreachable || error instanceof Malformed || (error instanceof ToldRefusal && LATER.has(error.code))
    // A script that does not arrive is a browser's TypeError: the link may be gone just now.
    if (isLater || error instanceof TypeError) return this.#again()
    if (!(error instanceof ToldRefusal)) throw error
    if (this.#options.of === 'class' && error.code === 'CLASS_OVER') return this.#end()
    this.#fail({ why: 'refused', code: error.code, sentence: error.sentence })
  }

  #again(): void {
    if (this.#isClosed) return
    this.#engine?.close()
    this.#engine = null
    this.#callOff?.()
    this.#tell({ type: 'waiting' })
    this.#callOff = this.#options.timers.after(this.#waitMs, () => void this.#open())
    this.#waitMs = Math.min(AGAIN_MS.most, this.#waitMs * 2)
  }

  /** A stream of a class that goes on ends when its tracks change: another one has the new ones. */
  readonly #atEnd = (): void => {
    if (this.#options.of === 'replay') this.#tell({ type: 'ended' })
    else this.#again()
  }

  #look(): void {
    this.#callOffLook = this.#options.timers.after(LOOK_MS, () => this.#look())
    const { currentTime, paused, seeking } = this.#options.media
    if (this.#engine === null || paused || seeking || currentTime <= this.#seenAt) {
      this.#seenAt = Math.min(this.#seenAt, currentTime)
      return
    }
    this.#seenAt = currentTime
    this.#waitMs = AGAIN_MS.first
    if (this.#options.of === 'class') this.#goNearer()
    this.#tell({ type: 'progress', at: this.programmeTime() })
  }

  #goNearer(): void {
    const { media, now } = this.#options
    const latency = this.latencyMs()
    if (latency === null) return
    const isBeginning = this.#nearedAt === null
    const since = isBeginning ? Infinity : elapsedMs(hubTime(this.#nearedAt ?? 0), hubTime(now()))
    if (latency < (isBeginning ? NEAR.targetMs + NEAR.slackMs : NEAR.farMs) || since < NEAR.againMs) {
      this.#nearedAt ??= now()
      return
    }
    this.#nearedAt = now()
    const nearer = Math.min((latency - NEAR.targetMs) / 1000, loadedAhead(media) - NEAR.keepSeconds)
    if (nearer >= NEAR.leastSeconds) media.currentTime += nearer
  }

  #end(): void {
    this.#tell({ type: 'ended' })
    this.close()
  }

  #fail(failure: Extract<PlayerEvent, { type: 'failed' }>['failure']): void {
    this.#tell({ type: 'failed', failure })
    this.close()
  }

  #tell(event: PlayerEvent): void {
    if (!this.#isClosed) this.#options.on(event)
  }
}

/** Seconds that can be played from here without anything more. */
function loadedAhead({ buffered, currentTime }: HTMLMediaElement): number {
  for (let index = 0; index < buffered.length; index++) {
    if (buffered.start(index) <= currentTime && currentTime < buffered.end(index)) return buffered.end(index) - currentTime
  }
  return 0
}

function browserParts(media: HTMLMediaElement): PlayerParts {
  const way = waysToPlay(media, globalThis)
  return {
    way,
    load: async () => (way === 'native' ? (await import('./native-engine.ts')).startNativeEngine : (await import('./hls-engine.ts')).startHlsEngine),
  }
}
