import type { MessagePort } from 'node:worker_threads'
import type { ClassId } from '../../../../kernel/ids.ts'
import type { ClosedSegment } from '../live-window.ts'
import type { InitSegment } from '../segments.ts'

/** What the core and the recorder's thread tell each other. Packets do not come this way: the media thread sends them over a port of their own (`media/tap.ts`). */

export type ToRecorder =
  /** Packets come from here now, in place of any port before. */
  | { readonly type: 'tap'; readonly port: MessagePort }
  /** Nothing more comes of the class: what is open is to be closed and told, then `finished`. */
  | { readonly type: 'finish'; readonly classId: ClassId }
  | { readonly type: 'end' }

export type FromRecorder =
  | { readonly type: 'segment'; readonly classId: ClassId; readonly closed: ClosedSegment; readonly inits: readonly InitSegment[] }
  /** What the presenter sends that a file can hold. `codec`: there is a picture, and none can. */
  | { readonly type: 'streams'; readonly classId: ClassId; readonly streams: RecordedStreams }
  /** So many packets never reached the recorder because it was behind. */
  | { readonly type: 'lagging'; readonly classId: ClassId; readonly packets: number }
  | { readonly type: 'finished'; readonly classId: ClassId }

export type RecordedStreams = { readonly video: 'none' | 'kept' | 'codec'; readonly audio: boolean }
export const NO_STREAMS: RecordedStreams = { video: 'none', audio: false }
