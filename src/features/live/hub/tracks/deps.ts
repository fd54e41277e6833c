import type { Blobs } from '../../../../platform/blobs.ts'
import type { LiveDeps } from '../deps.ts'

/** What the use cases of music stand on. */
export type TrackDeps = Pick<LiveDeps, 'journal' | 'crypto' | 'floor'> & { readonly blobs: Blobs }
