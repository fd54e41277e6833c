import type { z } from 'zod/mini'
import type { DeviceId } from '../../../../kernel/ids.ts'
import type { showConsent as route } from '../../wire/routes.ts'
import { privacyAnswers } from '../answers.ts'
import { classStanding } from '../class-window.ts'
import type { PrivacyDeps } from '../deps.ts'
import { consentOf } from './consent-of.ts'

/** What the form is about, for whoever has the code, and what this device said last. */
export function showConsent(deps: Pick<PrivacyDeps, 'journal' | 'time' | 'live' | 'capture'>, typed: string, device: DeviceId | null): z.output<typeof route.output> {
  const { id, code, title } = deps.live.findClass(typed)
  const { query } = deps.journal
  const { afterlife, window } = classStanding(query, id, deps)
  const person = device && privacyAnswers(query).personOf(id, device)
  // A person who made a claim and never was asked has said nothing of consent.
  const mine = person && privacyAnswers(query).choicesOf(id, device) ? consentOf(query, id, person) : null
  return { class: { id, code, title }, recorded: deps.capture.isRecorded(id), afterlife, window, mine }
}
