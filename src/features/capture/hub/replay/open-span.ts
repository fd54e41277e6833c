import { Refused } from '../../../../kernel/failures.ts'
import type { ClassId, DeviceId } from '../../../../kernel/ids.ts'
import { MICROS_PER_MS } from '../../../../kernel/time.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import { storedRecording } from '../store.ts'
import type { StreamDeps } from '../stream/deps.ts'
import { pathOf } from '../stream/open-stream.ts'
import { overlaps, RecordedSource } from '../stream/recorded-source.ts'
import type { WallSpan } from '../stream/recorded-source.ts'

export type SpanToOpen = {
  readonly classId: ClassId
  /** Whose stream it is, so that their older ones end; null: nobody in particular. */
  readonly viewer: DeviceId | null
  readonly span: WallSpan
  /** Asked again with each file. */
  readonly right: () => boolean
}

/** Opens a stretch of a recording as a stream, in whole segments; who may see it is the caller's to say. Throws `NO_RECORDING` where nothing of it can be opened, `STREAMS_TOO_MANY`. */
export function openSpan(deps: Pick<StreamDeps, 'journal' | 'shelf' | 'lists' | 'cache' | 'aac' | 'streams'>, { classId, viewer, span, right }: SpanToOpen): { path: string; wallAtZero: WallTime } {
  const { journal, shelf, lists, cache, aac, streams } = deps
  // While it is on the record something may still be added behind the stretch.
  const isOver = (): boolean => !storedRecording(journal.query, classId).isOn
  const first = lists.of(classId, isOver()).find(({ segment }) => overlaps(segment, span))?.segment
  if (!first) throw new Refused('NO_RECORDING')
  const name = streams.add({
    viewer, of: `span ${classId}`, source: new RecordedSource({ shelf, lists, cache, aac, isOver }, classId, span),
    right: () => (right() ? { video: true, audio: true } : null),
  })
  return { path: pathOf(name), wallAtZero: Math.round(first.wall - first.from / MICROS_PER_MS) as WallTime }
}
