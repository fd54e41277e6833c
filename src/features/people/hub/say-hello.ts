import type { HubId } from '../../../kernel/ids.ts'
import type { HubTime } from '../../../kernel/time.ts'
import type { Trust } from '../../../platform/http/trust.ts'
import type { LockedDeps } from './deps.ts'

type Hello = { nonce: string; hub: HubId | null; now: HubTime; trust: Trust; locked: boolean; passphraseSet: boolean; sample: boolean; addresses: string[] }

/** What a page must know before anything else. */
export function sayHello(deps: LockedDeps, trust: Trust): Hello {
  return {
    nonce: deps.nonce(), hub: deps.hub(), now: deps.clock.now(), trust,
    locked: deps.open !== null, passphraseSet: deps.passphrase.isSet(), sample: deps.isSample,
    addresses: trust === 'own-screen' ? [...deps.addresses()] : [],
  }
}
