import type { PlayerFailure, ReplayTold, Span } from '../player/player.ts'

/** What the page of one recording knows. */
export type ReplayState = {
  readonly code: string
  readonly at: 'opening' | 'playing' | 'failed'
  /** The box does not answer just now. */
  readonly isWaiting: boolean
  readonly told: ReplayTold | null
  readonly spans: readonly Span[]
  /** Wall time of what is seen, milliseconds since 1970. */
  readonly seen: number | null
  readonly needsPress: boolean
  readonly hasEnded: boolean
  readonly failure: PlayerFailure | null
}

export function startReplay(code: string): ReplayState {
  return { code, at: 'opening', isWaiting: false, told: null, spans: [], seen: null, needsPress: false, hasEnded: false, failure: null }
}

/** `/replay/K7M4QX`; empty for none. */
export function codeInReplayPath(path: string): string {
  const [, typed = ''] = /^\/replay\/([^/]{1,40})\/?$/.exec(path) ?? []
  try {
    return decodeURIComponent(typed).toUpperCase().replaceAll(/[\s-]/g, '')
  } catch (error) {
    if (error instanceof URIError) return ''
    throw error
  }
}

/** A line of the list below the picture: a part to play, or what is missing before the next one. */
export type TimelineRow =
  | { readonly type: 'part'; readonly span: Span; readonly isNow: boolean }
  | { readonly type: 'gap'; readonly seconds: number; /** Wall time of its beginning. */ readonly wall: number }

/** The recording's parts and what lies between them. `seen`: wall time of what is on screen. */
export function timelineRows(spans: readonly Span[], seen: number | null): TimelineRow[] {
  return spans.flatMap((span, index): TimelineRow[] => {
    const next = spans[index + 1]
    const end = span.wall + span.seconds * 1000
    const isNow = seen !== null && seen >= span.wall && seen <= end
    const missing = next ? (next.wall - end) / 1000 : 0
    return [{ type: 'part', span, isNow }, ...(missing > 0 ? [{ type: 'gap' as const, seconds: missing, wall: end }] : [])]
  })
}
