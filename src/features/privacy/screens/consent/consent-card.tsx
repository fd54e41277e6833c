import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Button } from '../../../../ui/components/button.tsx'
import { Dialog } from '../../../../ui/components/dialog.tsx'
import { m } from '../../../../words/messages.js'
import { ConsentBody } from './consent-body.tsx'
import type { ConsentPart } from './consent-desk.ts'
import { viewOf, yesCount } from './consent-state.ts'

type ConsentCardProps = { part: ConsentPart; /** The class whose moments to lead to; null: there are none yet. */ moments: string | null }

/** What may be kept of one, in two lines, and the way to say it. Nothing waits for it. */
export function ConsentCard({ part, moments }: ConsentCardProps) {
  const isOpen = useSignal(false)
  const state = part.state.value
  const { at, told } = state
  const mine = told?.mine ?? null
  useEffect(() => {
    if (part.state.peek().at !== 'there') void part.look()
  }, [part])
  const close = (): void => void (isOpen.value = false)
  // Nobody is asked about what is past.
  if (viewOf(state) === 'over' || viewOf(state) === 'forgotten') return null
  return (
    <section class="card stack stack-s" aria-labelledby="consent-card">
      <h2 class="head" id="consent-card">{m.privacy_consent_card()}</h2>
      <p class="small soft">{mine === null ? m.privacy_consent_card_never() : m.privacy_consent_card_said({ count: yesCount(mine.choices) })} {m.privacy_consent_card_here()}</p>
      <div class="consent-pair">
        <Button onPress={() => (isOpen.value = true)}>{at === 'there' && mine !== null ? m.privacy_consent_card_change() : m.privacy_consent_card_open()}</Button>
        {/* In a window of its own: the class goes on in this one. */}
        {moments === null ? null : <a class="btn" href={`/moments/${moments}`} target="_blank" rel="noreferrer">{m.privacy_consent_moments()}</a>}
      </div>
      {isOpen.value ? (
        <Dialog title={m.privacy_consent_title()} onClose={close}>
          <ConsentBody part={part} out={{ words: m.privacy_consent_not_now(), go: close }} />
          {mine === null ? null : <Button kind="quiet" onPress={close}>{m.privacy_consent_close()}</Button>}
        </Dialog>
      ) : null}
    </section>
  )
}
