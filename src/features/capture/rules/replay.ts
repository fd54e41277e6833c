import type { WallTime } from '../../../kernel/time.ts'
import type { CaptureRefusal } from '../wire/refusals.ts'
import type { Replay } from '../wire/words.ts'

/** Who asks for a recording: of those who run the room, somebody with a place in the class, or anybody else who knows its code. */
export type ReplayViewer = 'crew' | 'class' | 'code'

export type ReplayFacts = {
  readonly replay: Replay
  readonly viewer: ReplayViewer
  /** Something of it can still be opened. */
  readonly hasRecording: boolean
  readonly isOver: boolean
  readonly wall: WallTime
}

/**
 * Why somebody may not watch a recording; undefined when they may.
 *
 * 1. Those who run the room always may, during the class and after.
 * 2. Nobody else may before the class is over, or after `until`; whether it was in time is told to those alone whom the host let in.
 * 3. Whoever was sent out of the class has no place in it: they are not `class`.
 */
export function replayRefusal({ replay, viewer, hasRecording, isOver, wall }: ReplayFacts): CaptureRefusal | undefined {
  if (!hasRecording) return 'NO_RECORDING'
  if (viewer === 'crew') return undefined
  const isMeant = replay.who === 'code' || (replay.who === 'class' && viewer === 'class')
  if (!isMeant || !isOver) return 'REPLAY_NOT_ALLOWED'
  return replay.until !== null && wall > replay.until ? 'REPLAY_OVER' : undefined
}
