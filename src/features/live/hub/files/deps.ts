import type { Blobs } from '../../../../platform/blobs.ts'
import type { LiveDeps } from '../deps.ts'

/** What the use cases of music and pictures stand on. */
export type FileDeps = Pick<LiveDeps, 'journal' | 'crypto' | 'floor'> & { readonly blobs: Blobs }
