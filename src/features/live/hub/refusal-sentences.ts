import type { Sentences } from '../../../platform/http/sentences.ts'
import { m } from '../../../words/messages.js'
import type { SESSION_REFUSALS } from '../../../media/http-session.ts'
import type { LiveRefusal } from '../wire/refusals.ts'

type Worded = LiveRefusal | Exclude<(typeof SESSION_REFUSALS)[number], 'NOT_FOUND' | 'METHOD_NOT_ALLOWED'>

/** What a person reads for each refusal of this feature. */
export const liveSentences: Readonly<Record<Worded, Sentences[string]>> = {
  CLASS_UNKNOWN: (_, options) => m.live_refusal_CLASS_UNKNOWN({}, options),
  CLASS_NOT_OPEN: (_, options) => m.live_refusal_CLASS_NOT_OPEN({}, options),
  CLASS_OVER: (_, options) => m.live_refusal_CLASS_OVER({}, options),
  CLASS_NOT_DRAFT: (_, options) => m.live_refusal_CLASS_NOT_DRAFT({}, options),
  CLASS_NOT_LOBBY: (_, options) => m.live_refusal_CLASS_NOT_LOBBY({}, options),
  CLASS_NOT_LIVE: (_, options) => m.live_refusal_CLASS_NOT_LIVE({}, options),
  ANOTHER_CLASS_RUNNING: (_, options) => m.live_refusal_ANOTHER_CLASS_RUNNING({}, options),
  NO_SEAT: (_, options) => m.live_refusal_NO_SEAT({}, options),
  ROOM_FULL: (_, options) => m.live_refusal_ROOM_FULL({}, options),
  PUBLISHER_UNKNOWN: (_, options) => m.live_refusal_PUBLISHER_UNKNOWN({}, options),
  STREAM_KEY_WRONG: (_, options) => m.live_refusal_STREAM_KEY_WRONG({}, options),
  CUES_TOO_FAST: (_, options) => m.live_refusal_CUES_TOO_FAST({}, options),
  STAGE_FULL: (_, options) => m.live_refusal_STAGE_FULL({}, options),
  MEDIA_OFF: (_, options) => m.live_refusal_MEDIA_OFF({}, options),
  WRONG_CONTENT_TYPE: (_, options) => m.live_refusal_WRONG_CONTENT_TYPE({}, options),
  BODY_TOO_LARGE: (_, options) => m.live_refusal_BODY_TOO_LARGE({}, options),
  MALFORMED_SDP: (_, options) => m.live_refusal_MALFORMED_SDP({}, options),
  NO_USABLE_CODEC: (_, options) => m.live_refusal_NO_USABLE_CODEC({}, options),
  ICE_RESTART_UNSUPPORTED: (_, options) => m.live_refusal_ICE_RESTART_UNSUPPORTED({}, options),
  PRECONDITION_REQUIRED: (_, options) => m.live_refusal_PRECONDITION_REQUIRED({}, options),
  PRECONDITION_FAILED: (_, options) => m.live_refusal_PRECONDITION_FAILED({}, options),
  SEAT_UNKNOWN: (_, options) => m.live_refusal_SEAT_UNKNOWN({}, options),
}
