import { Button } from '../../../../../ui/components/button.tsx'
import { SilentIcon, SoundIcon } from '../../../../../ui/icons/icons.tsx'
import { m } from '../../../../../words/messages.js'
import type { LearnerModel } from '../model.ts'
import type { LearnerState } from '../state.ts'

/** In the picture's corner a mark alone, whose words are for those who hear the page. */
export function Mute({ model, state, corner = false }: { model: LearnerModel; state: LearnerState; corner?: boolean }) {
  const off = state.muted || state.media.sound === 'needs-press'
  const words = off ? m.learner_sound_off() : m.learner_mute()
  return (
    <Button icon={off ? <SilentIcon /> : <SoundIcon />} pressed={off} label={corner ? words : undefined} class={corner ? 'picture-corner' : ''} onPress={() => model.actions.setMuted(!off)}>
      {corner ? null : words}
    </Button>
  )
}
