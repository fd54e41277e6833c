import type { Sentences } from '../../platform/http/sentences.ts'
import { m } from '../../words/messages.js'

export const evidenceSentences: Sentences = {
  EXPORT_DISTURBED: (_, options) => m.evidence_refusal_EXPORT_DISTURBED({}, options),
  EXPORT_TOO_LARGE: ({ code }, options) => m.evidence_refusal_EXPORT_TOO_LARGE({ code: String(code) }, options),
}
