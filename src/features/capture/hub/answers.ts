import type { ClassId } from '../../../kernel/ids.ts'
import { MICROS_PER_MS } from '../../../kernel/time.ts'
import type { WallTime } from '../../../kernel/time.ts'
import type { Query } from '../../../platform/sqlite/sql.ts'
import { recordedSeconds } from '../rules/gaps.ts'
import { recordedClass } from './recording/recorded-class.ts'
import { hasSegmentIn, keptOf, keyCount, recordedSpan, storedRecording } from './store.ts'
import type { Now } from './store.ts'
import type { WallSpan } from './stream/recorded-source.ts'

/** What others may ask of this feature; synchronous, and nothing is changed by it. */
export type CaptureAnswers = {
  /** Whether the class is on the record by its host's word. */
  isRecorded(classId: ClassId): boolean
  /** Whole seconds of the class that are kept, and that are not; null of a class that never was on the record. */
  recordedSeconds(classId: ClassId): { readonly seconds: number; readonly missing: number } | null
  /** Whether anything of the span was recorded and can still be opened. */
  hasRecordedSpan(classId: ClassId, span: WallSpan): boolean
  /** From when to when the class and its recording go, by the wall clock of the recording; up to now while it goes on. Null of a class that has not begun. */
  classSpan(classId: ClassId): WallSpan | null
  /** What can still be opened. */
  held(classId: ClassId): HeldRecording
}

/** What can still be opened of a recording: each of its segments (`keys`) under a key of its own. */
export type HeldRecording = { readonly seconds: number; readonly bytes: number; readonly keys: number; readonly replayUntil: WallTime | null }

export function captureAnswers(query: Query, clock: Now): CaptureAnswers {
  return {
    isRecorded: (classId) => storedRecording(query, classId).isOn,
    recordedSeconds: (classId) => {
      const recorded = recordedClass(query, classId, clock)
      return recorded ? recordedSeconds(recorded) : null
    },
    hasRecordedSpan: (classId, span) => hasSegmentIn(query, classId, span),
    classSpan: (classId) => {
      const { begun, ended } = storedRecording(query, classId)
      const recorded = recordedSpan(query, classId)
      if (!begun) return null
      const last = ended ?? { boot: clock.boot, at: clock.now(), wall: clock.wall() }
      // Within one run of the machine distances count, whatever somebody does to its wall clock meanwhile.
      const end = last.boot === begun.boot ? begun.wall + (last.at - begun.at) / MICROS_PER_MS : last.wall
      return {
        from: Math.min(begun.wall, recorded?.from ?? begun.wall) as WallTime,
        to: Math.round(Math.max(end, recorded?.to ?? end)) as WallTime,
      }
    },
    held: (classId) => {
      const { seconds, bytes } = keptOf(query, classId, clock)
      return { seconds: Math.round(seconds), bytes, keys: keyCount(query, classId), replayUntil: storedRecording(query, classId).replay.until }
    },
  }
}
