import { z } from 'zod/mini'
import { DeviceId } from '../../../kernel/ids.ts'
import { Role } from '../../../kernel/roles.ts'

/** What this feature puts on record. A device's label is private: committed, erasable. */
export const devicePaired = {
  kind: 'people.device-paired.1',
  body: z.object({ device: DeviceId, roles: z.array(Role), by: z.enum(['ticket', 'passphrase']) }),
  private: z.object({ label: z.string() }),
} as const

export const deviceRemoved = {
  kind: 'people.device-removed.1',
  body: z.object({ device: DeviceId }),
} as const

export const passphraseChosen = {
  kind: 'people.passphrase-chosen.1',
  body: z.object({ changed: z.boolean() }),
} as const
