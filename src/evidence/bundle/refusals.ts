/** Why an export says no. Each has a sentence in this room's catalogue under `evidence_refusal_<code>`. */
export const EVIDENCE_REFUSALS = ['EXPORT_DISTURBED', 'EXPORT_TOO_LARGE', 'CLASS_UNKNOWN', 'SEGMENT_DAMAGED', 'SEGMENT_GONE'] as const
/** `?media=0` leaves the recording out, `?disclosures=1` hands out private fields that are left. The answer is a tape archive. */
export const BUNDLE_DOOR = '/api/1/classes/:code/bundle' as const
