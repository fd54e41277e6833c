/** Why capture says no. Each has a sentence in this feature's catalogue under `capture_refusal_<code>`. */
export const CAPTURE_REFUSALS = [
  /** There is nothing recorded of this class. */
  'NO_RECORDING',
  /** The host lets nobody, or not this person, watch it again. */
  'REPLAY_NOT_ALLOWED',
  /** The date the host set has passed. */
  'REPLAY_OVER',
  /** The address of a stream that has ended, or never was. */
  'STREAM_UNKNOWN',
  /** Out of the live window, or destroyed. */
  'SEGMENT_GONE',
  /** The file on the disk is not what was sealed. */
  'SEGMENT_DAMAGED',
  'STREAMS_TOO_MANY',
  /** What is still going on cannot be destroyed. */
  'CLASS_NOT_OVER',
] as const
export type CaptureRefusal = (typeof CAPTURE_REFUSALS)[number]
