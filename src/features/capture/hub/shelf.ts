import { Refused } from '../../../kernel/failures.ts'
import { BlobDamaged } from '../../../platform/blobs.ts'
import type { Blobs } from '../../../platform/blobs.ts'
import type { Query } from '../../../platform/sqlite/sql.ts'
import type { SegmentShelf } from './segments.ts'
import { segmentKey, storedInit, storedSegments } from './store.ts'

/** The recordings on the disk, opened with the keys in the database. */
export function segmentShelf({ query, blobs }: { readonly query: Query; readonly blobs: Pick<Blobs, 'get'> }): SegmentShelf {
  return {
    segments: (classId) => storedSegments(query, classId),
    init: (sha256) => storedInit(query, sha256),
    open: async (classId, number) => {
      const known = segmentKey(query, classId, number)
      if (!known) throw new Refused('SEGMENT_GONE')
      try {
        return await blobs.get(known.blob, known.key)
      } catch (error) {
        if (!(error instanceof BlobDamaged)) throw error
        // Destroyed while it was being read is gone, not damaged.
        throw new Refused(segmentKey(query, classId, number) ? 'SEGMENT_DAMAGED' : 'SEGMENT_GONE')
      }
    },
  }
}
