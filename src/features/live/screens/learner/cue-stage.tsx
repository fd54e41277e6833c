import type { ComponentChildren } from 'preact'
import { m } from '../../../../words/messages.js'

/** Words at rest, and the cue's one word over the same place. */
export function CueStage({ children }: { children: ComponentChildren }) {
  return (
    <div class="cue-stage">
      <div class="cue-rest">{children}</div>
      <p class="cue-word" aria-hidden="true">
        {m.learner_now()}
        <span class="cue-word-all">{m.learner_now_all()}</span>
      </p>
    </div>
  )
}
