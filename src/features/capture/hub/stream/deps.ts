import type { Crypto } from '../../../../kernel/crypto.ts'
import type { ClassId, DeviceId } from '../../../../kernel/ids.ts'
import type { ReplayViewer } from '../../rules/replay.ts'
import type { CaptureDeps } from '../deps.ts'
import type { AacDesk } from './aac/aac-desk.ts'
import type { LiveIndex } from './live-index.ts'
import type { RecordedLists } from './recorded-lists.ts'
import type { SegmentCache } from './segment-cache.ts'
import type { Sent } from './source.ts'
import type { StreamDesk } from './stream-desk.ts'

/** As whom somebody watches a class. `viewer` is the same for the same one, so that their older streams end; null for players that know no more than the code. `isKeptOut`: they may go on and not begin, since the door is locked. */
export type Watching = { readonly viewer: string | null; readonly sent: Sent; readonly isKeptOut?: boolean }

/** What the use cases of streams stand on. */
export type StreamDeps = Pick<CaptureDeps, 'journal' | 'clock' | 'window' | 'shelf' | 'findClass'> & {
  readonly crypto: Pick<Crypto, 'randomBytes'>
  readonly streams: StreamDesk
  readonly index: LiveIndex
  readonly lists: RecordedLists
  readonly cache: SegmentCache
  readonly aac: AacDesk
  /** Whether somebody may watch the class now, by the rules of watching over WHEP, asked anew with every file. Answered by live; throws what it refuses. */
  readonly mayWatch: (code: string, device: DeviceId | null) => Watching
  /** Who somebody is to a recording. Answered by live and people. */
  readonly replayViewer: (classId: ClassId, device: DeviceId | null) => ReplayViewer
}
