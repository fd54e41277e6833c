import { RECEIPT_DOOR } from '../../features/fleet/wire/routes.ts'
import type { LearnerPlace, Visitor } from '../../features/live/screens/learner/parts.ts'
import { AfterClass, type AfterDeps } from '../../features/privacy/screens/consent/after-class.tsx'
import { ConsentBeforeStage } from '../../features/privacy/screens/consent/before-stage.tsx'
import { ConsentCard } from '../../features/privacy/screens/consent/consent-card.tsx'
import { ConsentDesk } from '../../features/privacy/screens/consent/consent-desk.ts'
import { MineDesk } from '../../features/privacy/screens/consent/mine-desk.ts'
import { nobleCrypto } from '../../ui/crypto-noble.ts'
import { saveFile } from '../../ui/save-file.ts'

/** The learner's page and consent, put together; loaded when it is first drawn. */

/** One of each for a visit, however often its places are drawn anew. */
const visits = new WeakMap<Visitor['client'], AfterDeps>()
function desksOf({ code, client, secretKey }: Visitor): AfterDeps {
  const known = visits.get(client)
  if (known !== undefined) return known
  const made = {
    code,
    consent: new ConsentDesk({ code, client, secretKey, crypto: nobleCrypto(), wallMs: Date.now }),
    mine: new MineDesk({ code, client, receipt: RECEIPT_DOOR.replace(':code', encodeURIComponent(code)), save: saveFile }),
  }
  visits.set(client, made)
  return made
}

export function PrivacyPart(props: LearnerPlace) {
  const { visitor, place } = props
  const desks = desksOf(visitor)
  switch (place) {
    case 'lobby':
      return <ConsentCard part={desks.consent} moments={null} />
    case 'class':
      return <ConsentCard part={desks.consent} moments={visitor.code} />
    case 'stage':
      return <ConsentBeforeStage part={desks.consent} go={props.go} />
    case 'over':
      return <AfterClass {...desks} />
  }
}
