import type { JSX } from 'preact'
import { Button } from '../../../../ui/components/button.tsx'
import { MicIcon, ScreenIcon, FileIcon } from '../../../../ui/icons/icons.tsx'
import { m } from '../../../../words/messages.js'
import type { StudioModel } from './model.ts'
import type { SoundInput } from './sending.ts'

const INPUTS: readonly { input: SoundInput; words: () => string; icon: () => JSX.Element }[] = [
  { input: 'microphone', words: m.studio_sound_mic, icon: MicIcon },
  { input: 'screen', words: m.studio_sound_screen, icon: ScreenIcon },
  { input: 'file', words: m.studio_sound_file, icon: FileIcon },
]

/** Which inputs are heard, and how loud it is. Each can be switched while live; nobody's link notices. */
export function Sounds({ model }: { model: StudioModel }) {
  const { source, sounds } = model.sending.value
  if (source === null || source === 'obs') return null
  const offered = INPUTS.filter(({ input }) => sounds[input] !== undefined)
  return (
    <div class="stack stack-s">
      <div class="line" role="group" aria-label={m.studio_sounds()}>
        {offered.map(({ input, words, icon: Icon }) => (
          <Button key={input} pressed={sounds[input] === true} icon={<Icon />} onPress={() => void model.routeSound(input, sounds[input] !== true)}>{words()}</Button>
        ))}
      </div>
      <Level model={model} />
    </div>
  )
}

/** Speech should stand in the outlined part. `level` is in dB below full scale, from -60 to 0. */
function Level({ model }: { model: StudioModel }) {
  const level = model.level.value
  const at = (db: number) => Math.max(0, Math.min(1, (db + 60) / 60)) * 119
  const word = level <= -59 ? m.studio_level_none() : level < QUIET_DB ? m.studio_level_quiet() : level > LOUD_DB ? m.studio_level_loud() : m.studio_level_good()
  return (
    <div class="line level-line small">
      <span>{m.studio_level()}</span>
      <svg class="level" viewBox="0 0 120 14" preserveAspectRatio="none" aria-hidden="true">
        <rect class="level-well" x="0.5" y="0.5" width="119" height="13" />
        <rect class="level-ink" x="0" y="3" width={at(level)} height="8" />
        <rect class="level-good" x={at(QUIET_DB)} y="0.5" width={at(LOUD_DB) - at(QUIET_DB)} height="13" />
      </svg>
      <b class="level-word">{word}</b>
    </div>
  )
}

/** Speech between these is understood on a phone and does not clip. */
const QUIET_DB = -38
const LOUD_DB = -6
