import { m } from '../../words/messages.js'
import type { Sentence } from '../../platform/http/sentences.ts'

/** Why a clip is refused. */
const CLIP_REFUSALS = [
  /** There is nothing recorded of this class, or of this stretch of it. */
  'NOTHING_RECORDED',
  /** Somebody asked to have a part of it removed, and nobody decided so far. */
  'CLIP_CLAIMED',
  'CLIP_TOO_LONG',
  /** It became several files, and there is none with that number. */
  'CLIP_UNKNOWN',
  /** Something of it was replaced or destroyed while it was made. */
  'CLIP_CHANGED',
] as const
type ClipRefusal = (typeof CLIP_REFUSALS)[number]

/** What a person reads for each. */
export const clipSentences: Readonly<Record<ClipRefusal, Sentence>> = {
  NOTHING_RECORDED: (_, options) => m.clip_refusal_NOTHING_RECORDED({}, options),
  CLIP_CLAIMED: ({ count = 1 }, options) => m.clip_refusal_CLIP_CLAIMED({ count: Number(count) }, options),
  CLIP_TOO_LONG: ({ megabytes = 0, most = 0 }, options) => m.clip_refusal_CLIP_TOO_LONG({ megabytes: Number(megabytes), most: Number(most) }, options),
  CLIP_UNKNOWN: (_, options) => m.clip_refusal_CLIP_UNKNOWN({}, options),
  CLIP_CHANGED: (_, options) => m.clip_refusal_CLIP_CHANGED({}, options),
}
