import type { Sentences } from '../../../platform/http/sentences.ts'
import { m } from '../../../words/messages.js'
import type { CaptureRefusal } from '../wire/refusals.ts'

/** What a person reads for each refusal of this feature. */
export const captureSentences: Readonly<Record<CaptureRefusal, Sentences[string]>> = {
  NO_RECORDING: (_, options) => m.capture_refusal_NO_RECORDING({}, options),
  REPLAY_NOT_ALLOWED: (_, options) => m.capture_refusal_REPLAY_NOT_ALLOWED({}, options),
  REPLAY_OVER: (_, options) => m.capture_refusal_REPLAY_OVER({}, options),
  STREAM_UNKNOWN: (_, options) => m.capture_refusal_STREAM_UNKNOWN({}, options),
  SEGMENT_GONE: (_, options) => m.capture_refusal_SEGMENT_GONE({}, options),
  SEGMENT_DAMAGED: (_, options) => m.capture_refusal_SEGMENT_DAMAGED({}, options),
  STREAMS_TOO_MANY: (_, options) => m.capture_refusal_STREAMS_TOO_MANY({}, options),
  CLASS_NOT_OVER: (_, options) => m.capture_refusal_CLASS_NOT_OVER({}, options),
}
