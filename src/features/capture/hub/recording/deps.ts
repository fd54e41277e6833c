import type { ClassId } from '../../../../kernel/ids.ts'
import type { Blobs } from '../../../../platform/blobs.ts'
import type { Journal } from '../../../../platform/journal/journal.ts'
import type { CaptureDeps } from '../deps.ts'
import type { RecordingDesk } from '../recorder/recording-desk.ts'

/** What the use cases of a recording stand on besides what all of capture does. */
export type RecordingDeps = CaptureDeps & {
  readonly journal: Pick<Journal, 'scrub'>
  readonly recordings: Pick<RecordingDesk, 'recording' | 'switched'>
  readonly blobs: Pick<Blobs, 'remove'>
  /** Everybody in the class is told whether it is on the record. Wired to live. */
  readonly tellClass: (classId: ClassId) => void
  /** Lets go of what of a class is held opened in memory. */
  readonly forget: (classId: ClassId) => void
  readonly onFault: (error: unknown) => void
}
