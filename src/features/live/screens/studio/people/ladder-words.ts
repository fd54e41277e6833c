import type { Rung, RungCause } from '../../../../../kernel/ladder.ts'
import type { HubTime } from '../../../../../kernel/time.ts'
import { clockText } from '../../../../../ui/clock-text.ts'
import { m } from '../../../../../words/messages.js'
import type { RosterLine } from '../../../wire/words.ts'
import { secondsSince } from '../view.ts'
import { isLightOnly } from './ladder.ts'

/** What a phone gets, as a label. */
export const GETS_WORDS: Record<Rung, () => string> = {
  full: m.studio_gets_full, low: m.studio_gets_low, still: m.studio_gets_still, audio: m.studio_gets_audio, cues: m.studio_gets_cues, plan: m.studio_gets_plan,
}
/** The same in one word, for a table. */
export const RUNG_WORDS: Record<Rung, () => string> = {
  full: m.studio_rung_full, low: m.studio_rung_low, still: m.studio_rung_still, audio: m.studio_rung_audio, cues: m.studio_rung_cues, plan: m.studio_rung_plan,
}
/** Why not more, as a sentence. */
export const CAUSE_WORDS: Record<Exclude<RungCause, 'none'>, () => string> = {
  link: m.studio_cause_link, loss: m.studio_cause_loss, source: m.studio_cause_source, asked: m.studio_cause_asked, blocked: m.studio_cause_blocked, silent: m.studio_cause_silent,
}

/** Everything there is to say of one phone's rung, sentence by sentence. */
export function rungSentences(line: RosterLine, now: HubTime | null): string[] {
  const { rung, linkMs, jitterMs, prepared } = line
  const told: string[] = []
  if (isLightOnly(line)) told.push(m.studio_gets_light())
  else if (rung !== null) {
    const seconds = secondsSince(rung.since, now)
    told.push(seconds === null ? m.studio_gets_now({ gets: GETS_WORDS[rung.rung]() }) : m.studio_gets_for({ gets: GETS_WORDS[rung.rung](), time: clockText(seconds) }))
    if (rung.cause !== 'none') told.push(CAUSE_WORDS[rung.cause]())
    if (rung.way === 'hls') told.push(m.studio_way_hls())
    if (linkMs !== null) told.push(m.studio_link_ms({ ms: linkMs }))
    if (jitterMs !== null) told.push(m.studio_jitter({ ms: Math.round(jitterMs) }))
  }
  if (prepared !== null && prepared.of > 0) told.push(prepared.have >= prepared.of ? m.studio_seat_prepared() : m.studio_seat_unprepared(prepared))
  return told
}
