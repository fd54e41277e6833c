/** Why the door says no. Each has a sentence in this feature's catalogue under `people_refusal_<code>`. */
export const PEOPLE_REFUSALS = [
  'TICKET_UNKNOWN',
  'TICKET_EXPIRED',
  'TICKET_USED',
  'PASSPHRASE_WRONG',
  'PASSPHRASE_TOO_SHORT',
  'PASSPHRASE_NEEDS_TRUST',
  'PASSPHRASE_NOT_SET',
  'HUB_LOCKED',
  'DEVICE_UNKNOWN',
  'LAST_HOST_DEVICE',
] as const
export type PeopleRefusal = (typeof PEOPLE_REFUSALS)[number]
