import type { WallTime } from '../../../../kernel/time.ts'
import { pageLanguage } from '../../../../ui/language.ts'
import { m } from '../../../../words/messages.js'
import type { NotWritten, ReplayFor } from '../../wire/words.ts'
import type { LampSays } from './recording-view.ts'
import { lengthIn } from './recording-view.ts'
import type { Preset } from './until.ts'

export const LAMP_WORDS: Record<Exclude<LampSays['says'], 'kept'>, () => string> = {
  never: m.recording_lamp_never, off: m.recording_lamp_off, waits: m.recording_lamp_waits, begins: m.recording_lamp_begins, still: m.recording_lamp_still,
}

/** What is wrong, and what to do. */
export const TROUBLE_WORDS: Record<NotWritten | 'sound-only', () => string> = {
  'disk-full': m.recording_trouble_disk_full, 'disk-failing': m.recording_trouble_disk_failing, 'no-media': m.recording_trouble_no_media,
  codec: m.recording_trouble_codec, 'recorder-died': m.recording_trouble_recorder_died, lagging: m.recording_trouble_lagging, 'sound-only': m.recording_trouble_sound_only,
}

const GAP_WORDS: Record<NotWritten | 'off', () => string> = {
  off: m.recording_gap_off, 'disk-full': m.recording_gap_disk_full, 'disk-failing': m.recording_gap_disk_failing, 'no-media': m.recording_gap_no_media,
  codec: m.recording_gap_codec, 'recorder-died': m.recording_gap_recorder_died, lagging: m.recording_gap_lagging,
}
/** Also for a reason this page does not know yet. */
export const gapWords = (why: string): string => ((GAP_WORDS as Readonly<Record<string, () => string>>)[why] ?? m.recording_gap_else)()

export const REPLAY_WORDS: Record<ReplayFor, { readonly title: () => string; readonly why: () => string }> = {
  nobody: { title: m.recording_replay_nobody, why: m.recording_replay_nobody_why },
  class: { title: m.recording_replay_class, why: m.recording_replay_class_why },
  code: { title: m.recording_replay_code, why: m.recording_replay_code_why },
}
export const PRESET_WORDS: Record<Preset, () => string> = {
  tomorrow: m.recording_until_tomorrow, week: m.recording_until_week, month: m.recording_until_month, always: m.recording_until_always,
}

/** "3 hours", "40 seconds": as the page's language says it. */
export function lengthText(seconds: number): string {
  const { value, unit } = lengthIn(seconds)
  return new Intl.NumberFormat(pageLanguage(), { style: 'unit', unit, unitDisplay: 'long' }).format(value)
}

const TIME = { hour: 'numeric', minute: '2-digit', second: '2-digit' } as const
export const timeText = (wall: WallTime): string => new Date(wall).toLocaleTimeString(pageLanguage(), TIME)
export const rangeText = (from: WallTime, to: WallTime): string => new Intl.DateTimeFormat(pageLanguage(), TIME).formatRange(from, to)

export const dayText = (wall: WallTime): string =>
  new Date(wall).toLocaleDateString(pageLanguage(), { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })

export function sizeText(bytes: number): string {
  const mega = bytes / 1e6
  const [value, unit] = mega >= 1000 ? [mega / 1000, 'gigabyte'] : [mega, 'megabyte']
  return new Intl.NumberFormat(pageLanguage(), { style: 'unit', unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)
}
