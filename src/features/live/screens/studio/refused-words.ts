import { m } from '../../../../words/messages.js'

/** Commands of the live socket are refused by code alone: what a host reads for each. */
const WORDS: Readonly<Record<string, () => string>> = {
  CLASS_NOT_LIVE: m.live_refusal_CLASS_NOT_LIVE,
  CUES_TOO_FAST: m.studio_cue_too_fast,
  SEAT_UNKNOWN: m.live_refusal_SEAT_UNKNOWN,
  NO_PLAN: m.live_refusal_NO_PLAN,
  PLAN_FULL: m.live_refusal_PLAN_FULL,
  ITEM_UNKNOWN: m.live_refusal_ITEM_UNKNOWN,
  ITEM_DONE: m.live_refusal_ITEM_DONE,
  ITEM_TOO_SHORT: m.live_refusal_ITEM_TOO_SHORT,
  TRACK_UNKNOWN: m.live_refusal_TRACK_UNKNOWN,
  POLL_UNKNOWN: m.live_refusal_POLL_UNKNOWN,
  POLL_CLOSED: m.live_refusal_POLL_CLOSED,
  QUESTION_UNKNOWN: m.live_refusal_QUESTION_UNKNOWN,
  TOO_MANY: m.studio_too_many,
  FORBIDDEN: m.studio_not_yours,
}

/** A sentence for every code, also for one this page does not know. */
export function refusedWords(code: string): string {
  return (WORDS[code] ?? m.studio_refused_unknown)()
}
