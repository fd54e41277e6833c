import { Notice } from '../../../../ui/components/notice.tsx'
import { RungMark } from '../../../../ui/components/rung.tsx'
import { SilentIcon } from '../../../../ui/icons/icons.tsx'
import { m } from '../../../../words/messages.js'
import { linkWords } from './link-words.ts'
import type { LearnerState } from './state.ts'
import { linkLine } from './view.ts'

/** The line about the link; from two seconds on without a word of the box, also how old is what the page knows. */
export function LinkNotice({ state, silent }: { state: LearnerState; silent: boolean }) {
  const line = linkLine(state)
  const { staleSeconds } = state.together.now
  return (
    <Notice tone={line.tone}>
      {silent && line.tone === 'steady' ? <><SilentIcon /><span>{linkWords(line.sentence)}</span></> : <RungMark rung={line.rung}>{linkWords(line.sentence)}</RungMark>}
      {/* Said once by the line itself: nobody wants to hear every second counted. */}
      {staleSeconds === null ? null : <span class="push small num" aria-live="off">{m.learner_stale({ seconds: staleSeconds })}</span>}
    </Notice>
  )
}
