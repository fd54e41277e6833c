import type { Door } from '../../src/features/people/screens/door.ts'

/** What stands before the studio, in every state. */
export const doorScenes: Readonly<Record<string, Door>> = {
  'door-looking': { at: 'looking' },
  'door-unreachable': { at: 'unreachable' },
  'door-locked': { at: 'locked', trust: 'own-screen', busy: false, refused: null },
  'door-locked-plain': { at: 'locked', trust: 'plain', busy: false, refused: null },
  'door-pair-refused': { at: 'pair-refused', refused: 'TICKET_USED' },
  'door-not-paired': { at: 'not-paired', trust: 'own-screen', passphraseSet: true, busy: false, refused: null },
  'door-not-paired-plain': { at: 'not-paired', trust: 'plain', passphraseSet: true, busy: false, refused: null },
  'door-choose': { at: 'choose', trust: 'own-screen', roles: ['host'], busy: false, refused: null },
}
