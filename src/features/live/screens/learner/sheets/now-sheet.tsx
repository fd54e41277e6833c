import type { RungCause } from '../../../../../kernel/ladder.ts'
import { MICROS_PER_SECOND } from '../../../../../kernel/time.ts'
import { clockText } from '../../../../../ui/clock-text.ts'
import { Button } from '../../../../../ui/components/button.tsx'
import { Dialog } from '../../../../../ui/components/dialog.tsx'
import { RungMark } from '../../../../../ui/components/rung.tsx'
import { m } from '../../../../../words/messages.js'
import { KeptCard } from '../seated/kept-card.tsx'
import { linkWords } from '../seated/link-words.ts'
import { recordedWords } from '../seated/recorded.tsx'
import type { LearnerModel } from '../model.ts'
import type { LearnerState } from '../state.ts'
import { linkLine } from '../view.ts'

const CAUSES: Record<RungCause, () => string> = {
  none: m.learner_why_none,
  link: m.learner_why_link,
  loss: m.learner_why_loss,
  source: m.learner_why_source,
  asked: m.learner_why_asked,
  blocked: m.learner_why_blocked,
  silent: m.learner_why_silent,
}

/** What this page is doing just now, why and since when, and whether the class is being recorded. */
export function NowSheet({ model, state, onClose }: { model: LearnerModel; state: LearnerState; onClose: () => void }) {
  const line = linkLine(state)
  return (
    <Dialog title={m.learner_why_title()} onClose={onClose}>
      <div class="stack stack-s">
        <p><RungMark rung={line.rung}><b>{linkWords(line.sentence)}</b></RungMark></p>
        <p>{whyWords(state)}</p>
        <Since model={model} state={state} />
        {line.tone === 'now' ? <p class="soft">{m.learner_why_itself()}</p> : null}
      </div>
      <p>{recordedWords(state.class?.recorded ?? false)}</p>
      <KeptCard model={model} place="class" />
      <Button kind="act" thumb onPress={onClose}>{m.learner_why_close()}</Button>
    </Dialog>
  )
}

/** For how long it has been so. Its seconds go on all the time, so they are not read aloud. */
function Since({ model, state }: { model: LearnerModel; state: LearnerState }) {
  const now = model.time.value
  if (now === null || state.rung === null || now < state.rung.since) return null
  return <p class="small soft num" aria-live="off">{m.learner_why_since({ time: clockText((now - state.rung.since) / MICROS_PER_SECOND) })}</p>
}

function whyWords({ rung, link, together, media }: LearnerState): string {
  if (link.state === 'lost' || together.now.staleSeconds !== null) return m.learner_why_lost()
  if (media.undecodable) return m.learner_why_undecodable()
  if (media.sound === 'needs-press') return m.learner_why_press()
  if (rung === null) return m.learner_why_silent()
  // Full, and yet not as usual.
  return rung.way === 'hls' && rung.cause === 'none' ? m.learner_why_blocked() : CAUSES[rung.cause]()
}
