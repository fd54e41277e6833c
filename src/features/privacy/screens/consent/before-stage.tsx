import { useEffect } from 'preact/hooks'
import { Dialog } from '../../../../ui/components/dialog.tsx'
import { m } from '../../../../words/messages.js'
import { ConsentBody } from './consent-body.tsx'
import type { ConsentPart } from './consent-desk.ts'
import { viewOf } from './consent-state.ts'

/**
 * The form before a first time on stage: asked before anything of a learner is captured. Any answer leads on, and so
 * does none: what nobody said yes to is not captured. A box that does not answer holds nobody up.
 */
export function ConsentBeforeStage({ part, go }: { part: ConsentPart; go: () => void }) {
  const state = part.state.value
  const view = viewOf(state)
  useEffect(() => {
    if (part.state.peek().at !== 'there') void part.look()
  }, [part])
  const wasAsked = state.told !== null && state.told.mine !== null
  useEffect(() => {
    if (wasAsked || view === 'failed' || view === 'forgotten' || view === 'over') go()
  }, [wasAsked, view, go])
  if (view !== 'form' || wasAsked) return <div role="status" />
  return (
    <Dialog title={m.privacy_consent_before_stage()} onClose={go}>
      <p>{m.privacy_consent_before_stage_why()}</p>
      <ConsentBody part={part} out={{ words: m.privacy_consent_not_now(), go }} />
    </Dialog>
  )
}
