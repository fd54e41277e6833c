import { mount } from '../../../platform/http/mounted.ts'
import type { Mounted } from '../../../platform/http/mounted.ts'
import * as wire from '../wire/routes.ts'
import { decideClaim } from './claims/decide-claim.ts'
import { listClaims } from './claims/list-claims.ts'
import { makeClaim } from './claims/make-claim.ts'
import { openClaim } from './claims/open-claim.ts'
import { takeClaimBack } from './claims/take-claim-back.ts'
import { listConsents } from './consent/list-consents.ts'
import { showConsent } from './consent/show-consent.ts'
import { showConsentRecords } from './consent/show-consent-records.ts'
import { stateConsent } from './consent/state-consent.ts'
import { stateConsentFor } from './consent/state-consent-for.ts'
import type { PrivacyDeps } from './deps.ts'
import type { HoldingsDeps } from './holdings/deps.ts'
import { holdingsDoors } from './holdings/doors.ts'
import { openMoment } from './moments/open-moment.ts'
import { showMoments } from './moments/show-moments.ts'
import { setWindow } from './window/set-window.ts'

/** Every door of this feature, behind its contract. */
export function privacyDoors(deps: PrivacyDeps & HoldingsDeps): Mounted[] {
  return [
    mount(wire.showConsent, ({ params, caller }) => showConsent(deps, params.code, caller.device)),
    mount(wire.stateConsent, ({ params, input, caller }) => stateConsent(deps, params.code, input, caller.device)),
    mount(wire.stateConsentFor, ({ params, input, caller }) => stateConsentFor(deps, params.code, input, caller.device)),
    mount(wire.listConsents, ({ params }) => listConsents(deps, params.code)),
    mount(wire.showConsentRecords, ({ params, caller }) => showConsentRecords(deps, params.code, caller.device)),
    mount(wire.showMoments, ({ params, caller }) => showMoments(deps, params.code, caller.device)),
    mount(wire.openMoment, ({ params, input, caller }) => openMoment(deps, params.code, input, caller.device)),
    mount(wire.makeClaim, ({ params, input, caller }) => makeClaim(deps, params.code, input, caller)),
    mount(wire.takeClaimBack, ({ params, caller }) => takeClaimBack(deps, params.code, params.claim, caller)),
    mount(wire.listClaims, ({ params }) => listClaims(deps, params.code)),
    mount(wire.openClaim, ({ params, caller }) => openClaim(deps, params.code, params.claim, caller.device)),
    mount(wire.decideClaim, ({ params, input, caller }) => decideClaim(deps, params.code, params.claim, input, caller.device)),
    mount(wire.setWindow, ({ params, input, caller }) => setWindow(deps, params.code, input.hours, caller.device)),
    ...holdingsDoors(deps),
  ]
}
