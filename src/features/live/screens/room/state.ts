import { typedClassCode } from '../../../../kernel/ids.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import type { ClassView, Cue } from '../../wire/words.ts'
import { type ClassNowState, NOTHING_KNOWN } from '../link/class-now.ts'
import type { ShownPicture } from '../link/prefetch/prefetcher.ts'

/** Why there is no class on the screen. */
export type RoomTrouble = 'unreachable' | 'unknown' | 'over' | 'too-many' | 'refused'

/** Everything the room screen knows. Replaced whole, never changed in place. */
export type RoomState = {
  readonly code: string
  readonly class: ClassView | null
  readonly trouble: RoomTrouble | null
  readonly now: ClassNowState
  /** The shared time as it was last looked at; null before it is known. */
  readonly at: HubTime | null
  /** Where phones find the box, without the path; null when this page cannot know. */
  readonly join: string | null
  /** The cue to come or just given, whose word the light carries. */
  readonly cue: Cue | null
  /** Slides and overlays that are here, by their ids. */
  readonly pictures: ReadonlyMap<string, ShownPicture>
}

export function startRoom(code: string, join: string | null): RoomState {
  return { code, class: null, trouble: null, now: NOTHING_KNOWN, at: null, join, cue: null, pictures: new Map() }
}

/** What a refusal means for a screen that nobody sits at. */
export function troubleOf(code: string): RoomTrouble {
  if (code === 'CLASS_UNKNOWN' || code === 'BAD_INPUT') return 'unknown'
  if (code === 'CLASS_OVER') return 'over'
  if (code === 'SCREENS_TOO_MANY') return 'too-many'
  return 'refused'
}

/**
 * The address that phones are shown: the page's own, unless the page stands on the box's own screen
 * (`localhost`), where the box tells the others' way in.
 */
export function joinAddress(origin: string, told: readonly string[]): string | null {
  const { hostname } = new URL(origin)
  const isOwnScreen = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
  if (!isOwnScreen) return origin
  return told.find((address) => !/\/\/(?:localhost|127\.)/.test(address)) ?? null
}

/** `/room/k7m-4qx`: the code at the end of the page's address, however it is written; empty when there is none. */
export function codeInRoomPath(path: string): string {
  const found = /\/room\/([^/?#]{1,32})/i.exec(path)?.[1] ?? ''
  return typedClassCode(found.replaceAll('%20', ' '))
}

/** Six letters as people read them from afar: two groups of three. */
export function inTwo(code: string): string {
  return code.length <= 3 ? code : `${code.slice(0, 3)} ${code.slice(3)}`
}
