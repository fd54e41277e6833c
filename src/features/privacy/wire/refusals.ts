/** Why privacy says no. Each has a sentence in this feature's catalogue under `privacy_refusal_<code>`. */
export const PRIVACY_REFUSALS = [
  /** The signature under what was said is not that of the key it names, or for another class. */
  'STATEMENT_FALSE',
  /** Said at a time that cannot be: a day or more from what this box believes, or before what was said last. */
  'STATEMENT_OLD',
  /** The key is another device's in this class. */
  'PERSON_ELSEWHERE',
  'PERSON_UNKNOWN',
  /** Somebody who speaks for themselves: nobody else changes what they said. */
  'PERSON_SPEAKS_FOR_SELF',
  /** A yes to being written to needs where to. */
  'CONTACT_MISSING',
  'WINDOW_NOT_OPEN',
  'WINDOW_OVER',
  /** It may become longer, never shorter, once the class has begun. */
  'WINDOW_SHORTER',
  /** Longer than a moment, empty, or outside of the class. */
  'SPAN_WRONG',
  'NOTHING_TO_REMOVE',
  /** Neither theirs, nor anything the host lets them watch. */
  'SPAN_NOT_YOURS',
  'CLAIM_UNKNOWN',
  'CLAIM_DECIDED',
  'CLAIMS_TOO_MANY',
  /** No encoder here: silence and black are always possible. */
  'NO_ENCODER',
  'CLASS_NOT_OVER',
  'CLASS_FORGOTTEN',
] as const
export type PrivacyRefusal = (typeof PRIVACY_REFUSALS)[number]
