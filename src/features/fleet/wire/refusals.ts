/** Why the log and the witness say no. Each has a sentence in this feature's catalogue under `fleet_refusal_<code>`. */
export const FLEET_REFUSALS = [
  /** This box is no witness of a log with that origin. */
  'LOG_UNKNOWN',
  /** The checkpoint is not signed by the key that was named in advance. */
  'NO_LOG_SIGNATURE',
  /** The consistency proof does not lead from what was seen to what is to be cosigned. */
  'GROWTH_UNPROVEN',
  /** The log is not as large as that, or has no such tile. */
  'TILE_UNKNOWN',
  /** The device took no seat in that class, or what linked it to its seat was erased. */
  'NO_RECEIPT',
] as const
export type FleetRefusal = (typeof FLEET_REFUSALS)[number]
