import { m } from '../../../words/messages.js'
import { PASSPHRASE_LEAST } from '../wire/routes.ts'
import { deviceNames } from './device-label.ts'

const REFUSALS: Readonly<Record<string, () => string>> = {
  TICKET_UNKNOWN: m.people_door_ticket_unknown,
  TICKET_EXPIRED: m.people_door_ticket_expired,
  TICKET_USED: m.people_door_ticket_used,
  PASSPHRASE_WRONG: m.people_passphrase_wrong,
  PASSPHRASE_NEEDS_TRUST: m.people_passphrase_needs_trust,
  PASSPHRASE_NOT_SET: m.people_door_way_passphrase_unset,
  TOO_MANY: m.people_passphrase_too_many,
}

export function doorRefusal(code: string): string {
  return REFUSALS[code]?.() ?? m.people_door_refused_other({ code })
}

/** Null when it is long enough, or when nothing is typed yet. */
export function tooShort(passphrase: string): string | null {
  const missing = PASSPHRASE_LEAST - [...passphrase].length
  return passphrase === '' || missing <= 0 ? null : m.people_passphrase_too_short({ least: PASSPHRASE_LEAST, missing })
}

/** How this device is called in the list of devices. */
export function deviceLabel(userAgent: string): string {
  const { browser, system } = deviceNames(userAgent)
  if (browser !== null && system !== null) return m.people_label_on({ browser, system })
  return browser ?? system ?? m.people_label_unknown()
}
