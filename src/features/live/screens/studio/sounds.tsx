import type { JSX } from 'preact'
import { Button } from '../../../../ui/components/button.tsx'
import { MicIcon, ScreenIcon, FileIcon } from '../../../../ui/icons/icons.tsx'
import { m } from '../../../../words/messages.js'
import { Level } from './loudness/level.tsx'
import type { StudioModel } from './model.ts'
import type { SoundInput } from './sending.ts'

const INPUTS: readonly { input: SoundInput; words: () => string; icon: () => JSX.Element }[] = [
  { input: 'microphone', words: m.studio_sound_mic, icon: MicIcon },
  { input: 'screen', words: m.studio_sound_screen, icon: ScreenIcon },
  { input: 'file', words: m.studio_sound_file, icon: FileIcon },
]

/** Which inputs are heard, and how loud it is. Each can be switched while live; nobody's link notices. */
export function Sounds({ model }: { model: StudioModel }) {
  const { source, sounds } = model.air.sending.value
  if (source === null || source === 'obs') return <Level desk={model.air.loudness} />
  const offered = INPUTS.filter(({ input }) => sounds[input] !== undefined)
  return (
    <div class="stack stack-s">
      <div class="line" role="group" aria-label={m.studio_sounds()}>
        {offered.map(({ input, words, icon: Icon }) => (
          <Button key={input} pressed={sounds[input] === true} icon={<Icon />} onPress={() => void model.air.routeSound(input, sounds[input] !== true)}>{words()}</Button>
        ))}
      </div>
      <Level desk={model.air.loudness} />
    </div>
  )
}
