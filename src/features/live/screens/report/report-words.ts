import type { Rung, RungCause } from '../../../../kernel/ladder.ts'
import { m } from '../../../../words/messages.js'
import type { LevelSays } from '../../rules/loudness/speech-level.ts'
import type { ClassReport, SeatKind } from '../../wire/words.ts'
import { cuesCame, triedOf, unmeasured } from './reading.ts'
import type { CuesCame, ItemRow, Measure, Unmeasured } from './reading.ts'
import { listed, percent } from './report-format.ts'

/** The report's words: which sentence belongs to which figures. */

const CUES: Readonly<Record<CuesCame, () => string>> = {
  unknown: () => '', all: m.report_cues_all, most: m.report_cues_most, half: m.report_cues_half, late: m.report_cues_late,
}

/** How it went, in a sentence or two. */
export function lead(report: ClassReport): string {
  if (report.came === 0) return m.report_nobody()
  const people = report.endedAt === null
    ? m.report_lead_so_far({ succeeded: report.joinSucceeded, tried: triedOf(report) })
    : m.report_lead({ succeeded: report.joinSucceeded, tried: triedOf(report), stayed: report.stayed })
  return [people, CUES[cuesCame(report)]()].filter((sentence) => sentence !== '').join(' ')
}

const SEATS: Readonly<Record<SeatKind, () => string>> = { room: m.report_seat_room, venue: m.report_seat_venue, elsewhere: m.report_seat_elsewhere }

export function seatWords(kinds: readonly SeatKind[]): string {
  return listed(kinds.map((kind) => SEATS[kind]()))
}

export const MEASURE_WORDS: Readonly<Record<Measure, () => string>> = {
  joinMs: m.report_join, cueMs: m.report_cue, apartMs: m.report_apart, startMs: m.report_start, videoMs: m.report_video, jitterMs: m.report_jitter, backMs: m.report_back,
}

const KINDS: Readonly<Record<ItemRow['kind'], () => string>> = {
  talk: m.report_item_talk, check: m.report_item_check, practice: m.report_item_practice, questions: m.report_item_questions,
  poll: m.report_item_poll, break: m.report_item_break, drop: m.report_item_drop, close: m.report_item_close,
}

export function itemWords({ title, kind }: ItemRow): string {
  return title ?? KINDS[kind]()
}

export const RUNG_WORDS: Readonly<Record<Rung, () => string>> = {
  full: m.report_rung_full, low: m.report_rung_low, still: m.report_rung_still, audio: m.report_rung_audio, cues: m.report_rung_cues, plan: m.report_rung_plan,
}

/** Why it was less than the full picture. */
export const CAUSE_WORDS: Readonly<Record<Exclude<RungCause, 'none' | 'asked'>, () => string>> = {
  link: m.report_cause_link, loss: m.report_cause_loss, blocked: m.report_cause_blocked, silent: m.report_cause_silent, source: m.report_cause_source,
}

const ONE_OF_HUNDRED = 0.01

/** A little is not nothing. */
export function partWords(part: number): string {
  return part > 0 && part < ONE_OF_HUNDRED / 2 ? m.report_under({ part: percent(ONE_OF_HUNDRED) }) : percent(part)
}

/** Nobody spoke of a class whose loudness is known, only very quietly. */
export const LEVEL_WORDS: Readonly<Record<LevelSays, () => string>> = {
  silent: m.report_level_quiet, quiet: m.report_level_quiet, good: m.report_level_good, loud: m.report_level_loud,
}

const UNMEASURED: Readonly<Record<Unmeasured, () => string>> = {
  sound: m.report_unmeasured_sound, stayed: m.report_unmeasured_stayed, links: m.report_unmeasured_links, jitter: m.report_unmeasured_jitter, picture: m.report_unmeasured_picture,
}

/** Sentences on what there is no figure of. */
export function notMeasured(report: ClassReport): string[] {
  const missing = unmeasured(report).map((what) => UNMEASURED[what]())
  return [
    ...(missing.length === 0 ? [] : [m.report_unmeasured({ what: listed(missing) })]),
    ...(report.recorded === null && report.endedAt !== null && report.came > 0 ? [m.report_not_recorded()] : []),
  ]
}
