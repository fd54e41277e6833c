import { Refused } from '../../../../kernel/failures.ts'
import type { DeviceId } from '../../../../kernel/ids.ts'
import { MICROS_PER_MS, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import type { ClassPhase } from '../../../live/wire/words.ts'
import { replayRefusal } from '../../rules/replay.ts'
import type { CaptureRefusal } from '../../wire/refusals.ts'
import type { StreamDeps } from '../stream/deps.ts'
import { pathOf } from '../stream/open-stream.ts'
import { RecordedSource } from '../stream/recorded-source.ts'
import { hasSegments, storedRecording } from '../store.ts'

type Opened = { path: string; wallAtZero: WallTime; title: string; until: WallTime | null; seconds: number }

/** Opens a class's recording as a stream, for those the host allows; it ends when they are no more. */
export function openReplay(deps: StreamDeps, code: string, device: DeviceId | null): Opened {
  const { id, title } = deps.findClass(code)
  const refusal = refusalNow(deps, code, device)
  if (refusal) throw new Refused(refusal)
  const isOver = (): boolean => isOverPhase(deps.findClass(code).phase)
  const segments = deps.lists.of(id, isOver()).map(({ segment }) => segment)
  const [first] = segments
  if (!first) throw new Refused('NO_RECORDING')
  const name = deps.streams.add({
    viewer: device, of: `replay ${id}`, source: new RecordedSource({ shelf: deps.shelf, lists: deps.lists, cache: deps.cache, aac: deps.aac, isOver }, id),
    right: () => (refusalNow(deps, code, device) ? null : { video: true, audio: true }),
  })
  return {
    path: pathOf(name), title, until: storedRecording(deps.journal.query, id).replay.until,
    // Of the first segment: the box may have been started anew since, and its clock with it.
    wallAtZero: Math.round(first.wall - first.from / MICROS_PER_MS) as WallTime,
    seconds: Math.round(segments.reduce((sum, { from, to }) => sum + (to - from), 0) / MICROS_PER_SECOND),
  }
}

/** Whether somebody may watch the recording now. */
export function mayReplay(deps: StreamDeps, code: string, device: DeviceId): boolean {
  return refusalNow(deps, code, device) === undefined
}

function refusalNow({ findClass, journal, clock, replayViewer }: StreamDeps, code: string, device: DeviceId | null): CaptureRefusal | undefined {
  const { id, phase } = findClass(code)
  return replayRefusal({
    replay: storedRecording(journal.query, id).replay, viewer: replayViewer(id, device),
    hasRecording: hasSegments(journal.query, id), isOver: isOverPhase(phase), wall: clock.wall(),
  })
}

function isOverPhase(phase: ClassPhase): boolean {
  return phase !== 'draft' && phase !== 'lobby' && phase !== 'live'
}
