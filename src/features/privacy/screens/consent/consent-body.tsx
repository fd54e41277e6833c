import { useEffect } from 'preact/hooks'
import { Button } from '../../../../ui/components/button.tsx'
import { m } from '../../../../words/messages.js'
import type { ConsentPart } from './consent-desk.ts'
import { ConsentForm, type WayOut } from './consent-form.tsx'
import { ConsentStands } from './consent-stands.tsx'
import { viewOf } from './consent-state.ts'
import { faultWords } from './consent-words.ts'

/** The form or what stands, or why neither is here. Asks the box when it is first drawn. */
export function ConsentBody({ part, out }: { part: ConsentPart; /** Leaves the form, where it stands before something else. */ out?: WayOut | undefined }) {
  const state = part.state.value
  useEffect(() => {
    if (part.state.peek().at !== 'there') void part.look()
  }, [part])
  const mine = state.told?.mine ?? null
  switch (viewOf(state)) {
    case 'looking':
      return <p class="appears-late" role="status">{m.privacy_consent_looking()}</p>
    case 'failed':
      return (
        <div class="stack" role="status">
          <p>{state.fault === null ? m.privacy_consent_unreachable() : state.fault.type === 'unreachable' ? m.privacy_consent_unreachable_why() : faultWords(state.fault)}</p>
          <Button thumb onPress={() => void part.look()}>{m.privacy_consent_again()}</Button>
        </div>
      )
    case 'forgotten':
      return <p role="status">{m.privacy_consent_forgotten_why()}</p>
    case 'over':
      return <p role="status">{m.privacy_consent_over_why()}</p>
    case 'form':
      return <ConsentForm part={part} out={mine === null ? out : { words: m.privacy_consent_leave(), go: () => part.leave() }} />
    case 'stands':
      return mine === null ? null : <ConsentStands part={part} mine={mine} />
  }
}
