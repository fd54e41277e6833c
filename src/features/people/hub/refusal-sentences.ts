import type { Sentence } from '../../../platform/http/sentences.ts'
import { m } from '../../../words/messages.js'
import type { PeopleRefusal } from '../wire/refusals.ts'

/** What a person reads for each refusal of this feature. */
export const peopleSentences: Readonly<Record<PeopleRefusal, Sentence>> = {
  TICKET_UNKNOWN: (_, options) => m.people_refusal_TICKET_UNKNOWN({}, options),
  TICKET_EXPIRED: (_, options) => m.people_refusal_TICKET_EXPIRED({}, options),
  TICKET_USED: (_, options) => m.people_refusal_TICKET_USED({}, options),
  PASSPHRASE_WRONG: (_, options) => m.people_refusal_PASSPHRASE_WRONG({}, options),
  PASSPHRASE_TOO_SHORT: ({ least = '' }, options) => m.people_refusal_PASSPHRASE_TOO_SHORT({ least }, options),
  PASSPHRASE_NEEDS_TRUST: (_, options) => m.people_refusal_PASSPHRASE_NEEDS_TRUST({}, options),
  PASSPHRASE_NOT_SET: (_, options) => m.people_refusal_PASSPHRASE_NOT_SET({}, options),
  HUB_LOCKED: (_, options) => m.people_refusal_HUB_LOCKED({}, options),
  DEVICE_UNKNOWN: (_, options) => m.people_refusal_DEVICE_UNKNOWN({}, options),
  LAST_HOST_DEVICE: (_, options) => m.people_refusal_LAST_HOST_DEVICE({}, options),
}
