import { m } from '../../../../words/messages.js'
import { ConsentCard } from './consent-card.tsx'
import type { ConsentPart } from './consent-desk.ts'
import { MineCard } from './mine-card.tsx'
import type { MineDesk } from './mine-desk.ts'

export type AfterDeps = { readonly code: string; readonly consent: ConsentPart; readonly mine: Pick<MineDesk, 'state' | 'show' | 'save' | 'saveRecords'> }

/** Once the class is over: where one appears in it, what one said, and what the box holds. */
export function AfterClass({ code, consent, mine }: AfterDeps) {
  return (
    <>
      <a class="btn btn-thumb" href={`/moments/${code}`}>{m.privacy_consent_moments()}</a>
      <ConsentCard part={consent} moments={null} />
      <MineCard desk={mine} />
    </>
  )
}
