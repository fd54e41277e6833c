import { m } from '../../../../words/messages.js'
import type { Purpose } from '../../wire/words.ts'

/** A purpose in a list, as the crew reads it: "their voice, their picture". */
export const PURPOSE_WORDS: Record<Purpose, () => string> = {
  heard: m.privacy_crew_purpose_heard, seen: m.privacy_crew_purpose_seen, answers: m.privacy_crew_purpose_answers,
  analytics: m.privacy_crew_purpose_analytics, contact: m.privacy_crew_purpose_contact,
}
