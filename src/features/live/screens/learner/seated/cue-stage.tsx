import type { ComponentChildren } from 'preact'
import { m } from '../../../../../words/messages.js'

type CueStageProps = {
  /** A cue of this phone alone. */
  alone?: boolean
  /** The cue's own word, in place of the usual one. */
  word?: string
  /** What rests here is typed into or chosen from: it stays where it is under the light, and keeps the focus. */
  keeps?: boolean
  children: ComponentChildren
}

/** Words at rest, and the cue's one word over the same place. */
export function CueStage({ alone = false, word = '', keeps = false, children }: CueStageProps) {
  const shown = word === '' ? m.learner_now() : word
  return (
    <div class={keeps ? 'cue-stage cue-keeps' : 'cue-stage'}>
      <div class="cue-rest">{children}</div>
      {/* A long word must stand on one line of a narrow phone. */}
      <p class={shown.length > 6 ? 'cue-word cue-word-long' : 'cue-word'} aria-hidden="true">
        {shown}
        <span class="cue-word-all">{alone ? m.learner_now_alone() : m.learner_now_all()}</span>
      </p>
    </div>
  )
}
