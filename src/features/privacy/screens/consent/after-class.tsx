import { Button } from '../../../../ui/components/button.tsx'
import { SaveIcon } from '../../../../ui/icons/icons.tsx'
import { m } from '../../../../words/messages.js'
import { ConsentCard } from './consent-card.tsx'
import type { ConsentPart } from './consent-desk.ts'
import { MineCard } from './mine-card.tsx'
import type { MinePart } from './mine-desk.ts'

export type AfterDeps = { readonly code: string; readonly consent: ConsentPart; readonly mine: MinePart }

/** Once the class is over: where one appears in it, what one said, and what the box holds. */
export function AfterClass({ code, consent, mine }: AfterDeps) {
  return (
    <>
      <a class="btn btn-thumb" href={`/moments/${code}`}>{m.privacy_consent_moments()}</a>
      <div class="stack stack-s">
        <Button thumb icon={<SaveIcon />} onPress={() => void mine.saveReceipt()}>{m.privacy_receipt_keep()}</Button>
        <p class="small soft">{m.privacy_receipt_why()}</p>
      </div>
      <ConsentCard part={consent} moments={null} />
      <MineCard desk={mine} />
    </>
  )
}
