import type { Timers } from '../../../../ui/timers.ts'
import type { Span } from './player.ts'

/** What plays an opened stream on an element: the script library, or the browser itself. */
export type Engine = {
  /** Wall time of the frame on screen as the stream tells it, milliseconds since 1970; null before there is one. */
  playingAt(): number | null
  close(): void
}

export type EngineOptions = {
  readonly media: HTMLMediaElement
  readonly path: string
  readonly isLive: boolean
  readonly timers: Timers
  /** It plays no more, and another stream is to be opened. */
  readonly onBroken: () => void
  /** What the stream holds, where the engine can tell; again when that changes. */
  readonly onSpans: (spans: readonly Span[]) => void
}

/** Starts an engine. The promise fails when its script could not be loaded. */
export type StartEngine = (options: EngineOptions) => Engine

/** How this browser plays streams; null when it cannot. Scripted wherever media source extensions are, as the live edge is ours to choose then. */
export function waysToPlay(media: Pick<HTMLMediaElement, 'canPlayType'>, scope: { readonly MediaSource?: unknown; readonly ManagedMediaSource?: unknown }): 'script' | 'native' | null {
  if (scope.MediaSource !== undefined || scope.ManagedMediaSource !== undefined) return 'script'
  return media.canPlayType('application/vnd.apple.mpegurl') === '' ? null : 'native'
}
