import { Notice } from '../../../../../ui/components/notice.tsx'
import { RungMark } from '../../../../../ui/components/rung.tsx'
import { SilentIcon } from '../../../../../ui/icons/icons.tsx'
import { m } from '../../../../../words/messages.js'
import { linkWords } from './link-words.ts'
import type { LearnerState } from '../state.ts'
import { linkLine } from '../view.ts'

/** The line about the link, which says why when it is pressed; from two seconds on without a word of the box, also how old is what the page knows. */
export function LinkNotice({ state, silent, onPress }: { state: LearnerState; silent: boolean; onPress: () => void }) {
  const line = linkLine(state)
  const { staleSeconds } = state.together.now
  return (
    <Notice tone={line.tone}>
      <button type="button" class="notice-button" aria-haspopup="dialog" onClick={onPress}>
        {silent && line.tone === 'steady' ? <><SilentIcon /><span>{linkWords(line.sentence)}</span></> : <RungMark rung={line.rung}>{linkWords(line.sentence)}</RungMark>}
      </button>
      {/* Said once by the line itself: nobody wants to hear every second counted. */}
      {staleSeconds === null ? null : <span class="push small num" aria-live="off">{m.learner_stale({ seconds: staleSeconds })}</span>}
    </Notice>
  )
}
