import type { Visitor } from '../../features/live/screens/learner/parts.ts'
import { AfterClass, type AfterDeps } from '../../features/privacy/screens/consent/after-class.tsx'
import { ConsentBeforeStage } from '../../features/privacy/screens/consent/before-stage.tsx'
import { ConsentCard } from '../../features/privacy/screens/consent/consent-card.tsx'
import { ConsentDesk } from '../../features/privacy/screens/consent/consent-desk.ts'
import { MineDesk } from '../../features/privacy/screens/consent/mine-desk.ts'
import { nobleCrypto } from '../../ui/crypto-noble.ts'
import { saveFile } from '../../ui/save-file.ts'

/** The learner's page and consent, put together; loaded on demand by `privacy-parts.tsx`. */

/** One of each for a visit, however often its places are drawn anew. */
const visits = new WeakMap<Visitor['client'], AfterDeps>()
function desksOf({ code, client, secretKey }: Visitor): AfterDeps {
  const known = visits.get(client)
  if (known !== undefined) return known
  const made = {
    code,
    consent: new ConsentDesk({ code, client, secretKey, crypto: nobleCrypto(), wallMs: Date.now }),
    mine: new MineDesk({ code, client, save: (name, text) => saveFile(name, 'application/json', text) }),
  }
  visits.set(client, made)
  return made
}

export function PrivacyCard({ visitor, where }: { visitor: Visitor; where: 'lobby' | 'class' }) {
  return <ConsentCard part={desksOf(visitor).consent} moments={where === 'class' ? visitor.code : null} />
}

export function BeforeStage({ visitor, go }: { visitor: Visitor; go: () => void }) {
  return <ConsentBeforeStage part={desksOf(visitor).consent} go={go} />
}

export function PrivacyAfter({ visitor }: { visitor: Visitor }) {
  return <AfterClass {...desksOf(visitor)} />
}
