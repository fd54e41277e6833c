import type { Sentences } from '../../../platform/http/sentences.ts'
import { m } from '../../../words/messages.js'
import type { PrivacyRefusal } from '../wire/refusals.ts'

/** What a person reads for each refusal of this feature. */
export const privacySentences: Readonly<Record<PrivacyRefusal, Sentences[string]>> = {
  STATEMENT_FALSE: (_, options) => m.privacy_refusal_STATEMENT_FALSE({}, options),
  STATEMENT_OLD: (_, options) => m.privacy_refusal_STATEMENT_OLD({}, options),
  PERSON_ELSEWHERE: (_, options) => m.privacy_refusal_PERSON_ELSEWHERE({}, options),
  PERSON_UNKNOWN: (_, options) => m.privacy_refusal_PERSON_UNKNOWN({}, options),
  PERSON_SPEAKS_FOR_SELF: (_, options) => m.privacy_refusal_PERSON_SPEAKS_FOR_SELF({}, options),
  CONTACT_MISSING: (_, options) => m.privacy_refusal_CONTACT_MISSING({}, options),
  WINDOW_NOT_OPEN: (_, options) => m.privacy_refusal_WINDOW_NOT_OPEN({}, options),
  WINDOW_OVER: (_, options) => m.privacy_refusal_WINDOW_OVER({}, options),
  WINDOW_SHORTER: (_, options) => m.privacy_refusal_WINDOW_SHORTER({}, options),
  SPAN_WRONG: (_, options) => m.privacy_refusal_SPAN_WRONG({}, options),
  NOTHING_TO_REMOVE: (_, options) => m.privacy_refusal_NOTHING_TO_REMOVE({}, options),
  SPAN_NOT_YOURS: (_, options) => m.privacy_refusal_SPAN_NOT_YOURS({}, options),
  CLAIM_UNKNOWN: (_, options) => m.privacy_refusal_CLAIM_UNKNOWN({}, options),
  CLAIM_DECIDED: (_, options) => m.privacy_refusal_CLAIM_DECIDED({}, options),
  CLAIMS_TOO_MANY: (_, options) => m.privacy_refusal_CLAIMS_TOO_MANY({}, options),
  NO_ENCODER: (_, options) => m.privacy_refusal_NO_ENCODER({}, options),
  CLASS_NOT_OVER: (_, options) => m.privacy_refusal_CLASS_NOT_OVER({}, options),
  CLASS_FORGOTTEN: (_, options) => m.privacy_refusal_CLASS_FORGOTTEN({}, options),
}
