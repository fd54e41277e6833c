import type { PeopleRefusal } from '../wire/refusals.ts'
import { PASSPHRASE_LEAST } from '../wire/routes.ts'

/**
 * Where a passphrase may be typed: on the box itself or over https. Over plain http anybody on the
 * same network could read it, or replace the page that asks for it.
 */
export function placeRefusal(trust: 'own-screen' | 'trusted' | 'plain'): PeopleRefusal | undefined {
  return trust === 'plain' ? 'PASSPHRASE_NEEDS_TRUST' : undefined
}

/** Counted in characters as people see them, composed accents as one. */
export function lengthRefusal(passphrase: string): PeopleRefusal | undefined {
  return [...passphrase.normalize('NFC')].length < PASSPHRASE_LEAST ? 'PASSPHRASE_TOO_SHORT' : undefined
}
