/** Why a class says no. Each has a sentence in this feature's catalogue under `live_refusal_<code>`. */
export const LIVE_REFUSALS = [
  'CLASS_UNKNOWN',
  'CLASS_NOT_OPEN',
  'CLASS_OVER',
  'CLASS_NOT_DRAFT',
  'CLASS_NOT_LOBBY',
  'CLASS_NOT_LIVE',
  'ANOTHER_CLASS_RUNNING',
  'NO_SEAT',
  'ROOM_FULL',
  'PUBLISHER_UNKNOWN',
  'STREAM_KEY_WRONG',
  'CUES_TOO_FAST',
  'SEAT_UNKNOWN',
  'MEDIA_OFF',
  'STAGE_FULL',
] as const
export type LiveRefusal = (typeof LIVE_REFUSALS)[number]
