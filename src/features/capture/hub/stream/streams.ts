import type { ClassId } from '../../../../kernel/ids.ts'
import type { Timers } from '../../../../platform/timers.ts'
import { AacDesk } from './aac/aac-desk.ts'
import type { AacEncoder } from './aac/encoder.ts'
import type { StreamDeps } from './deps.ts'
import { LiveIndex } from './live-index.ts'
import { RecordedLists } from './recorded-lists.ts'
import { SegmentCache } from './segment-cache.ts'
import { StreamDesk } from './stream-desk.ts'

type Given = Omit<StreamDeps, 'streams' | 'index' | 'lists' | 'cache' | 'aac'> & {
  readonly timers: Timers
  /** Null where nothing can make AAC. */
  readonly encoder: AacEncoder | null
  readonly onFault: (error: unknown) => void
}

/** Puts the parts of streams together. `forget`: lets go of what of a class's recording is held opened; `end`: of everybody who waits for a segment. */
export function openStreams({ timers, encoder, onFault, ...given }: Given): { readonly deps: StreamDeps; forget(classId: ClassId): void; end(): void } {
  const index = new LiveIndex(given.window, timers)
  const aac = new AacDesk(encoder, onFault)
  // Nobody waits for it: until it is known to work, there is no such rendition.
  aac.begin().catch(onFault)
  const deps: StreamDeps = { ...given, index, aac, lists: new RecordedLists(given.shelf), cache: new SegmentCache(given.shelf), streams: new StreamDesk({ crypto: given.crypto, now: () => given.clock.now() }) }
  return {
    deps,
    forget: (classId) => {
      deps.lists.forget(classId)
      deps.cache.forget(classId)
      aac.forget(classId)
    },
    end: () => index.close(),
  }
}
