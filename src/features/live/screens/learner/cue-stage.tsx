import type { ComponentChildren } from 'preact'
import { m } from '../../../../words/messages.js'

/** Words at rest, and the cue's one word over the same place. */
export function CueStage({ alone = false, children }: { /** A cue of this phone alone. */ alone?: boolean; children: ComponentChildren }) {
  return (
    <div class="cue-stage">
      <div class="cue-rest">{children}</div>
      <p class="cue-word" aria-hidden="true">
        {m.learner_now()}
        <span class="cue-word-all">{alone ? m.learner_now_alone() : m.learner_now_all()}</span>
      </p>
    </div>
  )
}
