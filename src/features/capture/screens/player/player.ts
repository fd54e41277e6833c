import type { HubTime } from '../../../../kernel/time.ts'
import type { Client } from '../../../../ui/client.ts'
import type { Timers } from '../../../../ui/timers.ts'
import { StreamPlayer } from './stream-player.ts'

/** What a page hands to the player of streams. */
export type PlayerOptions = {
  /** Where it plays. The element's own sound is the class's: whoever plays the class another way as well mutes one of them. */
  readonly media: HTMLMediaElement
  /** Signs with the key of the seat; anybody else's key watches by the code's right alone. */
  readonly client: Pick<Client, 'signed'>
  readonly code: string
  /** The class as it happens, or its recording. */
  readonly of: 'class' | 'replay'
  /** In place of the whole recording: a stretch of it, which another feature opens. Throws what the client throws. */
  readonly open?: () => Promise<OpenedStretch>
  readonly timers: Timers
  /** The page's steady clock, in microseconds. */
  readonly now: () => number
  /** The shared clock, once the page knows it; for the latency alone. */
  readonly hubNow?: () => HubTime | undefined
  readonly on: (event: PlayerEvent) => void
}

/** Where its main playlist is, and its wall time at shared time 0, milliseconds since 1970. */
export type OpenedStretch = { readonly path: string; readonly wallAtZero: number }

export type PlayerEvent =
  /** The recording was opened; comes before anything plays. */
  | { readonly type: 'opened'; readonly replay: ReplayTold }
  /** The box does not answer, or has nothing to play yet; it is asked again. */
  | { readonly type: 'waiting' }
  /** What the recording holds, in order; known before it plays, where the browser's own player does not keep it to itself. */
  | { readonly type: 'spans'; readonly spans: readonly Span[] }
  /** What is seen and heard has moved on; about four times a second while it does, and never while it stands. */
  | { readonly type: 'progress'; readonly at: HubTime | null }
  /** The browser wants a touch before anything sounds: call `play()` from a press. */
  | { readonly type: 'needs-touch' }
  /** The recording has been played to its end, or the class is over. */
  | { readonly type: 'ended' }
  /** It is not going to play; it has closed itself. */
  | { readonly type: 'failed'; readonly failure: PlayerFailure }

/** A stretch without a gap: where it lies on the element, in seconds, and the wall time of its beginning, milliseconds since 1970. */
export type Span = { readonly at: number; readonly seconds: number; readonly wall: number }

/** `refused`: the box said no, with its code and sentence; `unsupported`: this browser can play no stream. */
export type PlayerFailure =
  | { readonly why: 'refused'; readonly code: string; readonly sentence: string }
  | { readonly why: 'unsupported' }

export type ReplayTold = { readonly title: string; /** Wall time, milliseconds since 1970. */ readonly until: number | null; readonly seconds: number }

/**
 * Plays a class over plain HTTP. It opens the stream by itself, waits for a class that sends nothing
 * yet, and opens a new one when the box started anew or the tracks changed; only what will not get
 * better by waiting ends it. Whether it carries shows in `progress` and in nothing else.
 */
export type Player = {
  /** From a press: starts what the browser held back. */
  play(): void
  /** Shared time of the frame on screen, from the stream's programme date-time; null while nothing is known. */
  programmeTime(): HubTime | null
  /** How far what is played lies behind the shared clock, milliseconds; null while either is not known. */
  latencyMs(): number | null
  /** Ends it and takes it off the element; nothing is told afterwards. */
  close(): void
}

/** Opens a class's stream at once; the library that plays it is loaded beside that. */
export function openPlayer(options: PlayerOptions): Player {
  return new StreamPlayer(options)
}
