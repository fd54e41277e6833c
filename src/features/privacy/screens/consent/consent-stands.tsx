import { Button } from '../../../../ui/components/button.tsx'
import { Lamp } from '../../../../ui/components/lamp.tsx'
import { m } from '../../../../words/messages.js'
import { type Consent, PURPOSES } from '../../wire/words.ts'
import type { ConsentPart } from './consent-desk.ts'
import { byWords, SHORT, WITHDRAWN } from './consent-words.ts'

/** What stands now, and the way to change it; after a change also what becomes of what was kept. */
export function ConsentStands({ part, mine }: { part: ConsentPart; mine: Consent }) {
  const { done } = part.state.value
  return (
    <section class="stack" aria-label={m.privacy_consent_stands_title()}>
      <div class="stack stack-s" role="status">
        {done === null ? null : <p><Lamp state="on">{m.privacy_consent_done()}</Lamp></p>}
        {done?.withdrawn.map((purpose) => <p key={purpose} class="is-ink consent-became">{WITHDRAWN[purpose]()}</p>)}
      </div>
      <ul class="rows card card-rows">
        {PURPOSES.map((purpose) => (
          <li class="row" key={purpose}>
            <span class="grow">{SHORT[purpose]()}</span>
            <Lamp state={mine.choices[purpose] ? 'on' : 'off'}>{mine.choices[purpose] ? m.privacy_consent_yes() : m.privacy_consent_no()}</Lamp>
          </li>
        ))}
      </ul>
      <p class="small soft">{byWords(mine.by, mine.at)}</p>
      <Button thumb onPress={() => part.open()}>{m.privacy_consent_change()}</Button>
    </section>
  )
}
