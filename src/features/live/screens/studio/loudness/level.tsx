import { m } from '../../../../../words/messages.js'
import { pageLanguage } from '../../../../../ui/language.ts'
import { LOUD_ABOVE_LUFS, QUIET_BELOW_LUFS, type LevelSays } from '../../../rules/loudness/speech-level.ts'
import type { LoudnessDesk } from './loudness-desk.ts'

const SAYS: Record<LevelSays, () => string> = { silent: m.studio_level_none, quiet: m.studio_level_quiet, good: m.studio_level_good, loud: m.studio_level_loud }

/** The scale's ends, LUFS: a quiet room, and as loud as a sound can sensibly be. */
const [FROM, TO] = [-50, -5]
const WIDTH = 119

/** Speech should stand in the outlined part. The word is for the teacher, the figure beside it for who knows it. */
export function Level({ desk }: { desk: LoudnessDesk }) {
  const level = desk.level.value
  if (level === null) return null
  const { momentary, speech, says } = level
  const at = (lufs: number) => Math.max(0, Math.min(1, (lufs - FROM) / (TO - FROM))) * WIDTH
  return (
    <div class="line level-line small">
      <span>{m.studio_level()}</span>
      <svg class="level" viewBox="0 0 120 14" preserveAspectRatio="none" aria-hidden="true">
        <rect class="level-well" x="0.5" y="0.5" width={WIDTH} height="13" />
        <rect class="level-ink" x="0" y="3" width={at(momentary ?? speech ?? -Infinity)} height="8" />
        <rect class="level-good" x={at(QUIET_BELOW_LUFS)} y="0.5" width={at(LOUD_ABOVE_LUFS) - at(QUIET_BELOW_LUFS)} height="13" />
      </svg>
      <b class="level-word" role="status">{SAYS[says]()}</b>
      <span class="level-figure soft num">{speech === null ? '' : m.studio_level_lufs({ lufs: lufsText(speech) })}</span>
      <Whole desk={desk} />
    </div>
  )
}

/** Of all the class so far: what a recording of it will sound like. */
function Whole({ desk }: { desk: LoudnessDesk }) {
  const integrated = desk.programme.value?.integrated ?? null
  return integrated === null ? null : <span class="level-whole soft num">{m.studio_level_class({ lufs: lufsText(integrated / 10) })}</span>
}

const lufsText = (lufs: number): string => new Intl.NumberFormat(pageLanguage(), { maximumFractionDigits: 0, signDisplay: 'negative' }).format(lufs)
